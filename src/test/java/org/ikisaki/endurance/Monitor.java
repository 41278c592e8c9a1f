package org.ikisaki.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.StoreReader;

/**
 * The product at work, as {@code bin/ikisaki} starts it.
 *
 * @param out what it prints; the first line is when it was started
 * @param store its own, which nobody else has written to
 */
record Monitor(RunningProcess process, Path out, Path err, Path store) {
  private static final Instant FOREVER = Instant.parse("2200-01-01T00:00:00Z");

  /** Waits until it listens. */
  void awaitListening() throws Exception {
    Waiting.until(
        "that it listens, see " + err,
        () -> {
          if (!process.process().isAlive()) {
            throw new IOException("it ended: " + Files.readString(err));
          }
          return Files.readString(err).contains("listening on");
        });
  }

  /** Microseconds since 1970 at which its launcher was started. */
  long startMicros() throws IOException {
    return Long.parseLong(Files.readAllLines(out).get(0).replace(".", ""));
  }

  /** Ends it in order, and gives all that it counted. */
  CaptureStats stop() throws Exception {
    process.terminate();
    return counted(Instant.EPOCH, FOREVER);
  }

  /** What it has stored of what it counted then, in whole intervals. */
  CaptureStats counted(Instant from, Instant to) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.captureTotal(from, to);
    }
  }
}
