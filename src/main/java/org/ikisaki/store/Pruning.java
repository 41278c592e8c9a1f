package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.ikisaki.store.PruneReport.Removed;

/**
 * Removes what is too old, on a connection of its own and without the daemon's lock, so that it may
 * run beside one. Confined to one call.
 *
 * <p>Ten-second rows that an exporter with a saved cursor has not read yet are kept, and all that
 * is younger than they are, unless they are too old by more than a limit.
 */
public final class Pruning {
  private static final int BATCH_BUCKETS = 1_000;

  private final Upkeep upkeep;
  private final Connection connection;
  private final LongConsumer progress;

  /** What lies before it goes. */
  private final Map<Level, Long> cuts = new EnumMap<>(Level.class);

  /** Traces are kept as long as hourly rows, but not for what those are summed to. */
  private long tracesCut;

  private long keptForExport;
  private long rowsRemoved;

  private Pruning(Upkeep upkeep, LongConsumer progress) {
    this.upkeep = upkeep;
    this.connection = upkeep.connection();
    this.progress = progress;
  }

  /**
   * Removes what each level has kept for long enough.
   *
   * @param keepUnexported how much longer ten-second rows wait for an exporter
   * @param dryRun only say what would be removed; read permission suffices
   * @param progress told the number of rows removed so far
   */
  public static PruneReport byAge(
      Path file,
      Retention keep,
      Instant now,
      Duration keepUnexported,
      boolean dryRun,
      LongConsumer progress)
      throws IOException {
    return Upkeep.with(
        file,
        "prune",
        dryRun,
        upkeep -> {
          Pruning pruning = new Pruning(upkeep, progress);
          pruning.cutByAge(keep, now, keepUnexported);
          return dryRun
              ? pruning.report()
              : pruning.run(pruning::beginLevels, pruning.evidenceExpiry());
        });
  }

  /** Removes what is older than {@code before} on every level, name evidence too. */
  public static PruneReport olderThan(
      Path file, Instant before, Duration keepUnexported, boolean dryRun, LongConsumer progress)
      throws IOException {
    return Upkeep.with(
        file,
        "prune",
        dryRun,
        upkeep -> {
          Pruning pruning = new Pruning(upkeep, progress);
          pruning.cutAt(before, keepUnexported);
          return dryRun
              ? pruning.report()
              : pruning.run(
                  pruning::splitBuckets, Math.max(Times.ceiling(before), pruning.evidenceExpiry()));
        });
  }

  /** Only what a coarser level has: at the ends of its buckets, and as far as they are summed. */
  private void cutByAge(Retention keep, Instant now, Duration keepUnexported) throws SQLException {
    Levels levels = Levels.read(connection);
    tracesCut = Times.ceiling(now.minus(keep.of(Level.HOUR)));
    for (Level level : Level.values()) {
      long cut = Times.ceiling(now.minus(keep.of(level)));
      if (level == Level.TEN_SECONDS) {
        cut = unlessUnexported(cut, keepUnexported);
      }
      cuts.put(
          level,
          level == Level.DAY
              ? cut
              : endOfBucket(level.coarser(), Math.min(cut, levels.until(level.coarser()))));
    }
  }

  private void cutAt(Instant before, Duration keepUnexported) throws SQLException {
    long cut = unlessUnexported(Times.ceiling(before), keepUnexported);
    tracesCut = Times.ceiling(before);
    for (Level level : Level.values()) {
      cuts.put(level, cut);
    }
  }

  private long unlessUnexported(long cut, Duration keepUnexported) throws SQLException {
    long kept =
        Sql.number(
            connection,
            """
            SELECT coalesce(min(time), ?1) FROM change_log
            WHERE sequence > (%s) AND level = 10 AND time < ?1 AND time >= ?2"""
                .formatted(ExportCursors.LOWEST),
            cut,
            cut - keepUnexported.toSeconds());
    keptForExport = TrafficLog.count(connection, kept, cut);
    return kept;
  }

  /** When the last bucket ends that does not end after {@code time}. */
  private long endOfBucket(Level level, long time) throws SQLException {
    return level == Level.DAY
        ? Sql.number(connection, "SELECT max(until) FROM rollup_1d WHERE until <= ?", time)
        : level.floor(time);
  }

  private long evidenceExpiry() throws SQLException {
    return Sql.number(connection, "SELECT max(time) FROM capture_stats")
        - EvidenceRows.KEPT.toSeconds();
  }

  private PruneReport report() throws SQLException {
    List<Removed> levels = new ArrayList<>();
    for (Level level : Level.values()) {
      levels.add(
          removed(
              level,
              level == Level.TEN_SECONDS
                  ? TrafficLog.count(connection, 0, cut(level))
                  : Sql.number(
                      connection,
                      "SELECT sum(entries) FROM " + level.table() + " WHERE until <= ?",
                      cut(level))));
    }
    long traces = Sql.number(connection, "SELECT count(*) FROM trace WHERE time < ?", tracesCut);
    return new PruneReport(levels, traces, keptForExport, upkeep.fileBytes(), upkeep.fileBytes());
  }

  /** Readers first learn where to look, so that none finds a part of what there was. */
  private PruneReport run(Sql.Work<Integer> preparation, long evidenceBefore) throws SQLException {
    long fileBytes = upkeep.fileBytes();
    long traffic = TrafficLog.count(connection, 0, cut(Level.TEN_SECONDS));
    Sql.transaction(connection, preparation);
    // No exporter is to be sent to look for what is gone.
    removeChanges();
    List<Removed> levels = new ArrayList<>();
    levels.add(removed(Level.TEN_SECONDS, traffic));
    progress.accept(rowsRemoved += traffic);
    upkeep.inBatches(TrafficLog.BATCH_SLABS, () -> TrafficLog.removeSpare(connection));
    removeRows("latency", "time, device, endpoint");
    removeRows("capture_stats", "time, source");
    removeRows("dns_query", "time, device, name, rcode");
    removeRows("connections", "time, device");
    for (Level level : Level.rollups()) {
      levels.add(removed(level, removeBuckets(level)));
    }
    long traces = new TraceRows(connection).removeBefore(tracesCut, upkeep);
    new Leftovers(upkeep, cut(Level.TEN_SECONDS), evidenceBefore).remove();
    upkeep.giveSpaceBack();
    return new PruneReport(levels, traces, keptForExport, fileBytes, upkeep.fileBytes());
  }

  private int beginLevels() throws SQLException {
    for (Level level : Level.values()) {
      if (level != Level.DAY) {
        Levels.beginAt(connection, level, cut(level));
      }
    }
    return cuts.size();
  }

  /** A bucket that the cut goes through keeps what finer rows have of the time after it. */
  private int splitBuckets() throws SQLException {
    Levels levels = Levels.read(connection);
    for (Level level : List.of(Level.DAY, Level.HOUR, Level.MINUTE)) {
      long cut = cut(level);
      BucketTable table = new BucketTable(connection, level);
      Optional<Bucket> last = table.lastAt(cut - 1);
      if (last.isPresent() && last.get().until() > cut) {
        Bucket split = Bucket.empty(last.get().time(), last.get().until(), last.get().zone());
        Rollups.fill(connection, levels, level, split, cut);
        table.save(split);
      }
    }
    try (TrafficLog traffic = new TrafficLog(connection)) {
      traffic.removeBefore(cut(Level.TEN_SECONDS));
    }
    return cuts.size();
  }

  private void removeChanges() throws SQLException {
    long[] reached = {Long.MIN_VALUE};
    upkeep.inBatches(
        () -> {
          long from = reached[0];
          // Bounds the batch by what is read, as what is removed may lie far apart.
          long last =
              Sql.number(
                  connection,
                  "SELECT max(sequence) FROM (SELECT sequence FROM change_log WHERE sequence > ?"
                      + " ORDER BY sequence LIMIT ?)",
                  from,
                  Upkeep.BATCH_ROWS);
          Sql.update(
              connection,
              """
              DELETE FROM change_log WHERE sequence > ? AND sequence <= ?
                AND time < CASE level WHEN 10 THEN ? WHEN 60 THEN ? ELSE ? END""",
              from,
              last,
              cut(Level.TEN_SECONDS),
              cut(Level.MINUTE),
              cut(Level.HOUR));
          reached[0] = last;
          return last == 0 ? 0 : Upkeep.BATCH_ROWS;
        });
  }

  private void removeRows(String table, String key) throws SQLException {
    upkeep.inBatches(
        () ->
            Sql.update(
                connection,
                "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s WHERE time < ? ORDER BY %2$s LIMIT ?)"
                    .formatted(table, key),
                cut(Level.TEN_SECONDS),
                Upkeep.BATCH_ROWS));
  }

  private long removeBuckets(Level level) throws SQLException {
    long[] sum = {0};
    upkeep.inBatches(
        BATCH_BUCKETS,
        () -> {
          List<Long> removed =
              Sql.list(
                  connection,
                  "DELETE FROM %1$s WHERE time IN (SELECT time FROM %1$s WHERE until <= ? ORDER BY time LIMIT ?) RETURNING entries"
                      .formatted(level.table()),
                  row -> row.getLong(1),
                  cut(level),
                  BATCH_BUCKETS);
          long rows = removed.stream().mapToLong(entries -> entries).sum();
          sum[0] += rows;
          if (rows > 0) {
            progress.accept(rowsRemoved += rows);
          }
          return removed.size();
        });
    return sum[0];
  }

  private long cut(Level level) {
    return Objects.requireNonNull(cuts.get(level));
  }

  private Removed removed(Level level, long rows) {
    return new Removed(level, Instant.ofEpochSecond(cut(level)), rows);
  }
}
