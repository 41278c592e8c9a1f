package org.ikisaki.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of domains, as a tree of labels from the top-level domain down. Immutable. */
final class SuffixTrie implements Index {
  private final Node root = new Node();

  SuffixTrie(List<Compiled> rules) {
    for (Compiled rule : rules) {
      String domain = ((Pattern.Suffix) rule.pattern()).domain();
      Node node = root;
      int end = domain.length();
      while (end >= 0) {
        int start = domain.lastIndexOf('.', end - 1) + 1;
        node = node.children.computeIfAbsent(domain.substring(start, end), label -> new Node());
        end = start - 1;
      }
      node.rules.add(rule);
    }
  }

  @Override
  public boolean visit(Subject subject, Predicate<Compiled> enough) {
    String host = subject.host();
    return host != null && visit(root, host, host.length(), subject, enough);
  }

  /** The deeper domain first. A name has at most 127 labels, and the tree is no deeper. */
  private static boolean visit(
      Node node, String host, int end, Subject subject, Predicate<Compiled> enough) {
    if (end >= 0) {
      int start = host.lastIndexOf('.', end - 1) + 1;
      @Nullable Node child = node.children.get(host.substring(start, end));
      if (child != null && visit(child, host, start - 1, subject, enough)) {
        return true;
      }
    }
    return Index.visit(node.rules, subject, enough);
  }

  private static final class Node {
    private final Map<String, Node> children = new HashMap<>(2);
    private final List<Compiled> rules = new ArrayList<>(1);
  }
}
