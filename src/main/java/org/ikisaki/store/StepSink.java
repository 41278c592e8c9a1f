package org.ikisaki.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Takes the rows of a long table, in the order of their times and then of their keys. */
public interface StepSink {
  /**
   * One row.
   *
   * @param time when its step begins
   * @param keys one for each thing that is summed by; a service's category follows it, an AS
   *     number's organisation too
   */
  void row(Instant time, List<String> keys, Counters counters) throws IOException;
}
