package org.ikisaki.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ikisaki.config.Node;

/**
 * The lists of patterns that a mapping holds, of those keys that are there.
 *
 * @param present the most specific kind first; none is empty
 */
record PatternLists(List<List<Written>> present) {
  /** What may stand in a mapping of patterns, the most specific kind first. */
  private static final List<Key> KEYS =
      List.of(
          new Key("hosts", HostPatterns::parse),
          new Key("networks", AddressPatterns::network),
          new Key("ports", PortPatterns::ports),
          new Key("as", AddressPatterns::autonomousSystem),
          new Key("protocols", PortPatterns::protocol),
          new Key("devices", PortPatterns::device));

  /** The keys of patterns, with these before them. */
  static String[] keysAnd(String... others) {
    return Stream.concat(Stream.of(others), KEYS.stream().map(key -> key.text))
        .toArray(String[]::new);
  }

  static PatternLists of(Node node) {
    List<List<Written>> present = new ArrayList<>();
    for (Key key : KEYS) {
      List<Written> list = read(node.get(key.text), key);
      if (!list.isEmpty()) {
        present.add(list);
      }
    }
    return new PatternLists(present);
  }

  /** What stands under {@code not}, as the condition that none of it matches. */
  static List<Condition> exclusions(Node node) {
    Node not = node.get("not");
    not.allowOnly(keysAnd());
    List<Pattern> excluded = of(not).all().stream().map(Written::pattern).toList();
    return excluded.isEmpty() ? List.of() : List.of(new Condition(excluded, true));
  }

  /** The form in which equal patterns are equal; what is none stays as it is. */
  static String canonical(String key, String written) {
    try {
      for (Key known : KEYS) {
        if (known.text.equals(key)) {
          return known.parser.apply(written).text();
        }
      }
    } catch (IllegalArgumentException e) {
      // The file's reader has said so, or will find that it isn't there.
    }
    return written;
  }

  List<Written> all() {
    return present.stream().flatMap(List::stream).toList();
  }

  private static List<Written> read(Node list, Key key) {
    List<Written> patterns = new ArrayList<>();
    for (Node element : list.elements()) {
      String written = element.stringOrNull();
      if (written == null) {
        if (!element.isPresent()) {
          element.problem("an empty element; write a pattern after the '-' or remove it");
        }
        continue;
      }
      try {
        patterns.add(new Written(key.parser.apply(written), element));
      } catch (IllegalArgumentException e) {
        element.problem("'%s' %s".formatted(ServiceText.printable(written), e.getMessage()));
      }
    }
    return patterns;
  }

  /** A pattern and where it is written. */
  record Written(Pattern pattern, Node node) {}

  private record Key(String text, Function<String, Pattern> parser) {}
}
