package org.ikisaki.trace.probe;

import java.util.function.LongSupplier;

/** A steady rate for all targets together, without bursts to speak of. Confined to one thread. */
final class TokenBucket {
  /** What a wait that takes longer than asked for may catch up: the rate of 20 ms. */
  private static final double BURST_SECONDS = 0.02;

  private static final double NANOS_PER_SECOND = 1e9;

  private final double perNano;
  private final double capacity;
  private final LongSupplier nanos;
  private double tokens = 1;
  private long last;

  /**
   * A full one.
   *
   * @param perSecond more than 0
   * @param nanos as {@link System#nanoTime}
   */
  TokenBucket(double perSecond, LongSupplier nanos) {
    perNano = perSecond / NANOS_PER_SECOND;
    capacity = Math.max(1, perSecond * BURST_SECONDS);
    this.nanos = nanos;
    last = nanos.getAsLong();
  }

  /** Takes a token if there is one. */
  boolean take() {
    refill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** In how long there will be one; 0 if there is. */
  long nanosToNext() {
    refill();
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  private void refill() {
    long now = nanos.getAsLong();
    tokens = Math.min(capacity, tokens + (now - last) * perNano);
    last = now;
  }
}
