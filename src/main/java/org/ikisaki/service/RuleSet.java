package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.jspecify.annotations.Nullable;

/**
 * All rules, compiled. Immutable; once published it is never modified.
 *
 * <p>The more specific rule wins: an exact name, then the longest {@code *.suffix}, then the glob
 * with the most literal characters, then an expression, then the longest network, then the AS.
 * Where two are equally specific, the user's wins over the catalogue's. What is left (globs and
 * expressions of one file) is decided by length and then alphabetically, so that the order of rules
 * in a file never matters.
 */
public final class RuleSet {
  public static final RuleSet EMPTY = of(Rules.NONE, Rules.NONE);

  private final List<Rule> rules;

  /** The most specific kind first. */
  private final List<Index> indexes;

  private RuleSet(List<Rule> rules, List<Index> indexes) {
    this.rules = List.copyOf(rules);
    this.indexes = List.copyOf(indexes);
  }

  /** The user's rules before the catalogue's; a category that the user gives holds for both. */
  public static RuleSet of(Rules user, Rules catalogue) {
    Map<String, String> categories = new HashMap<>();
    addCategories(catalogue, categories);
    addCategories(user, categories);
    List<Compiled> compiled = new ArrayList<>();
    compile(user, true, categories, compiled);
    compile(catalogue, false, categories, compiled);
    return new RuleSet(
        compiled.stream().map(Compiled::rule).toList(),
        List.of(
            Index.exact(compiled),
            Index.suffix(compiled),
            Index.glob(compiled),
            Index.regex(compiled),
            Index.network(compiled),
            Index.autonomousSystem(compiled)));
  }

  /** Every subject has a service: a rule's, its registrable domain, or its AS or address. */
  public Match classify(Subject subject) {
    return matching(subject)
        .findFirst()
        .map(rule -> new Match(rule.service(), rule))
        .orElseGet(() -> new Match(Fallback.service(subject), null));
  }

  /** Every rule that matches, the winner first; empty where the name or AS stands in. */
  public List<Rule> explain(Subject subject) {
    return matching(subject).toList();
  }

  /** All rules, the user's first, in the order of their files. */
  public List<Rule> rules() {
    return rules;
  }

  private Stream<Rule> matching(Subject subject) {
    return indexes.stream().flatMap(index -> index.matches(subject));
  }

  private static void addCategories(Rules rules, Map<String, String> categories) {
    for (Definition definition : rules.definitions()) {
      if (definition.category() != null) {
        categories.put(definition.service(), definition.category());
      }
    }
  }

  private static void compile(
      Rules rules, boolean user, Map<String, String> categories, List<Compiled> compiled) {
    for (Definition definition : rules.definitions()) {
      String name = definition.service();
      Service service = new Service(name, categories.getOrDefault(name, ""));
      for (Located located : definition.patterns()) {
        Rule rule = new Rule(located.pattern().text(), service, located.origin());
        compiled.add(new Compiled(located.pattern(), rule, user));
      }
    }
  }

  /** A rule with its pattern in the form that matches. */
  record Compiled(Pattern pattern, Rule rule, boolean user) {}

  /**
   * A service and why.
   *
   * @param rule the rule that won, or null where none matched and the name or AS stands in
   */
  public record Match(Service service, @Nullable Rule rule) {}

  /**
   * One pattern of one service.
   *
   * @param pattern in canonical form, such as {@code *.googlevideo.com}
   * @param origin file and line, such as {@code services.yaml:12}
   */
  public record Rule(String pattern, Service service, String origin) {}
}
