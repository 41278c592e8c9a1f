package org.ikisaki.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.ikisaki.store.IntervalRows.CaptureStats;

/** Reads values that take more than one getter. */
final class Columns {
  private Columns() {}

  /** Five columns from {@code first} on, in the order of the record. */
  static Counters counters(ResultSet row, int first) throws SQLException {
    return new Counters(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4));
  }

  /** Twelve columns from {@code first} on, in the order of the record. */
  static CaptureStats capture(ResultSet row, int first) throws SQLException {
    return new CaptureStats(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4),
        row.getLong(first + 5),
        row.getLong(first + 6),
        row.getLong(first + 7),
        row.getLong(first + 8),
        row.getLong(first + 9),
        row.getLong(first + 10),
        row.getLong(first + 11));
  }

  /** A text, or an address in its text form; empty for null. */
  static String text(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof byte[] address) {
      return Addresses.read(address).toString();
    }
    return value == null ? "" : value.toString();
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return Instant.ofEpochSecond(row.getLong(column));
  }
}
