package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * Work on a store beside its writer. Every batch is a short transaction, and after each it stands
 * back as long as the batch took: a waiting commit gets its turn. Confined to one call.
 */
final class Upkeep {
  /** Some ten milliseconds' work. Every batch writes the map of pages anew that it frees. */
  static final int BATCH_ROWS = 4_000;

  private static final int BATCH_PAGES = 1_024;

  /** Up to one page in this many may stay free: tomorrow's rows take them. */
  private static final int FREE_SHARE = 20;

  private final Connection connection;

  private Upkeep(Connection connection) {
    this.connection = connection;
  }

  /** What is to be done. */
  interface Job<T> {
    T run(Upkeep upkeep) throws SQLException, IOException;
  }

  /**
   * Does {@code job} with a store.
   *
   * @param readOnly whether read permission is to suffice
   */
  static <T> T with(Path file, String doing, boolean readOnly, Job<T> job) throws IOException {
    Database database = Database.at(file);
    if (!Files.exists(database.file())) {
      throw new IOException(
          "store %s: there is none, so nothing to %s".formatted(database.file(), doing));
    }
    try (Connection connection = readOnly ? database.connectReadOnly() : database.connect()) {
      Schema.check(connection, database.file());
      return job.run(new Upkeep(connection));
    } catch (SQLException e) {
      throw database.failure(doing, e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** Repeats it until it does less than {@link #BATCH_ROWS} at once. */
  void inBatches(Sql.Work<Integer> batch) throws SQLException {
    inBatches(BATCH_ROWS, batch);
  }

  void inBatches(int full, Sql.Work<Integer> batch) throws SQLException {
    int done;
    do {
      done = paced(() -> Sql.transaction(connection, batch));
    } while (done >= full);
  }

  void giveSpaceBack() throws SQLException {
    long free = Sql.number(connection, "PRAGMA freelist_count");
    if (free > Sql.number(connection, "PRAGMA page_count") / FREE_SHARE) {
      for (long left = free; left > 0; left -= BATCH_PAGES) {
        paced(
            () -> {
              Sql.execute(connection, "PRAGMA incremental_vacuum(" + BATCH_PAGES + ")");
              return 0;
            });
      }
      checkpoint();
    }
  }

  /** Brings the file itself up to date; a reader in the middle of a query puts that off. */
  void checkpoint() throws SQLException {
    Sql.list(connection, "PRAGMA wal_checkpoint(PASSIVE)", row -> row.getInt(1));
  }

  /** As its pages say: the file itself follows at the next checkpoint. */
  long fileBytes() throws SQLException {
    return Sql.number(connection, "PRAGMA page_count") * Sql.number(connection, "PRAGMA page_size");
  }

  private static int paced(Sql.Work<Integer> work) throws SQLException {
    long start = System.nanoTime();
    int done = work.run();
    LockSupport.parkNanos(System.nanoTime() - start);
    return done;
  }
}
