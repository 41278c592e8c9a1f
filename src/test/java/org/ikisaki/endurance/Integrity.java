package org.ikisaki.endurance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks SQLite whether a database is whole. */
final class Integrity {
  private Integrity() {}

  static boolean isWhole(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.next() && row.getString(1).equals("ok");
    }
  }
}
