package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.StoreReader.Span;

/** Totals of a range of time, which begins with {@code from} and ends before {@code to}. */
final class RangeQueries {
  private RangeQueries() {}

  static Counters traffic(Connection connection, long from, long to) throws SQLException {
    long[] sum = new long[Bucket.TRAFFIC_VALUES];
    History.traffic(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, device, endpoint, values) -> add(sum, values));
    return Bucket.counters(sum);
  }

  static CaptureStats capture(Connection connection, long from, long to) throws SQLException {
    long[] sum = new long[Bucket.CAPTURE_VALUES];
    History.capture(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, source, none, values) -> add(sum, values));
    return Bucket.stats(sum);
  }

  /** By the capture counters, which every interval has, or what coarser levels have of them. */
  static Optional<Span> span(Connection connection) throws SQLException {
    Levels levels = Levels.read(connection);
    Level finest = Level.TEN_SECONDS;
    while (finest != Level.DAY && levels.since(finest) > 0) {
      finest = finest.coarser();
    }
    return Sql.first(
        connection,
        """
        SELECT (SELECT min(time) FROM %1$s) AS first,
          coalesce((SELECT max(time) FROM capture_stats), (SELECT max(time) FROM rollup_1m),
            (SELECT max(time) FROM rollup_1h), (SELECT max(time) FROM %1$s))
        WHERE first IS NOT NULL"""
            .formatted(finest.captureTable()),
        row -> new Span(Columns.time(row, 1), Columns.time(row, 2)));
  }

  private static void add(long[] sum, long[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }
}
