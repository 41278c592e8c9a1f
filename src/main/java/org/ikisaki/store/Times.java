package org.ikisaki.store;

import java.time.Instant;

/** Times as the database holds them: seconds since 1970. */
final class Times {
  private static final long DAY = 86_400;

  private Times() {}

  /** The first full second that is not before {@code time}: makes exclusive ends exact. */
  static long ceiling(Instant time) {
    return time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0);
  }

  /** The first UTC midnight after {@code seconds}. */
  static long nextDay(long seconds) {
    return (Math.floorDiv(seconds, DAY) + 1) * DAY;
  }
}
