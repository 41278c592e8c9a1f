package org.ikisaki.service;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Globs or expressions, of which only those are tried that have their longest literal in the name,
 * and those that have none. Immutable.
 */
final class LiteralIndex implements Index {
  private final List<Compiled> rules;
  private final LiteralAutomaton automaton;

  /** The rules that need no literal, by their place in the list. */
  private final BitSet always = new BitSet();

  /**
   * @param rules the winner first
   */
  LiteralIndex(List<Compiled> rules) {
    this.rules = rules;
    List<String> literals = new ArrayList<>();
    for (Compiled rule : rules) {
      String literal = Literals.longest(rule.pattern());
      if (literal.isEmpty()) {
        always.set(literals.size());
      }
      literals.add(literal);
    }
    automaton = new LiteralAutomaton(literals);
  }

  @Override
  public boolean visit(Subject subject, Predicate<Compiled> enough) {
    String host = subject.host();
    if (host == null) {
      return false;
    }
    BitSet candidates = (BitSet) always.clone();
    automaton.find(host, candidates);
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      Compiled rule = rules.get(i);
      if (rule.matches(subject) && enough.test(rule)) {
        return true;
      }
    }
    return false;
  }
}
