package org.ikisaki.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 1h30m}, {@code 30d}. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final String HELP =
      "write a number with ms, s, m, h, d or w, such as 10s or 1h30m";

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private Durations() {}

  /**
   * Reads one or more numbers with units, the larger unit first.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Duration parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("'%s' has no unit; %s".formatted(text, HELP));
    }
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    Duration smallest = null;
    int end = 0;
    while (part.lookingAt()) {
      Duration unit = UNITS.get(part.group(2));
      if (unit == null || (smallest != null && unit.compareTo(smallest) >= 0)) {
        break;
      }
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
      smallest = unit;
      end = part.end();
      part.region(end, text.length());
    }
    if (smallest == null || end != text.length()) {
      throw new IllegalArgumentException(
          "'%s' is no duration; %s".formatted(Excerpt.of(text), HELP));
    }
    return sum;
  }

  /** The shortest text that {@link #parse} reads back, to the millisecond. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
