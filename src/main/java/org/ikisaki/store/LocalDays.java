package org.ikisaki.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Where local days begin and end, in seconds since 1970; they have 23 to 25 hours, mostly. */
final class LocalDays {
  private LocalDays() {}

  /** When the day began that {@code time} lies in. */
  static long startOf(long time, ZoneId zone) {
    return date(time, zone).atStartOfDay(zone).toEpochSecond();
  }

  /** When the next day begins. A date that a zone has skipped is no day. */
  static long endOf(long time, ZoneId zone) {
    return date(time, zone).plusDays(1).atStartOfDay(zone).toEpochSecond();
  }

  private static LocalDate date(long time, ZoneId zone) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(time), zone);
  }
}
