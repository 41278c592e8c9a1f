package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules whose pattern is of one kind, arranged for looking up. Immutable. */
interface Index {
  /**
   * Shows the rules that match, the winner first, until one is {@code enough}.
   *
   * @return whether one was
   */
  boolean visit(Subject subject, Predicate<Compiled> enough);

  /** By what must be equal: {@code keyOf} of a rule's pattern and {@code key} of a subject. */
  static <K> Index byKey(
      List<Compiled> rules, Function<Pattern, K> keyOf, Function<Subject, @Nullable K> key) {
    Map<K, List<Compiled>> groups = new HashMap<>();
    for (Compiled rule : rules) {
      groups.computeIfAbsent(keyOf.apply(rule.pattern()), k -> new ArrayList<>(1)).add(rule);
    }
    return (subject, enough) -> {
      K sought = key.apply(subject);
      List<Compiled> group = sought == null ? null : groups.get(sought);
      return group != null && visit(group, subject, enough);
    };
  }

  /** One by one, for kinds of which nobody writes many. */
  static Index scan(List<Compiled> rules) {
    return (subject, enough) -> {
      for (Compiled rule : rules) {
        if (rule.matches(subject) && enough.test(rule)) {
          return true;
        }
      }
      return false;
    };
  }

  /** The same for rules whose patterns are known to match. */
  static boolean visit(List<Compiled> rules, Subject subject, Predicate<Compiled> enough) {
    for (Compiled rule : rules) {
      if (rule.conditionsHold(subject) && enough.test(rule)) {
        return true;
      }
    }
    return false;
  }
}
