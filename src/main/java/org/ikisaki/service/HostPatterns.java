package org.ikisaki.service;

import com.google.common.net.InetAddresses;
import com.google.re2j.PatternSyntaxException;
import java.net.IDN;
import java.util.Locale;

/** Reads the patterns under {@code hosts}; a wrong one is an IllegalArgumentException for users. */
final class HostPatterns {
  /** The longest name there is (RFC 1035, 2.3.4), and so the longest pattern of use. */
  private static final int MAX_LENGTH = 255;

  /** RE2/J's time per character grows with it; this keeps the longest name well under 10 ms. */
  private static final int MAX_PROGRAM = 1_000;

  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

  private HostPatterns() {}

  static Pattern parse(String written) {
    if (written.length() > MAX_LENGTH) {
      throw refuse("is longer than %d characters".formatted(MAX_LENGTH));
    }
    if (written.length() > 1 && written.startsWith("/") && written.endsWith("/")) {
      return regex(written.substring(1, written.length() - 1));
    }
    String pattern = canonical(written);
    if (pattern.startsWith("*.") && !hasWildcard(pattern.substring(2))) {
      return new Pattern.Suffix(pattern.substring(2));
    }
    return hasWildcard(pattern) ? glob(pattern) : new Pattern.Exact(pattern);
  }

  private static Pattern regex(String expression) {
    if (expression.isEmpty()) {
      throw refuse("is an empty expression, which matches every name");
    }
    if (repetitions(expression) > MAX_PROGRAM) {
      throw tooLarge();
    }
    com.google.re2j.Pattern compiled;
    try {
      compiled =
          com.google.re2j.Pattern.compile(expression, com.google.re2j.Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw refuse("is no regular expression: " + e.getDescription());
    }
    if (compiled.programSize() > MAX_PROGRAM) {
      throw tooLarge();
    }
    return new Pattern.Regex(compiled);
  }

  /**
   * How often the expression's counts repeat what they stand behind if all are nested: RE2/J writes
   * every repetition out, and nested ones fill any memory before their size can be asked for.
   */
  private static double repetitions(String expression) {
    double product = 1;
    java.util.regex.Matcher count = COUNT.matcher(expression);
    while (count.find()) {
      String most =
          count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
      product *= Math.max(1, Integer.parseInt(most));
    }
    return product;
  }

  private static IllegalArgumentException tooLarge() {
    return refuse("is too large an expression; use smaller or fewer counts in {}");
  }

  private static Pattern glob(String pattern) {
    if (pattern.chars().noneMatch(Character::isLetterOrDigit)) {
      throw refuse("matches every name");
    }
    return new Pattern.Glob(pattern.replaceAll("\\*+", "*"));
  }

  private static String canonical(String written) {
    String pattern = written.toLowerCase(Locale.ROOT);
    if (pattern.contains("/")) {
      throw refuse("must be a host name alone, without 'https://' or a path");
    }
    if (pattern.contains(":")) {
      throw refuse("must be a host name alone, without a port");
    }
    if (InetAddresses.isInetAddress(pattern)) {
      throw refuse("is an address; write it under 'networks'");
    }
    if (pattern.endsWith(".")) {
      pattern = pattern.substring(0, pattern.length() - 1);
    }
    if (pattern.isEmpty()) {
      throw refuse("is empty");
    }
    if (pattern.startsWith(".")) {
      throw refuse(
          "begins with a dot; write \"*%s\" for a name and all below it".formatted(pattern));
    }
    if (pattern.contains("..")) {
      throw refuse("has two dots in a row");
    }
    if (pattern.chars().anyMatch(c -> c >= 0x80)) {
      pattern = punycode(pattern);
    }
    int strange = pattern.chars().filter(c -> !isHostCharacter(c)).findFirst().orElse(-1);
    if (strange >= 0) {
      throw refuse("holds '%c', which no host name has".formatted(strange));
    }
    return pattern;
  }

  /** Names on the wire are in ASCII (RFC 5891); people write them as they read them. */
  private static String punycode(String pattern) {
    boolean suffix = pattern.startsWith("*.");
    String name = suffix ? pattern.substring(2) : pattern;
    if (hasWildcard(name)) {
      throw refuse("mixes wildcards and letters beyond ASCII; write its xn-- form");
    }
    try {
      return (suffix ? "*." : "")
          + IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw refuse("is no host name: " + e.getMessage());
    }
  }

  private static boolean hasWildcard(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  private static boolean isHostCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '*'
        || c == '?';
  }

  private static IllegalArgumentException refuse(String reason) {
    return new IllegalArgumentException(reason);
  }
}
