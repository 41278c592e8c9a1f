package org.ikisaki.cli;

import java.time.Duration;
import java.util.Locale;

/** What people read on a terminal: safe, short, the same in every locale. */
final class Text {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Text() {}

  /**
   * Names come from the wire: replaces whatever could steer a terminal or reorder its text (C0, C1,
   * DEL, line separators, bidirectional controls, unpaired surrogates).
   */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isHarmful(c) ? '?' : c));
    return safe.toString();
  }

  /** Whether it could steer a terminal or reorder its text. */
  static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** Bytes in decimal units with three significant digits: {@code 1.23 GB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }

  /** How long ago something was, in its largest unit: {@code 3d}; clocks may differ a little. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    return seconds < 60
        ? seconds + "s"
        : seconds < 3_600
            ? seconds / 60 + "m"
            : seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  /** What it means that frames were lost. */
  static String lost(long frames) {
    return frames
        + (frames == 1 ? " frame was" : " frames were")
        + " lost uncounted: the figures are too low";
  }

  static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}
