package org.ikisaki.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 65536}, {@code 512KiB}, {@code 4MiB}. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]{0,3})");

  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);

  private Sizes() {}

  /**
   * Reads a whole number with an optional unit.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text);
    Long unit = size.matches() ? UNITS.get(size.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "'%s' is no size; write a number of bytes, or one with kB, MB, GB, KiB, MiB or GiB,"
                  .formatted(Excerpt.of(text))
              + " such as 4MiB");
    }
    return Long.parseLong(size.group(1)) * unit;
  }

  /** The shortest text in binary units that {@link #parse} reads back. */
  public static String format(long bytes) {
    if (bytes > 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    if (bytes > 0 && bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    if (bytes > 0 && bytes % (1L << 10) == 0) {
      return (bytes >> 10) + "KiB";
    }
    return Long.toString(bytes);
  }
}
