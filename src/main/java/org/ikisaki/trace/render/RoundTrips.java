package org.ikisaki.trace.render;

import java.util.Locale;

/** Round trips in words and in colours. */
enum RoundTrips {
  UNDER_10("under 10 ms", 10, "#1a9850"),
  UNDER_50("10 to 50 ms", 50, "#8cc63f"),
  UNDER_100("50 to 100 ms", 100, "#f5b800"),
  UNDER_200("100 to 200 ms", 200, "#f46d43"),
  MORE("200 ms and more", Double.POSITIVE_INFINITY, "#d73027"),
  UNKNOWN("unknown", Double.NaN, "#8a8f98");

  private static final double NANOS_PER_MILLI = 1e6;

  private final String words;
  private final double below;
  private final String colour;

  RoundTrips(String words, double below, String colour) {
    this.words = words;
    this.below = below;
    this.colour = colour;
  }

  /** {@code nanos} is negative where unknown. */
  static RoundTrips of(long nanos) {
    if (nanos < 0) {
      return UNKNOWN;
    }
    double millis = nanos / NANOS_PER_MILLI;
    for (RoundTrips each : values()) {
      if (millis < each.below) {
        return each;
      }
    }
    return MORE;
  }

  /** {@code 3.1 ms}, or nothing where unknown. */
  static String text(long nanos) {
    return nanos < 0 ? "" : String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
  }

  String words() {
    return words;
  }

  /** As in CSS: {@code #rrggbb}. */
  String colour() {
    return colour;
  }
}
