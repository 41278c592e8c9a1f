package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.store.Cover.Piece;

/** Reads facts at whatever level they stand. */
final class History {
  private static final String CAPTURE =
      "SELECT time, source, frames, frame_bytes, ip_packets, ip_bytes, not_ip, undecoded,"
          + " dropped_by_kernel, dropped_by_interface, duplicates,"
          + " gaps, flows_evicted, unread"
          + " FROM capture_stats WHERE time >= ? AND time < ?";

  private static final int TIME_AND_SOURCE = 2;

  private History() {}

  /**
   * Takes a row. Its values are in the order of {@link Counters} or {@link
   * IntervalRows.CaptureStats}, and stay until the next.
   */
  interface Visitor {
    void visit(long time, long first, long second, long[] values) throws SQLException;
  }

  /** Visits all traffic, by device and endpoint. */
  static void traffic(Connection connection, List<Piece> pieces, Visitor visitor)
      throws SQLException {
    for (Piece piece : pieces) {
      if (piece.level() == Level.TEN_SECONDS) {
        TrafficLog.visit(connection, piece.from(), piece.to(), visitor);
      } else {
        visitSums(connection, piece, "traffic", Bucket.TRAFFIC_VALUES, visitor);
      }
    }
  }

  /** Visits all capture counters, by source. */
  static void capture(Connection connection, List<Piece> pieces, Visitor visitor)
      throws SQLException {
    for (Piece piece : pieces) {
      if (piece.level() == Level.TEN_SECONDS) {
        visitCapture(connection, piece, visitor);
      } else {
        visitSums(connection, piece, "capture", Bucket.CAPTURE_VALUES, visitor);
      }
    }
  }

  private static void visitCapture(Connection connection, Piece piece, Visitor visitor)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CAPTURE)) {
      Sql.bind(statement, piece.from(), piece.to());
      try (ResultSet row = statement.executeQuery()) {
        long[] values = new long[Bucket.CAPTURE_VALUES];
        while (row.next()) {
          for (int i = 0; i < values.length; i++) {
            values[i] = row.getLong(TIME_AND_SOURCE + 1 + i);
          }
          visitor.visit(row.getLong(1), row.getLong(2), 0, values);
        }
      }
    }
  }

  private static void visitSums(
      Connection connection, Piece piece, String column, int width, Visitor visitor)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT time, %s FROM %s WHERE time >= ? AND time < ? ORDER BY time"
                .formatted(column, piece.level().table()))) {
      Sql.bind(statement, piece.from(), piece.to());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          new PackedCursor(row.getBytes(2), width).visit(row.getLong(1), visitor);
        }
      }
    }
  }
}
