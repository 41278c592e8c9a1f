package org.ikisaki.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.config.Node;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.ikisaki.service.Rules.Repeat;

/** Makes rules of YAML nodes and reports what can't be one. Confined to one reading. */
final class RulesReader {
  /** Which service claimed a rule first, and where. */
  private final Map<String, Claim> claims = new HashMap<>();

  private final List<Repeat> repeats = new ArrayList<>();

  Rules read(Node root) {
    root.allowOnly("services");
    List<Definition> definitions = new ArrayList<>();
    root.get("services").entries().forEach((name, node) -> definitions.add(service(name, node)));
    return new Rules(definitions, repeats);
  }

  private Definition service(String name, Node node) {
    ServiceText.checkName("service", name, node);
    node.allowOnly(PatternLists.keysAnd("category", "color", "icon", "all", "not"));
    List<Condition> exclusions = PatternLists.exclusions(node);
    List<Located> rules = new ArrayList<>();
    for (PatternLists.Written written : PatternLists.of(node).all()) {
      add(name, written, exclusions, rules);
    }
    for (Node together : node.get("all").elements()) {
      all(name, together, exclusions, rules);
    }
    if (!node.isPresent()) {
      node.problem("service '%s' is empty; give it 'hosts', 'networks' or 'as'".formatted(name));
    } else if (rules.isEmpty() && node.get("not").isPresent()) {
      node.get("not").problem("'not' excludes from nothing; give the service 'hosts' or the like");
    }
    return new Definition(name, ServiceText.category(node), ServiceText.look(node), rules);
  }

  /** What must hold together: any of the patterns of the first list, and any of each other one. */
  private void all(String service, Node node, List<Condition> exclusions, List<Located> rules) {
    node.allowOnly(PatternLists.keysAnd("not"));
    List<Condition> conditions = new ArrayList<>(exclusions);
    conditions.addAll(PatternLists.exclusions(node));
    List<List<PatternLists.Written>> lists = PatternLists.of(node).present();
    if (lists.isEmpty()) {
      node.problem("nothing to match is written here; give it 'hosts', 'ports' or the like");
      return;
    }
    for (List<PatternLists.Written> other : lists.subList(1, lists.size())) {
      conditions.add(
          new Condition(other.stream().map(PatternLists.Written::pattern).toList(), false));
    }
    lists.get(0).forEach(lead -> add(service, lead, conditions, rules));
  }

  private void add(
      String service,
      PatternLists.Written written,
      List<Condition> conditions,
      List<Located> rules) {
    List<Condition> sorted =
        conditions.stream().sorted(Comparator.comparing(Condition::text)).toList();
    Located rule = new Located(written.pattern(), sorted, written.node().origin());
    if (claim(rule.text(), service, written.node())) {
      rules.add(rule);
    }
  }

  /** Whether the rule is new; one that two services want is a mistake, as order can't decide. */
  private boolean claim(String text, String service, Node element) {
    Claim first = claims.putIfAbsent(text, new Claim(service, element));
    if (first == null) {
      return true;
    }
    if (first.service.equals(service)) {
      repeats.add(new Repeat(text, element.origin(), first.element.origin()));
    } else {
      element.problem(
          "'%s' of '%s' is claimed by '%s' too, at %s; keep one of the two"
              .formatted(text, service, first.service, first.element.location()));
    }
    return false;
  }

  private record Claim(String service, Node element) {}
}
