package org.ikisaki.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What else must hold for a rule to match: that one of the patterns does or, negated, that none
 * does.
 */
record Condition(List<Pattern> patterns, boolean negated) {
  Condition {
    patterns = List.copyOf(patterns);
  }

  boolean holds(Subject subject) {
    for (Pattern pattern : patterns) {
      if (pattern.matches(subject)) {
        return !negated;
      }
    }
    return negated;
  }

  /** The same for conditions that mean the same. */
  String text() {
    return patterns.stream()
        .map(Pattern::text)
        .sorted()
        .collect(Collectors.joining("|", negated ? "not " : "", ""));
  }
}
