package org.ikisaki.trace.place;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;

/**
 * Routers that answer one after the other and as quickly as each other: those are near each other.
 * Confined to one thread.
 */
final class Neighbours {
  /** A millisecond there and back is 100 km at most; routers' own delays blur it. */
  private static final long NEAR_NANOS = 1_000_000;

  /** So much of the votes have to agree. */
  private static final double MAJORITY = 0.6;

  private final Map<IpAddress, Map<IpAddress, Integer>> near = new HashMap<>();

  /** Notes the neighbours of a trace. */
  void add(Trace trace, Map<IpAddress, RouterEvidence> routers) {
    Hop last = null;
    for (Hop hop : trace.hops()) {
      if (!hop.silent() && last != null && !isInTunnel(last) && !isInTunnel(hop)) {
        add(last.addresses().get(0), hop.addresses().get(0), trace.origin(), routers);
      }
      last = hop.silent() ? null : hop;
    }
  }

  /** Routers in an MPLS tunnel answer by way of its end, all of them as late. */
  private static boolean isInTunnel(Hop hop) {
    return hop.answers().stream().anyMatch(answer -> !answer.labels().isEmpty());
  }

  private void add(
      IpAddress a, IpAddress b, String origin, Map<IpAddress, RouterEvidence> routers) {
    OptionalLong first = roundTrip(a, origin, routers);
    OptionalLong second = roundTrip(b, origin, routers);
    if (!a.equals(b)
        && first.isPresent()
        && second.isPresent()
        && Math.abs(first.getAsLong() - second.getAsLong()) <= NEAR_NANOS) {
      near.computeIfAbsent(a, ignored -> new HashMap<>(4)).merge(b, 1, Integer::sum);
      near.computeIfAbsent(b, ignored -> new HashMap<>(4)).merge(a, 1, Integer::sum);
    }
  }

  private static OptionalLong roundTrip(
      IpAddress address, String origin, Map<IpAddress, RouterEvidence> routers) {
    RouterEvidence router = routers.get(address);
    return router == null ? OptionalLong.empty() : router.roundTrip(origin);
  }

  /**
   * The place that most of a router's neighbours have.
   *
   * @param sure where routers surely are; others have no vote
   */
  Optional<Vote> vote(IpAddress router, Map<IpAddress, Location> sure) {
    Map<Location, Integer> votes = new HashMap<>();
    for (Map.Entry<IpAddress, Integer> neighbour : near.getOrDefault(router, Map.of()).entrySet()) {
      Location place = sure.get(neighbour.getKey());
      if (place != null) {
        votes.merge(place, neighbour.getValue(), Integer::sum);
      }
    }
    int all = votes.values().stream().mapToInt(Integer::intValue).sum();
    Optional<Map.Entry<Location, Integer>> best =
        votes.entrySet().stream()
            .max(
                Map.Entry.<Location, Integer>comparingByValue()
                    .thenComparing(entry -> entry.getKey().city(), Comparator.reverseOrder()));
    return best.filter(entry -> entry.getValue() >= MAJORITY * all)
        .map(entry -> new Vote(entry.getKey(), entry.getValue(), all));
  }

  /**
   * Where neighbours are.
   *
   * @param votes for that place, a trace each
   * @param of so many
   */
  record Vote(Location place, int votes, int of) {}
}
