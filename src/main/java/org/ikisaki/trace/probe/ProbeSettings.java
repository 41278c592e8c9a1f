package org.ikisaki.trace.probe;

import java.time.Duration;

/**
 * How to trace.
 *
 * @param rate probes a second to all targets together, more than 0
 * @param maxHops after which a trace ends, 1 to 255
 * @param queries probes a hop, from 1
 * @param patience how long an answer is waited for
 * @param paths how many next hops to look for at each distance; 1 follows a single flow
 */
public record ProbeSettings(double rate, int maxHops, int queries, Duration patience, int paths) {
  /** What is polite to routers that one doesn't own. */
  public static final double POLITE_RATE = 100;

  /** Probes that may be in flight: each has 16 bits to be told by, and half are kept free. */
  public static final int MAX_IN_FLIGHT = 32_768;

  public static final int MAX_HOPS = 255;
  public static final int MAX_QUERIES = 10;
  public static final int MAX_PATHS = 16;

  public static final ProbeSettings DEFAULTS =
      new ProbeSettings(POLITE_RATE, 30, 3, Duration.ofSeconds(2), 1);

  /** How many targets keep that rate busy, should nobody answer; a few more, as turns take time. */
  int sideBySide() {
    return (int) Math.min(MAX_IN_FLIGHT, Math.ceil(1 + rate * patience.toNanos() / 1e9 * 1.25));
  }
}
