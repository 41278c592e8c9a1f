package org.ikisaki.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass. */
final class Waiting {
  private static final Duration STEP = Duration.ofMillis(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LONG_STEP = Duration.ofMillis(50);
  private static final Duration LONG_PATIENCE = Duration.ofHours(2);

  private Waiting() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Waits until it holds, and returns how long that took. */
  static Duration until(String what, Condition condition) throws Exception {
    return until(what, condition, STEP, PATIENCE);
  }

  /** The same of what a server or a week of rows takes its time for. */
  static Duration untilAtLast(String what, Condition condition) throws Exception {
    return until(what, condition, LONG_STEP, LONG_PATIENCE);
  }

  private static Duration until(String what, Condition condition, Duration step, Duration patience)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IOException("in vain for %d s: %s".formatted(patience.toSeconds(), what));
      }
      LockSupport.parkNanos(step.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
