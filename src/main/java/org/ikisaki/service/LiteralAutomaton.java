package org.ikisaki.service;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many texts occur in a name, in one pass over it: the automaton of Aho and Corasick
 * (<a href="https://doi.org/10.1145/360825.360855">CACM 18(6), 1975</a>). Immutable.
 */
final class LiteralAutomaton {
  private final Node root = new Node();

  /** Empty texts are left out. */
  LiteralAutomaton(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (!text.isEmpty()) {
        Node node = root;
        for (int c = 0; c < text.length(); c++) {
          node = node.childFor(text.charAt(c));
        }
        node.ends = Arrays.copyOf(node.ends, node.ends.length + 1);
        node.ends[node.ends.length - 1] = i;
      }
    }
    link();
  }

  /** Sets the bits of the texts that occur in {@code name}. */
  void find(String name, BitSet found) {
    Node node = root;
    for (int i = 0; i < name.length(); i++) {
      node = step(node, name.charAt(i));
      for (Node end = node; end != null; end = end.shorterEnd) {
        for (int text : end.ends) {
          found.set(text);
        }
      }
    }
  }

  private Node step(Node from, char letter) {
    Node node = from;
    Node next = node.child(letter);
    while (next == null && node.longestSuffix != null) {
      node = node.longestSuffix;
      next = node.child(letter);
    }
    return next == null ? root : next;
  }

  /** Breadth first, as a node's links lead to shorter texts. */
  private void link() {
    Queue<Node> nodes = new ArrayDeque<>(List.of(root));
    for (Node node = nodes.poll(); node != null; node = nodes.poll()) {
      for (int i = 0; i < node.letters.length; i++) {
        Node child = node.children[i];
        Node suffix = node.longestSuffix == null ? root : step(node.longestSuffix, node.letters[i]);
        child.longestSuffix = suffix;
        child.shorterEnd = suffix.ends.length > 0 ? suffix : suffix.shorterEnd;
        nodes.add(child);
      }
    }
  }

  /** What was read so far ends in the text that leads here, and in none that is longer. */
  private static final class Node {
    private char[] letters = {};
    private Node[] children = {};

    /** The places in the list of the texts that end here. */
    private int[] ends = {};

    /** Where the longest other text leads that this one ends in; null at the root. */
    private @Nullable Node longestSuffix;

    /** The next on that way where texts end. */
    private @Nullable Node shorterEnd;

    @Nullable Node child(char letter) {
      for (int i = 0; i < letters.length; i++) {
        if (letters[i] == letter) {
          return children[i];
        }
      }
      return null;
    }

    Node childFor(char letter) {
      Node known = child(letter);
      if (known != null) {
        return known;
      }
      int count = letters.length;
      letters = Arrays.copyOf(letters, count + 1);
      children = Arrays.copyOf(children, count + 1);
      letters[count] = letter;
      children[count] = new Node();
      return children[count];
    }
  }
}
