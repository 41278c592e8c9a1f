package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.ikisaki.service.RuleSet;

/**
 * The writing end of the SQLite journal. One process at a time holds it. Rows wait in memory until
 * {@link #commit}, which writes them in one short transaction, so that readers and {@code prune}
 * are never kept out for long. Thread-safe.
 */
public final class Store implements AutoCloseable {
  /**
   * Opens or makes the store and takes its lock.
   *
   * @throws IOException with a message for the user: locked by another process, not writable, from
   *     a newer version, no database at all
   */
  public static Store open(Path file, RuleSet rules) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Adds an interval to what the next commit writes. */
  public void add(IntervalRows rows) {
    throw new UnsupportedOperationException();
  }

  /** Writes what was added; on failure it is kept for the next try. */
  public void commit() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Reads every endpoint's service anew; the touched times go into the change log. */
  public int reclassify(RuleSet rules) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Remembers how far an exporter has come. */
  public void saveCursor(String exporter, long sequence) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Removes rows from before {@code before} in small batches, or says what it would remove. */
  public PruneReport prune(Instant before, boolean dryRun) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * What prune removed, or would.
   *
   * @param rows traffic rows
   * @param fileBytes size of the database file afterwards (or now, on a dry run)
   */
  public record PruneReport(
      long rows, Instant before, long keptForExport, long fileBytesBefore, long fileBytes) {}
}
