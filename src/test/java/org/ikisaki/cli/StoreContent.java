package org.ikisaki.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a store's file holds, read with nothing of the product's. */
final class StoreContent {
  private StoreContent() {}

  /** Every row of every table, as text. */
  static SortedMap<String, List<String>> of(Path store) throws SQLException {
    SortedMap<String, List<String>> tables = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
      for (String table :
          rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
        tables.put(table, rows(connection, "SELECT * FROM " + table + " ORDER BY 1, 2"));
      }
    }
    return tables;
  }

  static List<String> rows(Path store, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
      return rows(connection, query);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(
              result.getObject(i) instanceof byte[] blob
                  ? HexFormat.of().formatHex(blob)
                  : String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }
}
