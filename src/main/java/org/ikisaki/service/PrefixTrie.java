package org.ikisaki.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The rules of networks, as a binary tree of address bits in which no node has an only child and no
 * rule (a Patricia trie; Morrison 1968). Immutable.
 *
 * <p>IPv4 lies in it as IPv4-mapped IPv6, so lengths count from the first of 128 bits.
 */
final class PrefixTrie implements Index {
  private static final int BITS = 128;
  private static final int IPV4_OFFSET = 96;

  private @Nullable Node root;

  PrefixTrie(List<Compiled> rules) {
    for (Compiled rule : rules) {
      Pattern.Network network = (Pattern.Network) rule.pattern();
      int length = network.length() + (network.address().isIpv4() ? IPV4_OFFSET : 0);
      root = insert(root, network.address(), length, rule);
    }
  }

  @Override
  public boolean visit(Subject subject, Predicate<Compiled> enough) {
    return visit(root, subject, enough);
  }

  /** The longer network first. */
  private static boolean visit(@Nullable Node node, Subject subject, Predicate<Compiled> enough) {
    IpAddress address = subject.address();
    if (node == null || common(node.address, address) < node.length) {
      return false;
    }
    if (node.length < BITS && visit(node.child(address), subject, enough)) {
      return true;
    }
    // An IPv6 network of few bits holds the IPv4-mapped ones, but not what they stand for.
    return !node.rules.isEmpty()
        && node.rules.get(0).pattern().matches(subject)
        && Index.visit(node.rules, subject, enough);
  }

  private static Node insert(@Nullable Node node, IpAddress address, int length, Compiled rule) {
    if (node == null) {
      return new Node(address, length, rule);
    }
    int common = Math.min(common(node.address, address), Math.min(node.length, length));
    if (common == node.length && common == length) {
      node.rules.add(rule);
      return node;
    }
    if (common == node.length) {
      node.child(address, insert(node.child(address), address, length, rule));
      return node;
    }
    Node parent = common == length ? new Node(address, length, rule) : new Node(address, common);
    parent.child(node.address, node);
    if (common < length) {
      parent.child(address, new Node(address, length, rule));
    }
    return parent;
  }

  /** How many first bits two addresses share. */
  private static int common(IpAddress a, IpAddress b) {
    int high = Long.numberOfLeadingZeros(a.high() ^ b.high());
    return high < Long.SIZE ? high : high + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  private static final class Node {
    private final IpAddress address;
    private final int length;
    private final List<Compiled> rules = new ArrayList<>(1);
    private @Nullable Node zero;
    private @Nullable Node one;

    Node(IpAddress address, int length) {
      this.address = address;
      this.length = length;
    }

    Node(IpAddress address, int length, Compiled rule) {
      this(address, length);
      rules.add(rule);
    }

    @Nullable Node child(IpAddress below) {
      return isOne(below) ? one : zero;
    }

    void child(IpAddress below, Node child) {
      if (isOne(below)) {
        one = child;
      } else {
        zero = child;
      }
    }

    /** The first bit that is not this node's. */
    private boolean isOne(IpAddress below) {
      long word = length < Long.SIZE ? below.high() : below.low();
      return (word << (length % Long.SIZE)) < 0;
    }
  }
}
