package org.ikisaki.service;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.service.RuleSet.Rule;

/** A rule with what it looks for in the form that matches. */
record Compiled(Pattern pattern, List<Condition> conditions, Rule rule, boolean user) {
  /**
   * The rule that wins before the one that loses: the more specific pattern, then the one that asks
   * for more, then the user's, then the longer one; at last by the alphabet, so that there is an
   * order at all.
   */
  static final Comparator<Compiled> WINNER_FIRST =
      Comparator.comparing((Compiled c) -> c.pattern.kind())
          .thenComparing(c -> -c.pattern.specificity())
          .thenComparing(c -> -c.conditions.size())
          .thenComparing(Compiled::user, Comparator.reverseOrder())
          .thenComparing(c -> -c.pattern.text().length())
          .thenComparing(c -> c.rule.pattern());

  boolean matches(Subject subject) {
    return pattern.matches(subject) && conditionsHold(subject);
  }

  boolean conditionsHold(Subject subject) {
    for (Condition condition : conditions) {
      if (!condition.holds(subject)) {
        return false;
      }
    }
    return true;
  }

  /** Those that the rule is about. */
  Stream<String> devices() {
    return Stream.concat(
            Stream.of(pattern), conditions.stream().flatMap(c -> c.patterns().stream()))
        .filter(Pattern.Device.class::isInstance)
        .map(device -> ((Pattern.Device) device).key());
  }
}
