package org.ikisaki.service;

import java.util.Locale;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/** Reads what people call a service and how they want it drawn. */
final class ServiceText {
  /** Longer names fit no chart. */
  private static final int MAX_NAME = 80;

  /** Of UTF-16; an emoji of a family of four takes eleven. */
  private static final int MAX_ICON = 16;

  private static final java.util.regex.Pattern COLOR =
      java.util.regex.Pattern.compile("#[0-9a-f]{6}");

  /** What a reader takes for one character (UAX 29), however many it is made of. */
  private static final java.util.regex.Pattern GRAPHEME = java.util.regex.Pattern.compile("\\X");

  private ServiceText() {}

  static void checkName(String kind, String name, Node node) {
    String reason = reasonAgainst(name);
    if (reason != null) {
      node.problem("%s name '%s' %s".formatted(kind, printable(name), reason));
    }
  }

  static @Nullable String category(Node service) {
    String category = service.get("category").stringOrNull();
    if (category != null) {
      checkName("category", category, service.get("category"));
    }
    return category;
  }

  static Look look(Node service) {
    return new Look(color(service.get("color")), icon(service.get("icon")));
  }

  private static @Nullable String color(Node node) {
    String written = node.stringOrNull();
    if (written == null) {
      return null;
    }
    String color = written.toLowerCase(Locale.ROOT);
    if (!COLOR.matcher(color).matches()) {
      node.problem(
          "'%s' is no color; write one such as \"#ff8800\", in quotes"
              .formatted(printable(written)));
    }
    return color;
  }

  private static @Nullable String icon(Node node) {
    String icon = node.stringOrNull();
    if (icon != null && !isOneVisibleCharacter(icon)) {
      node.problem(
          "'%s' is no icon; write one character, such as an emoji".formatted(printable(icon)));
    }
    return icon;
  }

  private static boolean isOneVisibleCharacter(String text) {
    return !text.isBlank()
        && text.length() <= MAX_ICON
        && !Character.isISOControl(text.charAt(0))
        && GRAPHEME.matcher(text).matches();
  }

  private static @Nullable String reasonAgainst(String name) {
    if (name.isBlank() || !name.equals(name.strip())) {
      return "is blank, or begins or ends with a space";
    }
    if (name.length() > MAX_NAME) {
      return "is longer than %d characters".formatted(MAX_NAME);
    }
    if (!printable(name).equals(name)) {
      return "holds characters that can't be seen";
    }
    // (other) and (unnamed) are what could not be told.
    return name.startsWith("(") ? "begins with '(', which is kept for names of our own" : null;
  }

  static String printable(String text) {
    String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\u00b7");
    return visible.length() > MAX_NAME ? visible.substring(0, MAX_NAME) + "\u2026" : visible;
  }
}
