package org.ikisaki.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass. */
final class Waiting {
  private static final long STEP = Duration.ofMillis(2).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("in vain for a minute: " + what);
      }
      LockSupport.parkNanos(STEP);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
