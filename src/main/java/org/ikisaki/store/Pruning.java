package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.ikisaki.store.Store.PruneReport;

/**
 * Removes what is too old, on a connection of its own and without the daemon's lock, so that it may
 * run beside one. Every batch is a short transaction, and after each the pruner stands back as long
 * as the batch took: a waiting commit gets its turn. Confined to one call.
 */
public final class Pruning {
  private static final int BATCH_ROWS = 1_000;
  private static final int BATCH_PAGES = 256;

  /** Up to one page in this many may stay free: tomorrow's rows take them. */
  private static final int FREE_SHARE = 20;

  private static final String OLD = " time < ? AND time NOT IN (SELECT time FROM temp.kept) ";

  private final Connection connection;
  private final long before;
  private final long evidenceBefore;
  private final LongConsumer progress;
  private long rowsRemoved;

  private Pruning(Connection connection, long before, long evidenceBefore, LongConsumer progress) {
    this.connection = connection;
    this.before = before;
    this.evidenceBefore = evidenceBefore;
    this.progress = progress;
  }

  /**
   * Removes what was recorded before {@code before}, name evidence too. Times that an exporter with
   * a saved cursor has not read yet are kept, unless they are older than that by more than {@code
   * keepUnexported}.
   *
   * @param dryRun only say what would be removed; read permission suffices
   * @param progress told the number of traffic rows removed so far
   */
  public static PruneReport prune(
      Path file, Instant before, boolean dryRun, Duration keepUnexported, LongConsumer progress)
      throws IOException {
    return prune(file, before, before, dryRun, keepUnexported, progress);
  }

  /**
   * The same, but for name evidence, which goes by when it was last seen: before {@code
   * evidenceBefore}, or more than thirty days before the newest interval.
   */
  static PruneReport prune(
      Path file,
      Instant before,
      Instant evidenceBefore,
      boolean dryRun,
      Duration keepUnexported,
      LongConsumer progress)
      throws IOException {
    Database database = Database.at(file);
    if (!Files.exists(database.file())) {
      throw new IOException("store " + database.file() + ": there is none, so nothing to prune");
    }
    try (Connection connection = dryRun ? database.connectReadOnly() : database.connect()) {
      Schema.check(connection, database.file());
      long expired =
          Sql.number(connection, "SELECT max(time) FROM capture_stats")
              - EvidenceRows.KEPT.toSeconds();
      Pruning pruning =
          new Pruning(
              connection,
              Times.ceiling(before),
              Math.max(Times.ceiling(evidenceBefore), expired),
              progress);
      return pruning.run(before, dryRun, keepUnexported);
    } catch (SQLException e) {
      throw database.failure("prune", e);
    }
  }

  private PruneReport run(Instant instant, boolean dryRun, Duration keepUnexported)
      throws SQLException {
    findKept(keepUnexported);
    long fileBytes = fileBytes();
    long kept =
        Sql.number(
            connection,
            "SELECT count(*) FROM traffic WHERE time < ? AND time IN (SELECT time FROM temp.kept)",
            before);
    if (dryRun) {
      long rows = Sql.number(connection, "SELECT count(*) FROM traffic WHERE" + OLD, before);
      return new PruneReport(rows, instant, kept, fileBytes, fileBytes);
    }
    // First, so that no exporter is sent to look for what is gone.
    removeChanges();
    removeByTime("traffic", "time, device, endpoint", true);
    removeByTime("latency", "time, device, endpoint", false);
    removeByTime("capture_stats", "time, source", false);
    removeByTime("dns_query", "time, device, name, rcode", false);
    removeByTime("connections", "time, device", false);
    removeDimensions();
    giveSpaceBack();
    return new PruneReport(rowsRemoved, instant, kept, fileBytes, fileBytes());
  }

  private void findKept(Duration keepUnexported) throws SQLException {
    Sql.execute(connection, "CREATE TEMP TABLE kept (time INTEGER PRIMARY KEY)");
    Sql.update(
        connection,
        """
        INSERT OR IGNORE INTO temp.kept SELECT time FROM change_log
        WHERE sequence > (SELECT min(sequence) FROM export_cursor) AND time < ? AND time >= ?""",
        before,
        before - keepUnexported.toSeconds());
  }

  private void removeChanges() throws SQLException {
    long[] reached = {Long.MIN_VALUE};
    inBatches(
        () -> {
          long from = reached[0];
          // Bounds the batch by what is read, as what is removed may lie far apart.
          long last =
              Sql.number(
                  connection,
                  "SELECT max(sequence) FROM (SELECT sequence FROM change_log WHERE sequence > ?"
                      + " ORDER BY sequence LIMIT ?)",
                  from,
                  BATCH_ROWS);
          Sql.update(
              connection,
              "DELETE FROM change_log WHERE sequence > ? AND sequence <= ? AND" + OLD,
              from,
              last,
              before);
          reached[0] = last;
          return last == 0 ? 0 : BATCH_ROWS;
        });
  }

  private void removeByTime(String table, String key, boolean counted) throws SQLException {
    long[] reached = {Long.MIN_VALUE};
    inBatches(
        () -> {
          // Kept times before it need not be looked at again.
          reached[0] =
              Sql.number(
                  connection,
                  "SELECT coalesce(min(time), ?) FROM " + table + " WHERE time >= ? AND" + OLD,
                  before,
                  reached[0],
                  before);
          int removed =
              Sql.update(
                  connection,
                  "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s WHERE time >= ? AND %3$s ORDER BY %2$s LIMIT ?)"
                      .formatted(table, key, OLD),
                  reached[0],
                  before,
                  BATCH_ROWS);
          if (counted && removed > 0) {
            rowsRemoved += removed;
            progress.accept(rowsRemoved);
          }
          return removed;
        });
  }

  private void removeDimensions() throws SQLException {
    removeUnused("endpoint", "traffic");
    removeUnused("dns_name", "dns_query");
    inBatches(
        () ->
            Sql.update(
                connection,
                """
                DELETE FROM unnamed WHERE (endpoint, device) IN
                  (SELECT endpoint, device FROM unnamed
                   WHERE endpoint NOT IN (SELECT id FROM endpoint) LIMIT ?)""",
                BATCH_ROWS));
    inBatches(
        () ->
            Sql.update(
                connection,
                """
                DELETE FROM name_evidence WHERE (host, device, address, source) IN
                  (SELECT host, device, address, source FROM name_evidence
                   WHERE last_seen < ? LIMIT ?)""",
                evidenceBefore,
                BATCH_ROWS));
    Sql.transaction(connection, this::removeDevices);
    for (String sightings : List.of("encrypted_dns", "shared_resolver")) {
      Sql.transaction(
          connection,
          () ->
              Sql.update(
                  connection, "DELETE FROM " + sightings + " WHERE last_seen < ?", evidenceBefore));
    }
    Sql.transaction(
        connection,
        () ->
            Sql.update(
                connection,
                "DELETE FROM service WHERE id NOT IN (SELECT service_id FROM endpoint)"));
  }

  /**
   * Removes devices that nothing is left of: neither facts nor evidence, nor anything that the user
   * said.
   */
  private int removeDevices() throws SQLException {
    Sql.execute(connection, "CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)");
    int gone =
        Sql.update(
            connection,
            """
            INSERT INTO temp.gone SELECT id FROM device d
            WHERE last_seen < ?1 AND last_seen < (SELECT coalesce(min(time), ?1) FROM traffic)
              AND last_seen < (SELECT coalesce(min(time), ?1) FROM dns_query)
              AND key NOT LIKE '(%' AND key NOT IN (SELECT key FROM device_given)
              AND NOT EXISTS (SELECT 1 FROM device j WHERE j.joined = d.id)
              AND id NOT IN (SELECT device FROM name_evidence)
              AND id NOT IN (SELECT device FROM renaming)
            LIMIT ?2""",
            before,
            BATCH_ROWS);
    for (String table : List.of("device_clue", "device_address", "event", "unnamed")) {
      Sql.update(
          connection, "DELETE FROM " + table + " WHERE device IN (SELECT id FROM temp.gone)");
    }
    Sql.update(connection, "DELETE FROM device WHERE id IN (SELECT id FROM temp.gone)");
    return gone;
  }

  /** Removes rows of a dimension that were last seen before the oldest fact. */
  private void removeUnused(String dimension, String facts) throws SQLException {
    inBatches(
        () ->
            Sql.update(
                connection,
                """
                DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s
                  WHERE last_seen <= (SELECT coalesce(min(time), ?) FROM %2$s) LIMIT ?)"""
                    .formatted(dimension, facts),
                before,
                BATCH_ROWS));
  }

  private void giveSpaceBack() throws SQLException {
    long free = Sql.number(connection, "PRAGMA freelist_count");
    if (free > Sql.number(connection, "PRAGMA page_count") / FREE_SHARE) {
      for (long left = free; left > 0; left -= BATCH_PAGES) {
        paced(
            () -> {
              Sql.execute(connection, "PRAGMA incremental_vacuum(" + BATCH_PAGES + ")");
              return 0;
            });
      }
    }
    // Shortens the file itself; a reader in the middle of a query puts that off.
    Sql.list(connection, "PRAGMA wal_checkpoint(PASSIVE)", row -> row.getInt(1));
  }

  private void inBatches(Sql.Work<Integer> batch) throws SQLException {
    int done;
    do {
      done = paced(() -> Sql.transaction(connection, batch));
    } while (done >= BATCH_ROWS);
  }

  private static int paced(Sql.Work<Integer> work) throws SQLException {
    long start = System.nanoTime();
    int done = work.run();
    LockSupport.parkNanos(System.nanoTime() - start);
    return done;
  }

  /** As its pages say: the file itself follows at the next checkpoint. */
  private long fileBytes() throws SQLException {
    return Sql.number(connection, "PRAGMA page_count") * Sql.number(connection, "PRAGMA page_size");
  }
}
