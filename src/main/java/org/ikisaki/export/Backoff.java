package org.ikisaki.export;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses from one second to one minute, each about twice the one before. Confined to one thread.
 */
final class Backoff {
  static final Duration LONGEST = Duration.ofSeconds(60);

  private final RandomGenerator random;
  private Duration next = Duration.ofSeconds(1);

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Between half of the pause and all of it, so that clients of one server spread out. */
  Duration next() {
    long millis = next.toMillis();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }

  void reset() {
    next = Duration.ofSeconds(1);
  }
}
