package org.ikisaki.trace.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who hands packets to whom: routers, and the links between those that answered one after the
 * other. Confined to one thread.
 */
final class Network {
  /** What is private has no AS. */
  static final String HOME = "private network";

  private final Map<IpAddress, Node> nodes = new LinkedHashMap<>();
  private final Map<Link, Integer> links = new LinkedHashMap<>();

  static Network of(Iterable<PlacedTrace> traces) {
    Network network = new Network();
    traces.forEach(network::add);
    return network;
  }

  Map<IpAddress, Node> nodes() {
    return nodes;
  }

  /** How many traces took each. */
  Map<Link, Integer> links() {
    return links;
  }

  private void add(PlacedTrace placed) {
    @Nullable IpAddress last = null;
    int silent = 0;
    for (PlacedHop hop : placed.hops()) {
      IpAddress address = hop.address();
      if (address == null) {
        silent++;
        continue;
      }
      nodes.merge(address, node(placed, hop), Node::seenAgain);
      if (last != null && !last.equals(address)) {
        links.merge(new Link(last, address, silent), 1, Integer::sum);
      }
      last = address;
      silent = 0;
    }
  }

  private static Node node(PlacedTrace placed, PlacedHop hop) {
    IpAddress address = Objects.requireNonNull(hop.address());
    boolean target = address.equals(placed.trace().target().address());
    String name = hop.name() == null && target ? placed.trace().target().name() : hop.name();
    return new Node(group(hop), Router.of(address, name, hop), target);
  }

  private static String group(PlacedHop hop) {
    if (hop.placement().kind() == Placement.Kind.PRIVATE) {
      return HOME;
    }
    return hop.network().asn() == 0 ? "AS unknown" : SiteText.network(hop.network());
  }

  /** A router and the network that it is drawn in. */
  record Node(String group, Router router, boolean target) {
    Node seenAgain(Node other) {
      return new Node(group, router.and(other.router), target || other.target);
    }
  }

  /** From one router to the next that answered, over {@code silent} ones that didn't. */
  record Link(IpAddress from, IpAddress to, int silent) {}
}
