package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.LongConsumer;
import org.ikisaki.store.Forgotten.Rows;

/**
 * Removes all that is known of one device, or of one service, on every level; beside the daemon, as
 * {@link Pruning} is. What is removed is overwritten in the file. The times that had ten-second
 * rows of it go into the change log, so that exporters replace them. Confined to one call.
 */
public final class Forgetting {
  private static final int BATCH_BUCKETS = 100;
  private static final long BATCH_SECONDS = 3_600;
  private static final long INTERVAL_SECONDS = 10;

  private final Upkeep upkeep;
  private final Connection connection;
  private final Forgotten what;
  private final LongConsumer progress;

  /** Of the rows that were removed. */
  private final Set<Long> endpoints = new HashSet<>();

  private long rows;
  private long sums;
  private long others;

  private Forgetting(Upkeep upkeep, Forgotten what, LongConsumer progress) {
    this.upkeep = upkeep;
    this.connection = upkeep.connection();
    this.what = what;
    this.progress = progress;
  }

  /**
   * Forgets a device.
   *
   * @param device its key, what it is called, or an address that it alone has had; what is joined
   *     to it goes too
   * @param dryRun only say how much that is; read permission suffices
   * @param progress told the number of rows removed so far
   */
  public static ForgetReport device(Path file, String device, boolean dryRun, LongConsumer progress)
      throws IOException {
    return forget(file, upkeep -> Forgotten.device(upkeep.connection(), device), dryRun, progress);
  }

  /** Forgets the traffic with a service and the names of its hosts; see {@link #device}. */
  public static ForgetReport service(
      Path file, String service, boolean dryRun, LongConsumer progress) throws IOException {
    return forget(
        file, upkeep -> Forgotten.service(upkeep.connection(), service), dryRun, progress);
  }

  private static ForgetReport forget(
      Path file, Upkeep.Job<Forgotten> choice, boolean dryRun, LongConsumer progress)
      throws IOException {
    return Upkeep.with(
        file,
        "forget",
        dryRun,
        upkeep -> {
          Forgetting forgetting = new Forgetting(upkeep, choice.run(upkeep), progress);
          return dryRun ? forgetting.report() : forgetting.run();
        });
  }

  private ForgetReport report() throws SQLException {
    rows = count(Level.TEN_SECONDS);
    for (Level level : Level.rollups()) {
      sums += count(level);
    }
    for (Rows other : what.others()) {
      others +=
          Sql.number(
              connection,
              "SELECT count(*) FROM %s WHERE %s".formatted(other.table(), other.condition()));
    }
    return new ForgetReport(rows, sums, others, upkeep.fileBytes(), upkeep.fileBytes());
  }

  private long count(Level level) throws SQLException {
    long[] count = {0};
    History.traffic(
        connection,
        List.of(new Cover.Piece(level, 0, Long.MAX_VALUE)),
        (time, device, endpoint, values) ->
            count[0] += what.traffic().test(new RowSums.Key(device, endpoint)) ? 1 : 0);
    return count[0];
  }

  private ForgetReport run() throws SQLException {
    long fileBytes = upkeep.fileBytes();
    Sql.execute(connection, "PRAGMA secure_delete = ON");
    long heard = Sql.number(connection, "SELECT max(time) FROM capture_stats");
    upkeep.inBatches(TrafficLog.BATCH_SLABS, () -> TrafficLog.removeExpired(connection));
    for (long from = TrafficLog.firstFrom(connection, 0);
        from < heard;
        from = TrafficLog.firstFrom(connection, from + BATCH_SECONDS)) {
      long start = from;
      upkeep.inBatches(() -> removeRows(start, start + BATCH_SECONDS));
    }
    for (Level level : Level.rollups()) {
      BucketTable table = new BucketTable(connection, level);
      long[] next = {0};
      upkeep.inBatches(BATCH_BUCKETS, () -> removeSums(level, table, next, BATCH_BUCKETS));
    }
    Sql.transaction(connection, () -> removeTheRest(heard));
    upkeep.giveSpaceBack();
    upkeep.checkpoint();
    return new ForgetReport(rows, sums, others, fileBytes, upkeep.fileBytes());
  }

  /** With all that the daemon has written meanwhile. */
  private int removeTheRest(long heard) throws SQLException {
    removeRows(TrafficLog.floor(heard - BATCH_SECONDS), Long.MAX_VALUE);
    for (Level level : Level.rollups()) {
      BucketTable table = new BucketTable(connection, level);
      long[] next = {table.lastAt(heard).map(Bucket::time).orElse(heard)};
      removeSums(level, table, next, Integer.MAX_VALUE);
    }
    for (Rows other : what.others()) {
      others +=
          Sql.update(
              connection, "DELETE FROM %s WHERE %s".formatted(other.table(), other.condition()));
    }
    removeUnused();
    for (Forgotten.Copy copy : what.copies()) {
      ExportRequests.forget(connection, copy.tag(), copy.value(), heard + INTERVAL_SECONDS);
    }
    return 0;
  }

  /** Of the tens of minutes that begin from {@code from} on, up to {@code to}. */
  private int removeRows(long from, long to) throws SQLException {
    try (TrafficLog log = new TrafficLog(connection)) {
      for (long start = TrafficLog.firstFrom(connection, from);
          start < to;
          start = TrafficLog.firstFrom(connection, TrafficLog.next(start))) {
        NavigableMap<Long, RowSums> intervals = log.read(start);
        for (Map.Entry<Long, RowSums> interval : intervals.entrySet()) {
          int before = interval.getValue().size();
          if (interval.getValue().removeIf(this::isGone)) {
            rows += before - interval.getValue().size();
            Sql.update(connection, ChangeLog.CORRECTED, interval.getKey());
          }
        }
        intervals.values().removeIf(interval -> interval.size() == 0);
        // Also where nothing is gone: behind what slabs hold is left what they held before.
        log.replace(start, intervals);
      }
    }
    progress.accept(rows + sums);
    return 0;
  }

  /** Of buckets from {@code next} on, which moves behind the last one that was looked at. */
  private int removeSums(Level level, BucketTable table, long[] next, int most)
      throws SQLException {
    int looked = 0;
    for (long time = table.nextFrom(next[0]);
        time != Long.MAX_VALUE && looked < most;
        time = table.nextFrom(next[0])) {
      Bucket bucket = table.lastAt(time).orElseThrow();
      int before = bucket.traffic().size();
      if (bucket.traffic().removeIf(this::isGone)) {
        table.save(bucket);
        sums += before - bucket.traffic().size();
        if (ChangeLog.ROLLUPS.contains(level)) {
          Sql.update(connection, ChangeLog.BUCKET, time, level.seconds(), true);
        }
      }
      next[0] = time + 1;
      looked++;
    }
    progress.accept(rows + sums);
    return looked;
  }

  private boolean isGone(RowSums.Key row) {
    boolean isGone = what.traffic().test(row);
    if (isGone) {
      endpoints.add(row.second());
    }
    return isGone;
  }

  /** Hosts that nobody else has been to, and names that nobody else has asked for. */
  private void removeUnused() throws SQLException {
    for (Level level : Level.values()) {
      History.traffic(
          connection,
          List.of(new Cover.Piece(level, 0, Long.MAX_VALUE)),
          (time, device, endpoint, values) -> endpoints.remove(endpoint));
    }
    for (long endpoint : endpoints) {
      others +=
          Sql.update(
              connection,
              """
              DELETE FROM endpoint WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM renaming WHERE named = ?1 OR endpoint = ?1)""",
              endpoint);
    }
    others +=
        Sql.update(connection, "DELETE FROM dns_name WHERE id NOT IN (SELECT name FROM dns_query)");
    Sql.update(connection, Reclassification.FORGET_SERVICES);
    Leftovers.forgetSeries(connection);
  }
}
