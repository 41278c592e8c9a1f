package org.ikisaki.naming;

/** How often something dear may be done in a second of packet time. Confined to one thread. */
final class RateLimit {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private long second;
  private int used;
  private long refused;

  RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether it may be done once more; what may not is counted. */
  boolean allows(long timestamp) {
    long now = Math.floorDiv(timestamp, SECOND);
    if (now != second) {
      second = now;
      used = 0;
    }
    if (used == perSecond) {
      refused++;
      return false;
    }
    used++;
    return true;
  }

  long refused() {
    return refused;
  }
}
