package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ikisaki.config.Node;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.jspecify.annotations.Nullable;

/** Makes rules of YAML nodes and reports what can't be one. Confined to one reading. */
final class RulesReader {
  /** Longer names fit no chart. */
  private static final int MAX_NAME = 80;

  /** Which service claimed a pattern first, and where. */
  private final Map<String, Claim> claims = new HashMap<>();

  Rules read(Node root) {
    root.allowOnly("services");
    List<Definition> definitions = new ArrayList<>();
    root.get("services").entries().forEach((name, node) -> definitions.add(service(name, node)));
    return new Rules(definitions);
  }

  private Definition service(String name, Node node) {
    checkName("service", name, node);
    node.allowOnly("category", "hosts", "networks", "as");
    List<Located> patterns = new ArrayList<>();
    read(name, node.get("hosts"), HostPatterns::parse, patterns);
    read(name, node.get("networks"), AddressPatterns::network, patterns);
    read(name, node.get("as"), AddressPatterns::autonomousSystem, patterns);
    String category = node.get("category").stringOrNull();
    if (category != null) {
      checkName("category", category, node.get("category"));
    }
    if (!node.isPresent()) {
      node.problem("service '%s' is empty; give it 'hosts', 'networks' or 'as'".formatted(name));
    }
    return new Definition(name, category, patterns);
  }

  private void read(
      String service, Node list, Function<String, Pattern> parser, List<Located> patterns) {
    for (Node element : list.elements()) {
      String written = element.stringOrNull();
      if (written == null) {
        if (!element.isPresent()) {
          element.problem("an empty element; write a pattern after the '-' or remove it");
        }
        continue;
      }
      try {
        Pattern pattern = parser.apply(written);
        if (claim(pattern, service, element)) {
          patterns.add(new Located(pattern, element.origin()));
        }
      } catch (IllegalArgumentException e) {
        element.problem("'%s' %s".formatted(printable(written), e.getMessage()));
      }
    }
  }

  /** Whether the pattern is new; one that two services want is a mistake, as order can't decide. */
  private boolean claim(Pattern pattern, String service, Node element) {
    Claim first = claims.putIfAbsent(pattern.text(), new Claim(service, element));
    if (first == null) {
      return true;
    }
    if (!first.service.equals(service)) {
      element.problem(
          "'%s' of '%s' is claimed by '%s' too, at %s; keep one of the two"
              .formatted(pattern.text(), service, first.service, first.element.location()));
    }
    return false;
  }

  private static void checkName(String kind, String name, Node node) {
    String reason = reasonAgainst(name);
    if (reason != null) {
      node.problem("%s name '%s' %s".formatted(kind, printable(name), reason));
    }
  }

  private static @Nullable String reasonAgainst(String name) {
    if (name.isBlank() || !name.equals(name.strip())) {
      return "is blank, or begins or ends with a space";
    }
    if (name.length() > MAX_NAME) {
      return "is longer than %d characters".formatted(MAX_NAME);
    }
    if (!printable(name).equals(name)) {
      return "holds characters that can't be seen";
    }
    // (other) and (unnamed) are what could not be told.
    return name.startsWith("(") ? "begins with '(', which is kept for names of our own" : null;
  }

  private static String printable(String text) {
    String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\u00b7");
    return visible.length() > MAX_NAME ? visible.substring(0, MAX_NAME) + "\u2026" : visible;
  }

  private record Claim(String service, Node element) {}
}
