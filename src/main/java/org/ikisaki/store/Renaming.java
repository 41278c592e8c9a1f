package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.ikisaki.store.Cover.Piece;

/**
 * That the traffic of one device with an unnamed endpoint is really with a named one.
 *
 * <p>Carried out a bounded time of history at once, oldest first and each as a whole, within the
 * writer's transactions: so it survives a crash at any point, and where it stands follows from what
 * was written, not from any clock.
 *
 * @param next time of the first interval that is still to be looked at
 * @param last time of the last one
 */
record Renaming(long id, long device, long endpoint, long named, long next, long last) {
  /** Not quite three hours of ten-second rows. */
  private static final long SPAN = 10_000;

  private static final int BUCKETS = 1_000;

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
  static boolean advance(Connection connection, TrafficLog traffic, Rollups rollups)
      throws SQLException {
    Optional<Renaming> oldest =
        Sql.first(
            connection,
            "SELECT id, device, endpoint, named, next, last FROM renaming ORDER BY id LIMIT 1",
            Renaming::of);
    if (oldest.isEmpty()) {
      return false;
    }
    oldest.get().move(connection, traffic, rollups);
    return true;
  }

  /** At the finest level that there is of a time, from where the coarser ones follow. */
  private void move(Connection connection, TrafficLog traffic, Rollups rollups)
      throws SQLException {
    List<Piece> pieces = Cover.of(connection, rollups.levels(), next, last + 1, Level.TEN_SECONDS);
    long done = last + 1;
    if (!pieces.isEmpty()) {
      Piece piece = pieces.get(0);
      done =
          piece.level() == Level.TEN_SECONDS
              ? moveRows(connection, traffic, rollups, piece)
              : moveSums(connection, rollups, piece);
    }
    if (done > last) {
      Sql.update(connection, "DELETE FROM renaming WHERE id = ?", id);
    } else {
      Sql.update(connection, "UPDATE renaming SET next = ? WHERE id = ?", done, id);
    }
  }

  /** Up to when all is moved now. */
  private long moveRows(Connection connection, TrafficLog traffic, Rollups rollups, Piece piece)
      throws SQLException {
    long first = TrafficLog.firstFrom(connection, piece.from());
    long from = Math.max(piece.from(), Math.min(first, piece.to()));
    long end = Math.min(piece.to(), from + SPAN);
    for (long start = first;
        start < end;
        start = TrafficLog.firstFrom(connection, TrafficLog.next(start))) {
      NavigableMap<Long, RowSums> intervals = traffic.read(start);
      boolean hasMoved = false;
      for (Map.Entry<Long, RowSums> interval : intervals.subMap(from, end).entrySet()) {
        long[] values = interval.getValue().get(device, endpoint);
        if (values != null) {
          hasMoved = true;
          move(rollups, piece.level(), interval.getKey(), values.clone());
          interval.getValue().move(device, endpoint, named, values.clone());
          moveLatency(connection, interval.getKey());
          Sql.update(connection, ChangeLog.CORRECTED, interval.getKey());
        }
      }
      if (hasMoved) {
        traffic.replace(start, intervals);
      }
    }
    return end;
  }

  private void moveLatency(Connection connection, long time) throws SQLException {
    if (Sql.update(connection, COPY_LATENCY, named, time, device, endpoint) > 0) {
      Sql.update(
          connection,
          "DELETE FROM latency WHERE time = ? AND device = ? AND endpoint = ?",
          time,
          device,
          endpoint);
    }
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
            BUCKETS);
    Map<Long, long[]> found = new LinkedHashMap<>();
    History.traffic(
        connection,
        List.of(new Piece(piece.level(), piece.from(), end)),
        (time, first, second, values) -> {
          if (first == device && second == endpoint) {
            found.put(time, values.clone());
          }
        });
    for (Map.Entry<Long, long[]> bucket : found.entrySet()) {
      move(rollups, piece.level(), bucket.getKey(), bucket.getValue());
    }
    return end == 0 ? piece.to() : end;
  }

  private void move(Rollups rollups, Level finest, long time, long[] values) throws SQLException {
    rollups.move(finest, time, device, endpoint, named, values);
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
}
