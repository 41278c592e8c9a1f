package org.ikisaki.fuzz;

import org.jspecify.annotations.Nullable;

/** What holds of every input, whatever it is; cheap enough for millions of them. */
public final class Oracle {
  /** A label's byte takes at most four characters. */
  private static final int MAX_HOST = 4 * 255;

  private Oracle() {}

  public static void holds(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  /** A name in canonical form, or none. */
  public static void isHost(@Nullable String name) {
    if (name == null) {
      return;
    }
    holds(!name.isEmpty() && name.length() <= MAX_HOST, "a name's length");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isPlain =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      holds(isPlain || c == '\\', "a name is in canonical form");
    }
  }

  /** Text that could neither steer a terminal nor reorder what stands beside it. */
  public static void isPlain(String value) {
    holds(value.length() <= MAX_HOST, "a text's length");
    holds(
        value
            .codePoints()
            .map(Character::getType)
            .noneMatch(type -> type == Character.CONTROL || type == Character.FORMAT),
        "a text is plain");
  }
}
