package org.ikisaki.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what a device calls itself a name for people: escapes become the letters that they stand
 * for, and nothing is left but letters, digits, spaces and a few signs that steer no terminal, page
 * or query.
 */
final class ReadableName {
  private static final int MAX_LENGTH = 40;
  private static final String SIGNS = "-_.'’()+";

  /** Made up by a program, such as a browser that hides its address (mDNS in WebRTC). */
  private static final Pattern MACHINE_MADE =
      Pattern.compile(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{12,}|[0-9.]+|.*[-_][0-9a-f]{16,}");

  /** What a system is called that nobody has named. */
  private static final Set<String> NOBODYS =
      Set.of(
          "android",
          "debian",
          "espressif",
          "host",
          "linux",
          "localhost",
          "none",
          "null",
          "openwrt",
          "ubuntu",
          "unknown",
          "user",
          "wlan0");

  private ReadableName() {}

  /** The name, or null if it tells nobody from anybody. */
  static @Nullable String of(String escaped) {
    StringBuilder name = new StringBuilder(escaped.length());
    decode(escaped).codePoints().forEach(c -> name.appendCodePoint(isHarmless(c) ? c : ' '));
    String text = name.toString().strip().replaceAll(" +", " ");
    if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
      text = text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)).strip();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return text.codePoints().noneMatch(Character::isLetterOrDigit)
            || NOBODYS.contains(lower)
            || MACHINE_MADE.matcher(lower).matches()
        ? null
        : text;
  }

  /** The first label of a full name. */
  static @Nullable String ofFirstLabel(String escaped) {
    int dot = escaped.indexOf('.');
    return of(dot < 0 ? escaped : escaped.substring(0, dot));
  }

  private static boolean isHarmless(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || codePoint == ' '
        || SIGNS.indexOf(codePoint) >= 0;
  }

  /** Bytes that are no UTF-8 become replacement characters, which are no letters. */
  private static String decode(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    int at = 0;
    while (at < escaped.length()) {
      int value = escaped.charAt(at) == '\\' ? escape(escaped, at + 1) : -1;
      if (value >= 0) {
        bytes.write(value);
        at += 4;
      } else {
        bytes.write(escaped.charAt(at));
        at++;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The value of three decimal digits; -1 if there are none. */
  private static int escape(String text, int at) {
    if (at + 3 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + 3; i++) {
      int digit = Character.digit(text.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= 0xff ? value : -1;
  }
}
