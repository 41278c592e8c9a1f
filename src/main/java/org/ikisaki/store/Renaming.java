package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ikisaki.store.Cover.Piece;

/**
 * That the traffic of one device with an unnamed endpoint is really with a named one.
 *
 * <p>Carried out a bounded number of intervals at a time, oldest first and each as a whole, within
 * the writer's transactions: so it survives a crash at any point, and where it stands follows from
 * what was written, not from any clock.
 *
 * @param next time of the first interval that is still to be looked at
 * @param last time of the last one
 */
record Renaming(long id, long device, long endpoint, long named, long next, long last) {
  /** Not quite three hours of history at ten seconds. */
  private static final int INTERVALS = 1_000;

  /** By the capture counters, which every interval has: a facts' row is then one step away. */
  private static final String TIMES =
      """
      SELECT c.time, t.time IS NOT NULL, bytes_down, bytes_up, packets_down, packets_up, flows
      FROM (SELECT DISTINCT time FROM capture_stats WHERE time >= ? AND time < ?
            ORDER BY time LIMIT ?) c
        LEFT JOIN traffic t ON t.time = c.time AND t.device = ? AND t.endpoint = ?
      ORDER BY c.time""";

  private static final String COPY =
      """
      INSERT INTO traffic
        SELECT time, device, ?, bytes_down, bytes_up, packets_down, packets_up, flows
        FROM traffic WHERE time = ? AND device = ? AND endpoint = ?
      ON CONFLICT DO UPDATE SET
        bytes_down = bytes_down + excluded.bytes_down,
        bytes_up = bytes_up + excluded.bytes_up,
        packets_down = packets_down + excluded.packets_down,
        packets_up = packets_up + excluded.packets_up,
        flows = flows + excluded.flows""";

  private static final String COPY_LATENCY =
      """
      INSERT INTO latency
        SELECT time, device, ?, handshakes, rtt_local, rtt_remote
        FROM latency WHERE time = ? AND device = ? AND endpoint = ?
      ON CONFLICT DO UPDATE SET
        handshakes = handshakes + excluded.handshakes,
        rtt_local = rtt_local + excluded.rtt_local,
        rtt_remote = rtt_remote + excluded.rtt_remote""";

  /** Puts one at the end of the queue. */
  static void enqueue(
      Connection connection, long device, long endpoint, long named, long first, long last)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO renaming (device, endpoint, named, next, last) VALUES (?, ?, ?, ?, ?)",
        device,
        endpoint,
        named,
        first,
        last);
  }

  /**
   * Carries out a part of the oldest one.
   *
   * @return whether there was one
   */
  static boolean advance(Connection connection, Rollups rollups) throws SQLException {
    Optional<Renaming> oldest =
        Sql.first(
            connection,
            "SELECT id, device, endpoint, named, next, last FROM renaming ORDER BY id LIMIT 1",
            Renaming::of);
    if (oldest.isEmpty()) {
      return false;
    }
    oldest.get().move(connection, rollups);
    return true;
  }

  /** At the finest level that there is of a time, from where the coarser ones follow. */
  private void move(Connection connection, Rollups rollups) throws SQLException {
    List<Piece> pieces = Cover.of(connection, rollups.levels(), next, last + 1, Level.TEN_SECONDS);
    long done = last + 1;
    if (!pieces.isEmpty()) {
      Piece piece = pieces.get(0);
      done =
          piece.level() == Level.TEN_SECONDS
              ? moveRows(connection, rollups, piece)
              : moveSums(connection, rollups, piece);
    }
    if (done > last) {
      Sql.update(connection, "DELETE FROM renaming WHERE id = ?", id);
    } else {
      Sql.update(connection, "UPDATE renaming SET next = ? WHERE id = ?", done, id);
    }
  }

  /** Up to when all is moved now. */
  private long moveRows(Connection connection, Rollups rollups, Piece piece) throws SQLException {
    List<Interval> intervals =
        Sql.list(
            connection, TIMES, Interval::of, piece.from(), piece.to(), INTERVALS, device, endpoint);
    try (PreparedStatement copy = connection.prepareStatement(COPY);
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM traffic WHERE time = ? AND device = ? AND endpoint = ?");
        PreparedStatement copyLatency = connection.prepareStatement(COPY_LATENCY);
        PreparedStatement deleteLatency =
            connection.prepareStatement(
                "DELETE FROM latency WHERE time = ? AND device = ? AND endpoint = ?");
        PreparedStatement change = connection.prepareStatement(ChangeLog.CORRECTED)) {
      for (Interval interval : intervals) {
        if (interval.hasTraffic) {
          Sql.update(copy, named, interval.time, device, endpoint);
          Sql.update(delete, interval.time, device, endpoint);
          Sql.update(copyLatency, named, interval.time, device, endpoint);
          Sql.update(deleteLatency, interval.time, device, endpoint);
          Sql.update(change, interval.time);
          move(rollups, piece.level(), interval.time, interval.counters);
        }
      }
    }
    return intervals.size() < INTERVALS ? piece.to() : intervals.get(intervals.size() - 1).time + 1;
  }

  private long moveSums(Connection connection, Rollups rollups, Piece piece) throws SQLException {
    rollups.flush();
    long end =
        Sql.number(
            connection,
            "SELECT max(time) + 1 FROM (SELECT time FROM %s WHERE time >= ? AND time < ? ORDER BY time LIMIT ?)"
                .formatted(piece.level().table()),
            piece.from(),
            piece.to(),
            INTERVALS);
    List<Interval> found = new ArrayList<>();
    History.traffic(
        connection,
        List.of(new Piece(piece.level(), piece.from(), end)),
        (time, first, second, values) -> {
          if (first == device && second == endpoint) {
            found.add(new Interval(time, true, Bucket.counters(values)));
          }
        });
    for (Interval interval : found) {
      move(rollups, piece.level(), interval.time, interval.counters);
    }
    return end == 0 ? piece.to() : end;
  }

  private void move(Rollups rollups, Level finest, long time, Counters counters)
      throws SQLException {
    rollups.move(finest, time, device, endpoint, named, Bucket.values(counters));
  }

  private static Renaming of(ResultSet row) throws SQLException {
    return new Renaming(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6));
  }

  private record Interval(long time, boolean hasTraffic, Counters counters) {
    static Interval of(ResultSet row) throws SQLException {
      return new Interval(row.getLong(1), row.getBoolean(2), Columns.counters(row, 3));
    }
  }
}
