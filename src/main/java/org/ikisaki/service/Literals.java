package org.ikisaki.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The literal parts of globs and expressions: what every name that they match has in it. */
final class Literals {
  private Literals() {}

  /** Of a pattern of host names; empty where none is known. */
  static String longest(Pattern pattern) {
    return runs(pattern).stream().max(Comparator.comparingInt(String::length)).orElse("");
  }

  /** What every name that the pattern matches ends with; empty where none is known. */
  static String ending(Pattern pattern) {
    List<String> runs = runs(pattern);
    return endsLiterally(pattern) ? runs.get(runs.size() - 1) : "";
  }

  private static boolean endsLiterally(Pattern pattern) {
    if (pattern instanceof Pattern.Regex regex) {
      String expression = regex.expression().pattern();
      return expression.endsWith("$")
          && expression.length() > 1
          && Expression.isLiteral(expression.charAt(expression.length() - 2))
          && !runs(pattern).isEmpty();
    }
    String text = pattern.text();
    return !text.endsWith("*") && !text.endsWith("?");
  }

  private static List<String> runs(Pattern pattern) {
    return pattern instanceof Pattern.Regex regex
        ? new Expression(regex.expression().pattern()).runs()
        : List.of(pattern.text().split("[*?]+"));
  }

  /**
   * Reads the literals at the top level of an expression, and gives up on what could make them less
   * than required. Knowing too few costs time, knowing too many would cost matches. Confined to one
   * reading.
   */
  private static final class Expression {
    /** Alternatives, flags, and escapes that more than one character may belong to. */
    private static final java.util.regex.Pattern UNSURE =
        java.util.regex.Pattern.compile("[|]|[(][?]|\\\\[^.dDwWsSbB-]");

    private final String text;
    private final List<String> runs = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private int next;

    Expression(String text) {
      this.text = text;
    }

    List<String> runs() {
      if (UNSURE.matcher(text).find()) {
        return List.of();
      }
      while (next < text.length()) {
        step(text.charAt(next++));
      }
      end();
      return runs;
    }

    private void step(char c) {
      switch (c) {
        case '\\' -> escape();
        case '[' -> skipClass();
        case '(' -> skipGroup();
        case '*', '?', '{' -> dropLast(c);
        case '^', '$', '.', '+' -> end();
        default -> literal(c);
      }
    }

    private void literal(char c) {
      if (isLiteral(c)) {
        run.append(Character.toString(c).toLowerCase(Locale.ROOT));
      } else {
        end();
      }
    }

    private void escape() {
      char escaped = text.charAt(next++);
      if (escaped == '.' || escaped == '-') {
        run.append(escaped);
      } else {
        end();
      }
    }

    /** What a count or a question mark stands behind need not be there. */
    private void dropLast(char c) {
      if (run.length() > 0) {
        run.setLength(run.length() - 1);
      }
      end();
      if (c == '{') {
        next = Math.max(next, text.indexOf('}', next) + 1);
      }
    }

    private void skipClass() {
      end();
      int first = next + (text.startsWith("^", next) ? 1 : 0);
      for (next = first; next < text.length(); next++) {
        char c = text.charAt(next);
        if (c == '\\') {
          next++;
        } else if (c == '[' && text.startsWith("[:", next)) {
          next = Math.max(next, text.indexOf(":]", next) + 1);
        } else if (c == ']' && next > first) {
          next++;
          return;
        }
      }
    }

    private void skipGroup() {
      end();
      int depth = 1;
      while (next < text.length() && depth > 0) {
        char c = text.charAt(next++);
        switch (c) {
          case '\\' -> next++;
          case '[' -> skipClass();
          case '(' -> depth++;
          case ')' -> depth--;
          default -> {}
        }
      }
    }

    private void end() {
      if (run.length() > 0) {
        runs.add(run.toString());
        run.setLength(0);
      }
    }

    /** Letters beyond ASCII have other cases in ASCII. */
    static boolean isLiteral(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '_';
    }
  }
}
