package org.ikisaki.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.testing.BatchSender;

/**
 * How long after {@code bin/ikisaki run} was executed the first packet counts. One is sent every
 * millisecond, before, meanwhile and after: of all those the last are counted.
 */
final class StartTrial implements Trial {
  private static final int STARTS = 11;
  private static final int MOST_MILLIS = 400;
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration AFTER = Duration.ofMillis(500);

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    List<byte[]> frame = Load.frames().subList(0, 1);
    // The first start makes the archive of classes.
    bed.listen().stop();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      try (BatchSender sender = BatchSender.on(Testbed.SENDER, frame)) {
        millis.add(start(bed, sender));
      }
    }
    millis.sort(null);
    verdicts.atMost("first packet counted, median", millis.get(STARTS / 2), MOST_MILLIS, "ms");
    verdicts.note(
        "of %d starts %.0f to %.0f ms".formatted(STARTS, millis.get(0), millis.get(STARTS - 1)));
  }

  private static double start(Testbed bed, BatchSender sender) throws Exception {
    List<Long> times = new ArrayList<>();
    Thread ticker =
        new Thread(
            () -> {
              try {
                while (!Thread.interrupted()) {
                  times.add(micros());
                  sender.send(1);
                  LockSupport.parkNanos(STEP);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "ticker");
    ticker.start();
    Monitor monitor = bed.listen();
    Waiting.pause(AFTER);
    ticker.interrupt();
    ticker.join();
    CaptureStats counted = monitor.stop();
    int missed = times.size() - (int) counted.frames();
    return (times.get(missed) - monitor.startMicros()) / 1e3;
  }

  private static long micros() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
  }
}
