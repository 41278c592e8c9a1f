package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.service.Pattern.Kind;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.ikisaki.service.Rules.Repeat;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules of a user's file that are right and do nothing. It tells only what is certain:
 * whether one expression covers another, for one, it does not try to find out.
 */
public final class RuleCheck {
  private final Map<String, Suffix> suffixes = new HashMap<>();
  private final Set<String> catalogue = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private int known;

  private RuleCheck() {}

  /** Checks the user's rules, by themselves and beside the catalogue's. */
  public static Report of(Rules user, Rules catalogue) {
    RuleCheck check = new RuleCheck();
    check.read(catalogue);
    for (Definition definition : catalogue.definitions()) {
      definition.rules().forEach(rule -> check.catalogue.add(same(definition, rule)));
    }
    check.read(user);
    for (Repeat repeat : user.repeats()) {
      check.find(
          repeat.origin(),
          repeat.text(),
          "is written twice; the first is at " + repeat.firstOrigin());
    }
    for (Definition definition : user.definitions()) {
      for (Located rule : definition.rules()) {
        check.check(definition, rule);
      }
    }
    return new Report(check.findings, check.known);
  }

  private void read(Rules rules) {
    for (Definition definition : rules.definitions()) {
      for (Located rule : definition.rules()) {
        if (rule.pattern() instanceof Pattern.Suffix suffix && rule.conditions().isEmpty()) {
          suffixes.put(suffix.domain(), new Suffix(definition.service(), rule));
        }
      }
    }
  }

  private void check(Definition definition, Located rule) {
    if (catalogue.contains(same(definition, rule))) {
      known++;
    }
    String reason = unmatchable(rule);
    Suffix covering = covering(rule.pattern());
    if (reason != null) {
      find(rule.origin(), rule.text(), "never matches: " + reason);
    } else if (covering != null) {
      find(
          rule.origin(),
          rule.text(),
          "never wins: '%s' of '%s' (%s) is more specific, as a domain goes before a %s; name domains or hosts instead"
              .formatted(
                  covering.rule.text(),
                  covering.service,
                  covering.rule.origin(),
                  rule.pattern().kind() == Kind.GLOB ? "pattern" : "regular expression"));
    }
  }

  /** The domain rule that wins wherever a glob or an expression could. */
  private @Nullable Suffix covering(Pattern pattern) {
    if (pattern.kind() != Kind.GLOB && pattern.kind() != Kind.REGEX) {
      return null;
    }
    String ending = Literals.ending(pattern);
    // Only what begins with a dot is certain to be whole labels.
    for (int dot = ending.indexOf('.'); dot >= 0; dot = ending.indexOf('.', dot + 1)) {
      Suffix suffix = suffixes.get(ending.substring(dot + 1));
      if (suffix != null) {
        return suffix;
      }
    }
    return null;
  }

  private static @Nullable String unmatchable(Located rule) {
    List<Pattern> protocols = new ArrayList<>();
    List<Pattern> ports = new ArrayList<>(List.of(rule.pattern()));
    for (Condition condition : rule.conditions()) {
      if (condition.negated()) {
        for (Pattern excluded : condition.patterns()) {
          if (covers(excluded, rule.pattern())) {
            return "'not' excludes all of it with '%s'".formatted(excluded.text());
          }
        }
      } else if (condition.patterns().get(0).kind() == Kind.PROTOCOL) {
        protocols.addAll(condition.patterns());
      } else {
        ports.addAll(condition.patterns());
      }
    }
    ports.removeIf(pattern -> pattern.kind() != Kind.PORTS);
    boolean possible =
        protocols.isEmpty()
            || ports.isEmpty()
            || ports.stream().anyMatch(port -> protocols.stream().anyMatch(p -> agree(port, p)));
    return possible ? null : "none of its ports is of one of its protocols";
  }

  private static boolean agree(Pattern ports, Pattern protocol) {
    int wanted = ((Pattern.Ports) ports).protocol();
    return wanted == Pattern.Ports.ANY_PROTOCOL || wanted == ((Pattern.Protocol) protocol).number();
  }

  /** Whether {@code wide} matches all that {@code narrow} does, as far as that is easily told. */
  private static boolean covers(Pattern wide, Pattern narrow) {
    if (wide.text().equals(narrow.text())) {
      return true;
    }
    if (wide instanceof Pattern.Suffix suffix) {
      return (narrow instanceof Pattern.Exact exact && suffix.holds(exact.text()))
          || (narrow instanceof Pattern.Suffix domain && suffix.holds(domain.domain()))
          || Literals.ending(narrow).endsWith("." + suffix.domain());
    }
    if (wide instanceof Pattern.Glob glob && narrow instanceof Pattern.Exact exact) {
      return Globs.matches(glob.text(), exact.text());
    }
    return wide instanceof Pattern.Network network
        && narrow instanceof Pattern.Network part
        && network.length() <= part.length()
        && network.holds(part.address());
  }

  private void find(String origin, String rule, String message) {
    findings.add(new Finding(origin, rule, message));
  }

  private static String same(Definition definition, Located rule) {
    return definition.service() + " " + rule.text();
  }

  private record Suffix(String service, Located rule) {}

  /**
   * What was found.
   *
   * @param known how many rules say what the catalogue says too, which does no harm
   */
  public record Report(List<Finding> findings, int known) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /** A rule that does nothing, where it stands, and why. */
  public record Finding(String origin, String rule, String message) {}
}
