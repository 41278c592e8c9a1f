package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;

/** How far exporters have read the change log. */
final class ExportCursors {
  private ExportCursors() {}

  /**
   * Whether anybody reads it: one that has not read anything yet will read all there is, as it is
   * then.
   */
  static boolean any(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM export_cursor") > 0;
  }
}
