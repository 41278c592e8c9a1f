package org.ikisaki.export;

import java.time.Instant;
import java.util.List;

/** A database that takes lines. Used by one thread, but closed by any. */
interface Exporter extends AutoCloseable {
  /** The most lines of one {@link #write}. */
  int MAX_LINES = 5_000;

  /** Writes lines of whole-second precision; the same series and time replace each other. */
  Reply write(List<String> lines);

  /** Deletes what this sensor has there from {@code first} to {@code last}, both included. */
  Reply delete(Instant first, Instant last);

  /** Ends a request that is under way, too. */
  @Override
  void close();
}
