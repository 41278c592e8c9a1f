package org.ikisaki.device;

import org.jspecify.annotations.Nullable;

/**
 * What the user said of a device.
 *
 * @param key its MAC address, or the IP address that it has, as text
 * @param owner whose it is
 * @param type what it is, in the user's word
 */
public record Given(
    String key,
    @Nullable String name,
    @Nullable String owner,
    @Nullable String type,
    @Nullable String note) {
  /** Longer ones would fill a table's line. */
  public static final int MAX_LENGTH = 64;

  /** Whether a text is no more than a line of a name, as nothing else may go to a terminal. */
  public static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_LENGTH
        && text.codePoints().noneMatch(Given::isHarmful);
  }

  private static boolean isHarmful(int codePoint) {
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
}
