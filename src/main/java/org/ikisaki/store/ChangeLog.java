package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.ikisaki.store.Cover.Piece;
import org.ikisaki.store.ExportView.Change;

/** What exporters have to send (again), in the order in which it was written. */
final class ChangeLog {
  /** Takes the time of a ten-second interval that got rows, or more of them. */
  static final String ADDED = "INSERT INTO change_log (time) VALUES (?)";

  /** Takes the time of a ten-second interval with rows that are no longer as they were. */
  static final String CORRECTED = "INSERT INTO change_log (time, correction) VALUES (?, 1)";

  /** Takes time, seconds of the level, and whether it is a correction. */
  static final String BUCKET = "INSERT INTO change_log (time, level, correction) VALUES (?, ?, ?)";

  /** Levels whose buckets are exported. */
  static final List<Level> ROLLUPS = List.of(Level.MINUTE, Level.HOUR);

  private static final List<Level> LEVELS = List.of(Level.TEN_SECONDS, Level.MINUTE, Level.HOUR);

  /**
   * Where so few times lie between two that are corrected, they are sent again with them: each
   * range of time that InfluxDB deletes costs it as much as some thousand points that it stores.
   */
  private static final int MOST_BESIDE = 30;

  private ChangeLog() {}

  /** A bucket that traffic was looked for in. */
  record Time(Level level, long time) {}

  /** Which times from {@code from} on have traffic of one of these devices or endpoints. */
  static List<Time> timesWith(
      Connection connection, long from, Collection<Long> devices, Collection<Long> endpoints)
      throws SQLException {
    Set<Long> wantedDevices = Set.copyOf(devices);
    Set<Long> wantedEndpoints = Set.copyOf(endpoints);
    List<Time> found = new ArrayList<>();
    for (Level level : LEVELS) {
      long[] last = {Long.MIN_VALUE};
      History.traffic(
          connection,
          List.of(new Piece(level, level.floor(from), Long.MAX_VALUE)),
          (time, device, endpoint, values) -> {
            if (time != last[0]
                && (wantedDevices.contains(device) || wantedEndpoints.contains(endpoint))) {
              last[0] = time;
              found.add(new Time(level, time));
            }
          });
    }
    return found;
  }

  /**
   * Logs those as corrected that are still there: what was pruned must not be looked for. A few
   * others in between are logged as beside a correction.
   */
  static void correct(Connection connection, Collection<Time> times) throws SQLException {
    for (Level level : LEVELS) {
      try (var log =
          connection.prepareStatement(
              """
              INSERT INTO change_log (time, level, correction)
              SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM %s WHERE time = ?1)"""
                  .formatted(level.captureTable()))) {
        long step = level.seconds();
        long before = Long.MIN_VALUE;
        for (long time :
            times.stream().filter(t -> t.level == level).mapToLong(Time::time).sorted().toArray()) {
          if (before != Long.MIN_VALUE && time - before <= (MOST_BESIDE + 1) * step) {
            for (long beside = before + step; beside < time; beside += step) {
              Sql.update(log, beside, step, Change.Cause.BESIDE.code());
            }
          }
          Sql.update(log, time, step, Change.Cause.CORRECTED.code());
          before = time;
        }
      }
    }
  }
}
