package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How far exporters have read the change log. */
final class ExportCursors {
  /** Up to where all exporters have everything; null without exporters. */
  static final String LOWEST =
      """
      SELECT min(sequence) FROM
        (SELECT min(sequence) AS sequence FROM export_cursor
         UNION ALL SELECT min(after) FROM export_gap)""";

  private static final List<String> TABLES =
      List.of(
          "export_cursor",
          "export_gap",
          "export_under_way",
          "export_request",
          "export_state",
          "export_rejected");

  private ExportCursors() {}

  /**
   * Whether anybody reads it: one that has not read anything yet will read all there is, as it is
   * then.
   */
  static boolean any(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM export_cursor") > 0;
  }

  /** Forgets exporters that nobody runs any more, so that no row waits for them. */
  static void keep(Connection connection, List<String> exporters) throws SQLException {
    for (String table : TABLES) {
      for (String known :
          Sql.list(connection, "SELECT DISTINCT exporter FROM " + table, row -> row.getString(1))) {
        if (!exporters.contains(known)) {
          Sql.update(connection, "DELETE FROM " + table + " WHERE exporter = ?", known);
        }
      }
    }
  }
}
