package org.ikisaki.config;

/** Text of a file as a message may repeat it: short, and nothing that moves a terminal's cursor. */
final class Excerpt {
  private static final int MAX = 60;

  private Excerpt() {}

  static String of(String text) {
    int end = Math.min(text.length(), MAX);
    StringBuilder excerpt = new StringBuilder(end + 1);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      excerpt.append(Character.isISOControl(c) || isInvisible(c) ? '\u00b7' : c);
    }
    return end < text.length() ? excerpt.append('\u2026').toString() : excerpt.toString();
  }

  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
