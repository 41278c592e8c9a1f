package org.ikisaki.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** A stretch of time, {@code from} inclusive, {@code to} exclusive. */
record TimeRange(Instant from, Instant to) {

  static TimeRange last(Duration duration, Instant now) {
    return new TimeRange(now.minus(duration), now.plusSeconds(1));
  }

  /**
   * Reads {@code 2026-11-23}, {@code 2026-11-23T18:00} (both local) or {@code
   * 2026-11-23T18:00:00Z}.
   */
  static Instant parse(String text, ZoneId zone) throws Failure {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      String iso = text.replace(' ', 'T');
      int time = iso.indexOf('T');
      boolean hasOffset =
          iso.endsWith("Z") || (time > 0 && iso.substring(time).matches(".*[+-].*"));
      return hasOffset
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new Failure(
          "'" + text + "' is no time: write 2026-11-23, 2026-11-23T18:00 or 2026-11-23T18:00:00Z");
    }
  }
}
