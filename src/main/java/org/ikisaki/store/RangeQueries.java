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
    return Sql.first(
            connection,
            """
            SELECT sum(bytes_down), sum(bytes_up), sum(packets_down), sum(packets_up), sum(flows)
            FROM traffic WHERE time >= ? AND time < ?""",
            row -> Columns.counters(row, 1),
            from,
            to)
        .orElse(Counters.ZERO);
  }

  static CaptureStats capture(Connection connection, long from, long to) throws SQLException {
    return Sql.first(
            connection,
            """
            SELECT sum(frames), sum(frame_bytes), sum(ip_packets), sum(ip_bytes), sum(not_ip),
              sum(undecoded), sum(dropped_by_kernel), sum(dropped_by_interface), sum(duplicates),
              sum(gaps), sum(flows_evicted), sum(unread)
            FROM capture_stats WHERE time >= ? AND time < ?""",
            row -> Columns.capture(row, 1),
            from,
            to)
        .orElseThrow();
  }

  /** By the capture counters, which every interval has. */
  static Optional<Span> span(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT first, last FROM (SELECT (SELECT min(time) FROM capture_stats) AS first,"
            + " (SELECT max(time) FROM capture_stats) AS last) WHERE first IS NOT NULL",
        row -> new Span(Columns.time(row, 1), Columns.time(row, 2)));
  }
}
