package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.store.Cover.Piece;

/** Reads facts at whatever level they stand. */
final class History {
  private static final String TRAFFIC =
      "SELECT time, device, endpoint, bytes_down, bytes_up, packets_down, packets_up, flows"
          + " FROM traffic WHERE time >= ? AND time < ?";
  private static final String CAPTURE =
      "SELECT time, source, 0, frames, frame_bytes, ip_packets, ip_bytes, not_ip, undecoded,"
          + " dropped_by_kernel, dropped_by_interface, duplicates,"
          + " gaps, flows_evicted, unread"
          + " FROM capture_stats WHERE time >= ? AND time < ?";

  private static final int TIME_AND_KEYS = 3;

  private History() {}

  /**
   * Takes a row. Its values are in the order of {@link Counters} or {@link
   * IntervalRows.CaptureStats}, and stay until the next.
   */
  interface Visitor {
    void visit(long time, long first, long second, long[] values);
  }

  /** Visits all traffic, by device and endpoint. */
  static void traffic(Connection connection, List<Piece> pieces, Visitor visitor)
      throws SQLException {
    visit(connection, pieces, TRAFFIC, "traffic", Bucket.TRAFFIC_VALUES, visitor);
  }

  /** Visits all capture counters, by source. */
  static void capture(Connection connection, List<Piece> pieces, Visitor visitor)
      throws SQLException {
    visit(connection, pieces, CAPTURE, "capture", Bucket.CAPTURE_VALUES, visitor);
  }

  private static void visit(
      Connection connection,
      List<Piece> pieces,
      String rowsOfIntervals,
      String packedColumn,
      int width,
      Visitor visitor)
      throws SQLException {
    for (Piece piece : pieces) {
      boolean isPacked = piece.level() != Level.TEN_SECONDS;
      String sql =
          isPacked
              ? "SELECT time, %s FROM %s WHERE time >= ? AND time < ? ORDER BY time"
                  .formatted(packedColumn, piece.level().table())
              : rowsOfIntervals;
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        Sql.bind(statement, piece.from(), piece.to());
        try (ResultSet row = statement.executeQuery()) {
          if (isPacked) {
            visitPacked(row, width, visitor);
          } else {
            visitPlain(row, width, visitor);
          }
        }
      }
    }
  }

  private static void visitPlain(ResultSet row, int width, Visitor visitor) throws SQLException {
    long[] values = new long[width];
    while (row.next()) {
      for (int i = 0; i < width; i++) {
        values[i] = row.getLong(TIME_AND_KEYS + 1 + i);
      }
      visitor.visit(row.getLong(1), row.getLong(2), row.getLong(TIME_AND_KEYS), values);
    }
  }

  private static void visitPacked(ResultSet row, int width, Visitor visitor) throws SQLException {
    while (row.next()) {
      long time = row.getLong(1);
      PackedCursor packed = new PackedCursor(row.getBytes(2), width);
      while (packed.next()) {
        visitor.visit(time, packed.first(), packed.second(), packed.values());
      }
    }
  }
}
