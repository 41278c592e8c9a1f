package org.ikisaki.trace.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.function.Consumer;
import org.ikisaki.trace.Trace;

/** Traces that were made elsewhere, by whichever program. */
public final class TraceFiles {
  private TraceFiles() {}

  /**
   * Reads all traces of a file: text of {@code traceroute}, or JSON of mtr, scamper or RIPE Atlas.
   *
   * @param origin who traced, where the file doesn't say
   * @param time when it was traced, where the file doesn't say
   * @param problems gets what could not be read; the rest is
   */
  public static void read(
      Reader in, String origin, Instant time, Problems problems, Consumer<Trace> sink)
      throws IOException {
    BufferedReader buffered = new BufferedReader(in);
    buffered.mark(1);
    int first = buffered.read();
    while (first == '\uFEFF' || Character.isWhitespace(first) && first != ' ') {
      buffered.mark(1);
      first = buffered.read();
    }
    if (first < 0) {
      problems.add(1, "the file is empty", "");
      return;
    }
    buffered.reset();
    if (first == '{' || first == '[') {
      new TraceJsonReader(origin, time, problems, sink).read(buffered);
    } else {
      new TraceText(origin, time, problems, sink).read(buffered);
    }
  }
}
