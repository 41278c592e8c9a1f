package org.ikisaki.export;

import java.time.Duration;
import java.time.Instant;

/** Keeps writes to so many points a second, a second's worth at once. Confined to one thread. */
final class Throttle {
  private static final Duration BURST = Duration.ofSeconds(1);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long pointsPerSecond;

  /** Until when what was sent would have taken at this rate. */
  private Instant paidUntil = Instant.EPOCH;

  Throttle(long pointsPerSecond) {
    this.pointsPerSecond = pointsPerSecond;
  }

  /** The most points that may go in one request. */
  int most() {
    return (int) Math.min(Exporter.MAX_LINES, pointsPerSecond);
  }

  /** Notes that points were sent. */
  void sent(int points, Instant now) {
    Instant begin = paidUntil.isAfter(now) && !isFar(now) ? paidUntil : now;
    paidUntil = begin.plusNanos(points * NANOS_PER_SECOND / pointsPerSecond);
  }

  /** How long to wait before the next request; zero if not at all. */
  Duration pause(Instant now) {
    Duration ahead = Duration.between(now, paidUntil).minus(BURST);
    return ahead.isNegative() || isFar(now) ? Duration.ZERO : ahead;
  }

  /** A clock that was set back does not make the pause longer. */
  private boolean isFar(Instant now) {
    Duration longest = BURST.plusSeconds(Exporter.MAX_LINES / pointsPerSecond + 1);
    return Duration.between(now, paidUntil).compareTo(longest) > 0;
  }
}
