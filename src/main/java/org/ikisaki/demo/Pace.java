package org.ikisaki.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How fast the household's time goes by on the wall's clock. Confined to the thread that polls the
 * source.
 */
public final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double speed;
  private final InstantSource clock;

  private Pace(double speed, InstantSource clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** As fast as frames are asked for. */
  public static Pace unlimited() {
    return new Pace(Double.POSITIVE_INFINITY, InstantSource.system());
  }

  /**
   * So many seconds of the household's time for each second of {@code clock}.
   *
   * @throws IllegalArgumentException unless {@code speed} is positive and finite
   */
  public static Pace of(double speed, InstantSource clock) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("a speed is above zero, not " + speed);
    }
    return new Pace(speed, clock);
  }

  boolean isUnlimited() {
    return Double.isInfinite(speed);
  }

  Instant now() {
    return clock.instant();
  }

  /** Nanoseconds of the household's time that have gone by since {@code began}. */
  long elapsedSince(Instant began) {
    return (long) (Duration.between(began, clock.instant()).toNanos() * speed);
  }

  /** How long {@code household} nanoseconds of its time take on the clock. */
  Duration onTheClock(long household) {
    return Duration.ofNanos((long) Math.min(household / speed, 1000 * NANOS_PER_SECOND));
  }
}
