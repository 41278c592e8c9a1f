package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.store.StoredTrace.StoredAnswer;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** The tables of traces. Confined to one thread. */
final class TraceRows {
  private static final String IGNORE_KNOWN_ROUTER =
      """
      INSERT INTO router (address, name) VALUES (?, ?)
      ON CONFLICT (address) DO UPDATE SET name = excluded.name
      WHERE excluded.name IS NOT NULL AND excluded.name IS NOT name""";

  private final Connection connection;

  TraceRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds it, unless one of this target, origin and time is there.
   *
   * @param places where routers are, as far as that is known
   * @param traces how often the target was traced from there before
   * @return whether it was added
   */
  boolean add(StoredTrace trace, Map<IpAddress, Place> places, HopSeries series, int traces)
      throws SQLException {
    Optional<Long> id =
        Sql.first(
            connection,
            """
            INSERT INTO trace (time, origin, name, target, kind, route) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""",
            row -> row.getLong(1),
            trace.started().getEpochSecond(),
            trace.origin(),
            trace.name(),
            trace.target().toBytes(),
            trace.kind(),
            trace.route());
    if (id.isEmpty()) {
      return false;
    }
    int number = 0;
    for (StoredAnswer answer : trace.answers()) {
      Place place =
          answer.router() == null
              ? Place.UNKNOWN
              : places.getOrDefault(answer.router(), Place.UNKNOWN);
      addAnswer(id.get(), number++, answer, series.of(trace, answer, place, traces + 1));
    }
    return true;
  }

  private void addAnswer(long trace, int number, StoredAnswer answer, @Nullable Long series)
      throws SQLException {
    IpAddress router = answer.router();
    if (router != null) {
      Sql.update(connection, IGNORE_KNOWN_ROUTER, router.toBytes(), answer.routerName());
    }
    Sql.update(
        connection,
        """
        INSERT INTO hop (trace, ttl, answer, sent, router, rtt, meaning, labels, translated, series)
        VALUES (?, ?, ?, ?, (SELECT id FROM router WHERE address = ?), ?, ?, ?, ?, ?)""",
        trace,
        answer.ttl(),
        number,
        answer.sent(),
        router == null ? null : router.toBytes(),
        answer.rttMicros(),
        answer.meaning(),
        answer.labels(),
        answer.translated() ? 1 : 0,
        series);
  }

  /** Routes of the newest traces from that origin to that target before {@code time}. */
  List<String> recentRoutes(String origin, IpAddress target, Instant time, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT route FROM trace WHERE target = ? AND origin = ? AND time < ?
        ORDER BY time DESC LIMIT ?""",
        row -> row.getString(1),
        target.toBytes(),
        origin,
        time.getEpochSecond(),
        limit);
  }

  void addEvent(Instant time, String kind, String detail) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO event (time, kind, detail) VALUES (?, ?, ?)",
        time.getEpochSecond(),
        kind,
        detail);
  }

  /** Keeps the newest {@code most}. */
  void keep(int most) throws SQLException {
    Optional<Long> oldest =
        Sql.first(
            connection,
            "SELECT id FROM trace ORDER BY time DESC, id DESC LIMIT 1 OFFSET ?",
            row -> row.getLong(1),
            most);
    if (oldest.isPresent()) {
      remove(
          "SELECT id FROM trace WHERE (time, id) <= (SELECT time, id FROM trace WHERE id = ?) LIMIT ?",
          oldest.get());
    }
  }

  /** Removes traces from before {@code cut}, their events and routers. Returns how many traces. */
  long removeBefore(long cut, Upkeep upkeep) throws SQLException {
    long[] sum = {0};
    upkeep.inBatches(
        () -> {
          int removed = remove("SELECT id FROM trace WHERE time < ? ORDER BY time LIMIT ?", cut);
          sum[0] += removed;
          return removed;
        });
    upkeep.inBatches(
        () ->
            Sql.update(
                connection,
                "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE kind = ? AND time < ? LIMIT ?)",
                TraceHistory.ROUTE_CHANGE,
                cut,
                Upkeep.BATCH_ROWS));
    if (sum[0] > 0) {
      Sql.transaction(
          connection,
          () ->
              Sql.update(
                  connection,
                  "DELETE FROM router WHERE id NOT IN (SELECT router FROM hop WHERE router IS NOT NULL)"));
      Sql.transaction(
          connection,
          () -> Sql.update(connection, "DELETE FROM hop_series WHERE last_seen < ?", cut));
    }
    return sum[0];
  }

  private int remove(String selection, long value) throws SQLException {
    List<Long> ids =
        Sql.list(connection, selection, row -> row.getLong(1), value, Upkeep.BATCH_ROWS);
    for (long id : ids) {
      Sql.update(connection, "DELETE FROM hop WHERE trace = ?", id);
      Sql.update(connection, "DELETE FROM trace WHERE id = ?", id);
    }
    return ids.size();
  }

  /** The newest first. */
  List<StoredTrace> newest(Instant from, Instant to, String target, int limit) throws SQLException {
    List<Head> heads =
        Sql.list(
            connection,
            """
            SELECT id, time, origin, name, target, kind, route FROM trace
            WHERE time >= ?1 AND time < ?2 AND (?3 = '' OR name = ?3 OR target = ?4)
            ORDER BY time DESC, id DESC LIMIT ?5""",
            row ->
                new Head(
                    row.getLong(1),
                    Columns.time(row, 2),
                    row.getString(3),
                    row.getString(4),
                    Addresses.read(row.getBytes(5)),
                    row.getString(6),
                    row.getString(7)),
            Times.ceiling(from),
            Times.ceiling(to),
            target,
            Addresses.parse(target).map(IpAddress::toBytes).orElse(null),
            limit);
    List<StoredTrace> traces = new ArrayList<>(heads.size());
    for (Head head : heads) {
      traces.add(
          new StoredTrace(
              head.origin,
              head.time,
              head.name,
              head.target,
              head.kind,
              head.route,
              answers(head.id)));
    }
    return traces;
  }

  private List<StoredAnswer> answers(long trace) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT ttl, sent, r.address, r.name, rtt, meaning, labels, translated
        FROM hop LEFT JOIN router r ON r.id = router WHERE trace = ? ORDER BY ttl, answer""",
        row ->
            new StoredAnswer(
                row.getInt(1),
                row.getInt(2),
                Addresses.readNullable(row.getBytes(3)),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8)),
        trace);
  }

  private record Head(
      long id,
      Instant time,
      String origin,
      String name,
      IpAddress target,
      String kind,
      String route) {}
}
