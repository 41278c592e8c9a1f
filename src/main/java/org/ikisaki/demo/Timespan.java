package org.ikisaki.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of the household's life is played.
 *
 * @param zone by whose clocks it gets up and goes to bed
 */
public record Timespan(Instant start, Duration length, ZoneId zone) {
  /** A day that begins in the late afternoon, so that the evening comes first. */
  public static final Timespan DEFAULT =
      new Timespan(Instant.parse("2026-03-05T17:00:00Z"), Duration.ofDays(1), ZoneOffset.UTC);

  private static final long SECOND = 1_000_000_000L;
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  public Timespan {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("a household plays for some time, not " + length);
    }
  }

  /** Nanoseconds since 1970 of the first moment. */
  long from() {
    return nanos(start);
  }

  /** Nanoseconds since 1970 of the moment after the last. */
  long until() {
    return nanos(start.plus(length));
  }

  /** A part of it, in nanoseconds since 1970, the end exclusive. */
  record Part(long from, long until) {
    long length() {
      return until - from;
    }

    /** The part of it that is left after {@code now}. */
    long left(long now) {
      return until - now;
    }
  }

  Part whole() {
    return new Part(from(), until());
  }

  /**
   * The same hours of every day, as far as they lie within; {@code to} at or before {@code from} is
   * of the next day.
   */
  List<Part> daily(LocalTime from, LocalTime to) {
    List<Part> parts = new ArrayList<>();
    LocalDate last = LocalDate.ofInstant(start.plus(length), zone);
    LocalDate day = LocalDate.ofInstant(start, zone).minusDays(1);
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      LocalDate nextDay = to.isAfter(from) ? day : day.plusDays(1);
      long begin = Math.max(from(), nanos(day.atTime(from).atZone(zone).toInstant()));
      long end = Math.min(until(), nanos(nextDay.atTime(to).atZone(zone).toInstant()));
      if (end - begin >= SHORTEST.toNanos()) {
        parts.add(new Part(begin, end));
      }
    }
    return parts;
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }
}
