package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ikisaki.service.Pattern.Kind;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.jspecify.annotations.Nullable;

/**
 * All rules, compiled. Immutable; once published it is never modified.
 *
 * <p>The more specific rule wins: an exact name, then the longest {@code *.suffix}, then the glob
 * with the most literal characters, then an expression, then the longest network, then the smallest
 * range of ports, then the AS, the protocol and the device. Of two that are equally specific so
 * far, the one wins that asks for more besides, and then the user's before the catalogue's. What is
 * left (globs and expressions of one file) is decided by length and then alphabetically, so that
 * the order of rules in a file never matters.
 */
public final class RuleSet {
  public static final RuleSet EMPTY = of(Rules.NONE, Rules.NONE);

  private final List<Compiled> compiled;
  private final Map<String, Look> looks;

  /** The most specific kind first. */
  private final List<Index> indexes;

  private final Set<String> devices;
  private final Set<String> services;

  private RuleSet(List<Compiled> compiled, Map<String, Look> looks) {
    this.compiled = List.copyOf(compiled);
    this.looks = Map.copyOf(looks);
    devices = compiled.stream().flatMap(Compiled::devices).collect(Collectors.toUnmodifiableSet());
    services =
        compiled.stream()
            .map(rule -> rule.rule().service().name())
            .collect(Collectors.toUnmodifiableSet());
    indexes = indexes(compiled.stream().sorted(Compiled.WINNER_FIRST).toList());
  }

  /** The user's rules before the catalogue's; a category that the user gives holds for both. */
  public static RuleSet of(Rules user, Rules catalogue) {
    Map<String, String> categories = new HashMap<>();
    Map<String, Look> looks = new HashMap<>();
    for (Rules rules : List.of(catalogue, user)) {
      for (Definition definition : rules.definitions()) {
        if (definition.category() != null) {
          categories.put(definition.service(), definition.category());
        }
        looks.merge(definition.service(), definition.look(), (before, now) -> now.or(before));
      }
    }
    List<Compiled> compiled = new ArrayList<>();
    compile(user, true, categories, compiled);
    compile(catalogue, false, categories, compiled);
    return new RuleSet(compiled, looks);
  }

  /** Every subject has a service: a rule's, its registrable domain, or its AS or address. */
  public Match classify(Subject subject) {
    List<Rule> winner = matching(subject, rule -> true);
    return winner.isEmpty()
        ? new Match(Fallback.service(subject), null)
        : new Match(winner.get(0).service(), winner.get(0));
  }

  /** Every rule that matches, the winner first; empty where the name or AS stands in. */
  public List<Rule> explain(Subject subject) {
    return matching(subject, rule -> false);
  }

  /** All rules, the user's first, in the order of their files. */
  public List<Rule> rules() {
    return compiled.stream().map(Compiled::rule).toList();
  }

  /** How a service is drawn, as far as somebody said. */
  public Look look(Service service) {
    return looks.getOrDefault(service.name(), Look.NONE);
  }

  /** The devices for which a subject may have another service than for all others. */
  public Set<String> devices() {
    return devices;
  }

  /** The names of the services that rules lead to. */
  public Set<String> services() {
    return services;
  }

  private List<Rule> matching(Subject subject, Predicate<Rule> enough) {
    List<Rule> matching = new ArrayList<>(1);
    Predicate<Compiled> take =
        rule -> {
          matching.add(rule.rule());
          return enough.test(rule.rule());
        };
    for (Index index : indexes) {
      if (index.visit(subject, take)) {
        break;
      }
    }
    return matching;
  }

  private static List<Index> indexes(List<Compiled> winnersFirst) {
    List<Index> indexes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Compiled> rules =
          winnersFirst.stream().filter(rule -> rule.pattern().kind() == kind).toList();
      if (!rules.isEmpty()) {
        indexes.add(index(kind, rules));
      }
    }
    return indexes;
  }

  private static Index index(Kind kind, List<Compiled> rules) {
    return switch (kind) {
      case EXACT -> Index.byKey(rules, Pattern::text, Subject::host);
      case SUFFIX -> new SuffixTrie(rules);
      case GLOB, REGEX -> new LiteralIndex(rules);
      case NETWORK -> new PrefixTrie(rules);
      case AUTONOMOUS_SYSTEM ->
          Index.byKey(rules, p -> ((Pattern.AutonomousSystem) p).number(), Subject::asn);
      case PORTS, PROTOCOL, DEVICE -> Index.scan(rules);
    };
  }

  private static void compile(
      Rules rules, boolean user, Map<String, String> categories, List<Compiled> compiled) {
    for (Definition definition : rules.definitions()) {
      String name = definition.service();
      Service service = new Service(name, categories.getOrDefault(name, ""));
      for (Located located : definition.rules()) {
        Rule rule = new Rule(located.text(), service, located.origin());
        compiled.add(new Compiled(located.pattern(), located.conditions(), rule, user));
      }
    }
  }

  /**
   * A service and why.
   *
   * @param rule the rule that won, or null where none matched and the name or AS stands in
   */
  public record Match(Service service, @Nullable Rule rule) {}

  /**
   * One rule of one service.
   *
   * @param pattern in canonical form, such as {@code *.googlevideo.com}; what must hold besides
   *     follows it: {@code *.example.com and tcp/8443 and not ads.example.com}
   * @param origin file and line, such as {@code services.yaml:12}
   */
  public record Rule(String pattern, Service service, String origin) {}
}
