package org.ikisaki.service;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of one or more files, as they were written. */
public final class Rules {
  public static final Rules NONE = new Rules(List.of(), List.of());

  private final List<Definition> definitions;
  private final List<Repeat> repeats;

  Rules(List<Definition> definitions, List<Repeat> repeats) {
    this.definitions = List.copyOf(definitions);
    this.repeats = List.copyOf(repeats);
  }

  List<Definition> definitions() {
    return definitions;
  }

  /** What a service says more than once; it counts once. */
  List<Repeat> repeats() {
    return repeats;
  }

  /**
   * One service.
   *
   * @param category null where none is written
   */
  record Definition(String service, @Nullable String category, Look look, List<Located> rules) {
    Definition {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule and where it stands.
   *
   * @param pattern the most specific one, by which the rule is found and ranked
   * @param conditions what must hold besides
   * @param origin file and line
   */
  record Located(Pattern pattern, List<Condition> conditions, String origin) {
    Located {
      conditions = List.copyOf(conditions);
    }

    /** The same for rules that match the same. */
    String text() {
      return conditions.isEmpty()
          ? pattern.text()
          : conditions.stream()
              .map(Condition::text)
              .sorted()
              .collect(Collectors.joining(" and ", pattern.text() + " and ", ""));
    }
  }

  /** A rule that is written once more at {@code origin}. */
  record Repeat(String text, String origin, String firstOrigin) {}
}
