package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ikisaki.naming.RegistrableDomain;

/**
 * A router's name, taken apart.
 *
 * @param operator the registrable domain: {@code example.net}
 * @param words what stands before it, between dots, dashes and underscores: {@code ae2}, {@code
 *     fra03}; at most {@value #MAX_WORDS}
 */
record RouterName(String operator, List<Word> words) {
  static final int MAX_WORDS = 24;
  private static final int MAX_LENGTH = 255;

  /** Of countries, but registered by anybody. */
  private static final Set<String> ANYBODYS =
      Set.of(
          "ac", "ai", "cc", "co", "cx", "eu", "fm", "gg", "im", "io", "la", "ly", "me", "ml", "nu",
          "pw", "sc", "sh", "st", "tk", "to", "tv", "vc", "ws");

  /** Registered in one country alone. */
  private static final Set<String> AMERICAN = Set.of("edu", "gov", "mil");

  static RouterName of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() > MAX_LENGTH) {
      return new RouterName("", List.of());
    }
    String operator = operator(RegistrableDomain.of(lower));
    String rest =
        lower.length() > operator.length() && lower.endsWith("." + operator)
            ? lower.substring(0, lower.length() - operator.length() - 1)
            : "";
    List<Word> words = new ArrayList<>();
    String[] labels = rest.split("\\.", -1);
    for (int label = 0; label < labels.length; label++) {
      for (String text : labels[label].split("[-_]", -1)) {
        if (!text.isEmpty() && words.size() < MAX_WORDS) {
          words.add(Word.of(text, label));
        }
      }
    }
    return new RouterName(operator, List.copyOf(words));
  }

  /**
   * Some number their routers right below a public suffix: {@code nwk-5-a9.nj.us} is a router of
   * whoever writes {@code nj.us}.
   */
  private static String operator(String registrable) {
    int dot = registrable.indexOf('.');
    if (dot < 0 || registrable.indexOf('.', dot + 1) < 0) {
      return registrable;
    }
    String first = registrable.substring(0, dot);
    return first.indexOf('-') > 0 && first.chars().anyMatch(c -> c >= '0' && c <= '9')
        ? registrable.substring(dot + 1)
        : registrable;
  }

  /**
   * Whose top-level domain it is, upper case; empty if nobody's, or if {@code me} and the like
   * stand for anything.
   */
  String country() {
    String top = operator.substring(operator.lastIndexOf('.') + 1);
    if (AMERICAN.contains(top)) {
      return "US";
    }
    boolean anybodys = ANYBODYS.contains(top) && operator.indexOf('.') == operator.lastIndexOf('.');
    return top.length() == 2 && !anybodys ? country(top) : "";
  }

  /** ISO 3166-1 alpha-2, upper case: names write {@code uk} for {@code GB}. */
  static String country(String letters) {
    return letters.equals("uk") ? "GB" : letters.toUpperCase(Locale.ROOT);
  }

  /**
   * One of them.
   *
   * @param stem its letters before any digit: {@code fra} of {@code fra03}; where that is one
   *     letter or two, the next letters behind the number: {@code zrh} of {@code r1zrh5}
   * @param label in which of the labels between dots it stands, from 0
   */
  record Word(String text, String stem, int label) {
    private static final int PREFIX = 2;

    /** Whether it is letters alone. */
    boolean isWhole() {
      return stem.length() == text.length();
    }

    boolean isNumber() {
      return isDigit(text.charAt(0)) && stem.isEmpty();
    }

    static Word of(String text, int label) {
      int end = letters(text, 0);
      int from = 0;
      if (end > 0 && end <= PREFIX) {
        int next = end;
        while (next < text.length() && isDigit(text.charAt(next))) {
          next++;
        }
        int nextEnd = letters(text, next);
        if (nextEnd - next > PREFIX) {
          from = next;
          end = nextEnd;
        }
      }
      return new Word(text, text.substring(from, end), label);
    }

    private static int letters(String text, int from) {
      int end = from;
      while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
        end++;
      }
      return end;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
