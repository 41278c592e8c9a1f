package org.ikisaki.config;

import java.util.regex.Pattern;

/** Writes text so that YAML reads the same text, in a list of either style or as a key. */
public final class YamlScalar {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/](?:[A-Za-z0-9 ._+()'/-]*[A-Za-z0-9._+)/-])?");
  private static final Pattern NULL = Pattern.compile("null|Null|NULL");

  private YamlScalar() {}

  public static String write(String text) {
    if (PLAIN.matcher(text).matches() && !NULL.matcher(text).matches()) {
      return text;
    }
    // In single quotes nothing is escaped but the quote itself.
    return text.contains("\\") || text.contains("\"")
        ? "'" + text.replace("'", "''") + "'"
        : '"' + text + '"';
  }
}
