package org.ikisaki.export;

/**
 * Makes text from the network fit to be a tag value or part of a log line.
 *
 * <p>Line protocol can't express a line end, and its readers disagree on backslashes; so both, and
 * all else that has no width, become {@code ?}. Different texts may become equal: whoever keys by
 * the result must add up what meets there.
 */
final class SafeText {
  static final int MAX_TAG = 256;
  private static final String NONE = "(none)";

  private SafeText() {}

  /** A tag value that every server takes: not empty, bounded, in one line. */
  static String tag(String text) {
    String safe = of(text, MAX_TAG).strip();
    return safe.isEmpty() ? NONE : safe;
  }

  /** At most {@code max} characters (code points) in one line. */
  static String of(String text, int max) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), max));
    text.codePoints().limit(max).map(SafeText::replace).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int replace(int codePoint) {
    if (codePoint == '\\') {
      return '?';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '?';
      default -> codePoint;
    };
  }
}
