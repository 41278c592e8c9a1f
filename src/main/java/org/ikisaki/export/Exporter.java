package org.ikisaki.export;

import java.time.Instant;
import java.util.List;
import org.ikisaki.store.Level;

/** A database that takes lines. Used by one thread, but closed by any. */
interface Exporter extends AutoCloseable {
  /** The most lines of one {@link #write}. */
  int MAX_LINES = 5_000;

  /** Writes lines of one level and whole-second precision. */
  Reply write(Level level, List<String> lines);

  /**
   * Deletes what this sensor has there of a level from {@code first} to {@code last}, both
   * included.
   */
  Reply delete(Level level, Instant first, Instant last);

  /**
   * Deletes all that this sensor has there of series with a value of a tag, up to, not including,
   * {@code until} or, where only series can be deleted, altogether.
   */
  Reply forget(String tag, String value, Instant until);

  /** Deletes all that this sensor has there. */
  Reply empty();

  /** Ends a request that is under way, too. */
  @Override
  void close();
}
