package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ikisaki.geo.Place;
import org.ikisaki.service.RuleSet;
import org.ikisaki.wire.IpAddress;

/**
 * Traces that were kept, on a connection of its own and without the daemon's lock, so that it may
 * be used beside one. Confined to one call.
 */
public final class TraceHistory {
  /** The kind of the events that it writes. */
  public static final String ROUTE_CHANGE = "route-change";

  /** So many are kept at most, the newest: some hundred megabytes. */
  private static final int MAX_TRACES = 100_000;

  /** So many earlier routes a new one is compared with. */
  private static final int RECENT_ROUTES = 10;

  private TraceHistory() {}

  /** Says whether a route is another than those before. */
  public interface Judge {
    /**
     * Says what changed.
     *
     * @param recent routes of the newest traces before, the newest first; none at the first time
     * @return empty if nothing did, else what to tell the user
     */
    Optional<String> change(String route, List<String> recent);
  }

  /**
   * A trace to be kept.
   *
   * @param places where its routers are, as far as that is known: for exports, which it stays true
   *     for
   */
  public record Made(StoredTrace trace, Map<IpAddress, Place> places) {
    public Made {
      places = Map.copyOf(places);
    }
  }

  /**
   * What recording did.
   *
   * @param added traces that were not there yet
   * @param changes routes that changed
   */
  public record Recorded(int added, int changes) {}

  /**
   * Adds traces, the oldest first; those that are there already are left as they are. A store that
   * is not there is made. Exporters get those of times of which ten-second rows are kept.
   *
   * @param mostSeries how many hops are time series of their own where they are exported
   */
  public static Recorded record(Path file, List<Made> traces, int mostSeries, Judge judge)
      throws IOException {
    if (Files.notExists(Database.at(file).file())) {
      Store.open(file, RuleSet.EMPTY).close();
    }
    return Upkeep.with(
        file,
        "keep traces",
        false,
        upkeep -> {
          Recorded sum = new Recorded(0, 0);
          for (int from = 0; from < traces.size(); from += Upkeep.BATCH_ROWS) {
            List<Made> batch =
                traces.subList(from, Math.min(traces.size(), from + Upkeep.BATCH_ROWS));
            Recorded done =
                Sql.transaction(
                    upkeep.connection(),
                    () -> recordBatch(upkeep.connection(), batch, mostSeries, judge));
            sum = new Recorded(sum.added + done.added, sum.changes + done.changes);
          }
          return sum;
        });
  }

  private static Recorded recordBatch(
      Connection connection, List<Made> batch, int mostSeries, Judge judge) throws SQLException {
    TraceRows rows = new TraceRows(connection);
    HopSeries series = new HopSeries(connection, mostSeries);
    Levels levels = Levels.read(connection);
    SortedSet<Long> changed = new TreeSet<>();
    int added = 0;
    int changes = 0;
    for (Made made : batch) {
      StoredTrace trace = made.trace;
      List<String> recent =
          rows.recentRoutes(trace.origin(), trace.target(), trace.started(), RECENT_ROUTES);
      long time = trace.started().getEpochSecond();
      series.makeRoom(time);
      if (rows.add(trace, made.places, series, recent.size())) {
        added++;
        if (levels.holds(Level.TEN_SECONDS, time)) {
          changed.add(Level.TEN_SECONDS.floor(time));
        }
        Optional<String> change = judge.change(trace.route(), recent);
        if (change.isPresent()) {
          changes++;
          rows.addEvent(trace.started(), ROUTE_CHANGE, trace.name() + ": " + change.get());
        }
      }
    }
    rows.keep(MAX_TRACES);
    for (long time : changed) {
      Sql.update(connection, ChangeLog.ADDED, time);
    }
    return new Recorded(added, changes);
  }

  /**
   * The newest traces first.
   *
   * @param target an address or what a target was called; empty for all
   */
  public static List<StoredTrace> newest(
      Path file, Instant from, Instant to, String target, int limit) throws IOException {
    return Upkeep.with(
        file,
        "read traces",
        true,
        upkeep -> new TraceRows(upkeep.connection()).newest(from, to, target, limit));
  }

  /** Routes that changed, the newest first. */
  public static List<RouteChange> changes(Path file, Instant from, Instant to, int limit)
      throws IOException {
    return Upkeep.with(
        file,
        "read traces",
        true,
        upkeep ->
            Sql.list(
                upkeep.connection(),
                """
                SELECT time, detail FROM event WHERE kind = ? AND time >= ? AND time < ?
                ORDER BY time DESC, id DESC LIMIT ?""",
                row -> new RouteChange(Columns.time(row, 1), row.getString(2)),
                ROUTE_CHANGE,
                Times.ceiling(from),
                Times.ceiling(to),
                limit));
  }

  /** A route that became another. */
  public record RouteChange(Instant time, String detail) {}
}
