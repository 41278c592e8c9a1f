package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ikisaki.naming.RegistrableDomain;

/**
 * A router's name, taken apart.
 *
 * @param operator the registrable domain: {@code example.net}
 * @param words what stands before it, between dots, dashes and underscores: {@code ae2}, {@code
 *     fra03}; at most {@value #MAX_WORDS}
 */
record RouterName(String operator, List<Word> words) {
  private static final int MAX_WORDS = 24;
  private static final int MAX_LENGTH = 255;

  static RouterName of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() > MAX_LENGTH) {
      return new RouterName("", List.of());
    }
    String operator = RegistrableDomain.of(lower);
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
   * One of them.
   *
   * @param stem its letters before any digit: {@code fra} of {@code fra03}
   * @param label in which of the labels between dots it stands, from 0
   */
  record Word(String text, String stem, int label) {
    /** Whether it is letters alone. */
    boolean isWhole() {
      return stem.length() == text.length();
    }

    static Word of(String text, int label) {
      int letters = 0;
      while (letters < text.length()
          && text.charAt(letters) >= 'a'
          && text.charAt(letters) <= 'z') {
        letters++;
      }
      return new Word(text, text.substring(0, letters), label);
    }
  }
}
