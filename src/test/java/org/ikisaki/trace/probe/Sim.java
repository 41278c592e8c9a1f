package org.ikisaki.trace.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.ikisaki.wire.IpAddress;

/**
 * A network of routers that the tests know: who is next to whom, who answers how, and by which way
 * a packet goes. Ways are the shortest; of several, a flow keeps to one. Immutable once it is used.
 */
public final class Sim {
  /** How a router or host behaves. */
  public record Manner(
      double delayMillis, double loss, boolean silent, int quote, boolean labels, boolean nat) {
    static final int ALL = 1_000;
    public static final Manner PLAIN = new Manner(1, 0, false, ALL, false, false);

    public Manner delay(double millis) {
      return new Manner(millis, loss, silent, quote, labels, nat);
    }

    public Manner losing(double share) {
      return new Manner(delayMillis, share, silent, quote, labels, nat);
    }

    public Manner withoutAnswer() {
      return new Manner(delayMillis, loss, true, quote, labels, nat);
    }

    public Manner quoting(int bytes) {
      return new Manner(delayMillis, loss, silent, bytes, labels, nat);
    }

    public Manner withLabels() {
      return new Manner(delayMillis, loss, silent, quote, true, nat);
    }

    public Manner translating() {
      return new Manner(delayMillis, loss, silent, quote, labels, true);
    }
  }

  /** How a target answers what reaches it. */
  public enum Door {
    CLOSED,
    OPEN,
    SILENT,
    /** Its router says that it isn't there. */
    ABSENT,
    /** Its router says that one may not go there. */
    FORBIDDEN,
    /** Its router knows no way to its network. */
    NO_NETWORK
  }

  private static final int NEAR = 4;

  private record Host(int router, Door door) {}

  private final List<Manner> routers = new ArrayList<>();
  private final List<TreeSet<Integer>> links = new ArrayList<>();
  private final Map<IpAddress, Host> hosts = new HashMap<>();

  /** A chain of routers with these manners; further ones may be linked. */
  public static Sim chain(Manner... manners) {
    Sim sim = new Sim();
    Arrays.stream(manners).forEach(sim::router);
    for (int i = 1; i < manners.length; i++) {
      sim.link(i - 1, i);
    }
    return sim;
  }

  /** A connected network behind a chain of four, the gateway being router 0. */
  static Sim mesh(int routers, int extraLinks, RandomGenerator random) {
    Sim sim = new Sim();
    for (int i = 0; i < routers; i++) {
      sim.router(Manner.PLAIN.delay(0.5 + random.nextDouble(4)));
      if (i > 0) {
        // Not to any, which would be too flat: to one of the latest four.
        sim.link(i < NEAR ? i - 1 : Math.max(NEAR - 1, i - 1 - random.nextInt(4)), i);
      }
    }
    for (int i = 0; i < extraLinks; i++) {
      int one = NEAR - 1 + random.nextInt(routers - NEAR + 1);
      int other = NEAR - 1 + random.nextInt(routers - NEAR + 1);
      if (one != other) {
        sim.link(one, other);
      }
    }
    return sim;
  }

  int router(Manner manner) {
    routers.add(manner);
    links.add(new TreeSet<>());
    return routers.size() - 1;
  }

  void link(int one, int other) {
    links.get(one).add(other);
    links.get(other).add(one);
  }

  void change(int router, Manner manner) {
    routers.set(router, manner);
  }

  public void host(IpAddress address, int router, Door door) {
    hosts.put(address, new Host(router, door));
  }

  int size() {
    return routers.size();
  }

  Manner manner(int router) {
    return routers.get(router);
  }

  boolean knows(IpAddress host) {
    return hosts.containsKey(host);
  }

  Door door(IpAddress host) {
    return at(host).door;
  }

  private Host at(IpAddress host) {
    return Objects.requireNonNull(hosts.get(host));
  }

  /** The address of a router's answers. */
  public static IpAddress address(int router, boolean ipv6) {
    return IpAddress.parse(
        ipv6 ? "2001:db8:ff::%x".formatted(router + 1) : "198.51.100." + (router + 1));
  }

  /** Which routers a flow passes, in order, on its way to a host. */
  List<Integer> way(IpAddress host, long flow) {
    int[] distances = distances(at(host).router);
    List<Integer> way = new ArrayList<>(List.of(0));
    int at = 0;
    while (distances[at] > 0) {
      List<Integer> next = nextHops(at, distances);
      at = next.get((int) Long.remainderUnsigned(mix(flow + at), next.size()));
      way.add(at);
    }
    return way;
  }

  /** The routers that some flow passes as the {@code ttl}-th, from 1. */
  Set<Integer> possible(IpAddress host, int ttl) {
    int[] distances = distances(at(host).router);
    TreeSet<Integer> at = new TreeSet<>(List.of(0));
    for (int hop = 1; hop < ttl; hop++) {
      TreeSet<Integer> next = new TreeSet<>();
      at.forEach(router -> next.addAll(nextHops(router, distances)));
      at = next;
    }
    return at;
  }

  private List<Integer> nextHops(int router, int[] distances) {
    return links.get(router).stream()
        .filter(next -> distances[next] == distances[router] - 1)
        .toList();
  }

  private int[] distances(int to) {
    int[] distances = new int[routers.size()];
    Arrays.fill(distances, Integer.MAX_VALUE);
    distances[to] = 0;
    List<Integer> queue = new ArrayList<>(List.of(to));
    for (int i = 0; i < queue.size(); i++) {
      int at = queue.get(i);
      for (int next : links.get(at)) {
        if (distances[next] == Integer.MAX_VALUE) {
          distances[next] = distances[at] + 1;
          queue.add(next);
        }
      }
    }
    return distances;
  }

  /** Spreads flows evenly (the finalizer of SplitMix64). */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
