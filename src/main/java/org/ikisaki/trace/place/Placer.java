package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ikisaki.geo.Place;
import org.ikisaki.geo.SpecialAddresses;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.PlacedTrace.PlacedTarget;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;

/**
 * Places the hops of any number of traces, each router once with what all traces tell of it.
 * Confined to one thread.
 */
public final class Placer {
  private final Gazetteer gazetteer;
  private final NameHints hints;
  private final Corrections corrections;
  private final Sources sources;

  private final Map<IpAddress, RouterEvidence> routers = new HashMap<>();
  private final Neighbours neighbours = new Neighbours();
  private final Conventions conventions = new Conventions();
  private final Map<IpAddress, List<Hint>> hintsOf = new HashMap<>();
  private final Map<String, List<Hint>> looseOf = new HashMap<>();
  private final Map<IpAddress, Location> sure = new HashMap<>();
  private final Map<IpAddress, Placement> placements = new HashMap<>();
  private final Map<IpAddress, Place> networks = new HashMap<>();

  public Placer(Gazetteer gazetteer, NameHints hints, Corrections corrections, Sources sources) {
    this.gazetteer = gazetteer;
    this.hints = hints;
    this.corrections = corrections;
    this.sources = sources;
  }

  /** Places them all, in their order. */
  public List<PlacedTrace> place(List<Trace> traces) {
    traces.forEach(this::collect);
    traces.forEach(trace -> neighbours.add(trace, routers));
    routers.values().forEach(this::readName);
    routers.values().forEach(this::findSure);
    List<PlacedTrace> placed = new ArrayList<>(traces.size());
    traces.forEach(trace -> placed.add(placed(trace)));
    return placed;
  }

  private void collect(Trace trace) {
    Optional<Location> home = sources.home().apply(trace.origin());
    router(trace.target().address()).target = true;
    OptionalLong behind = OptionalLong.empty();
    for (int i = trace.hops().size() - 1; i >= 0; i--) {
      Hop hop = trace.hops().get(i);
      for (Answer answer : hop.answers()) {
        RouterEvidence router = router(answer.from());
        router.seenFrom(
            trace.origin(),
            home.orElse(null),
            hop.bestRoundTrip(answer.from()),
            forks(hop) ? OptionalLong.empty() : behind);
        if (router.name == null) {
          router.name = trace.names().get(answer.from());
        }
      }
      behind = shortest(behind, hop);
    }
  }

  /** There what lies behind is behind one of the routers alone, nobody knows which. */
  private static boolean forks(Hop hop) {
    return hop.addresses().size() > 1;
  }

  private static OptionalLong shortest(OptionalLong behind, Hop hop) {
    if (forks(hop)) {
      return OptionalLong.empty();
    }
    OptionalLong own = hop.bestRoundTrip();
    return own.isEmpty() || behind.isPresent() && behind.getAsLong() < own.getAsLong()
        ? behind
        : own;
  }

  private RouterEvidence router(IpAddress address) {
    return routers.computeIfAbsent(address, RouterEvidence::new);
  }

  private void readName(RouterEvidence router) {
    if (router.name == null || SpecialAddresses.contains(router.address)) {
      return;
    }
    List<Hint> found = hints.strict(router.name);
    hintsOf.put(router.address, found);
    conventions.note(
        RouterName.of(router.name).operator(), found, hint -> router.allows(hint.location()));
  }

  /** Where routers are by what the user or their names say: they vote for their neighbours. */
  private void findSure(RouterEvidence router) {
    if (SpecialAddresses.contains(router.address)) {
      return;
    }
    Placement placement = stated(router).choose();
    if (placement.location() != null) {
      sure.put(router.address, placement.location());
    }
  }

  private Weighing stated(RouterEvidence router) {
    Weighing weighing =
        new Weighing(router.reaches(), router.target)
            .stated(corrections.of(router.address, router.name));
    if (router.name == null) {
      return weighing;
    }
    String operator = RouterName.of(router.name).operator();
    List<Hint> found = hintsOf.getOrDefault(router.address, List.of());
    List<Hint> known =
        found.stream()
            .filter(hint -> !hint.doubtful() || conventions.confirm(operator, hint))
            .toList();
    List<Hint> kept = known.stream().filter(hint -> !conventions.refute(operator, hint)).toList();
    weighing.refuted(known.stream().filter(hint -> !kept.contains(hint)).toList()).hints(kept);
    if (kept.stream().noneMatch(hint -> router.allows(hint.location()))) {
      weighing.hints(looseOf.computeIfAbsent(router.name, hints::loose));
    }
    return weighing;
  }

  private PlacedTrace placed(Trace trace) {
    List<PlacedHop> hops = new ArrayList<>(trace.hops().size());
    for (Hop hop : trace.hops()) {
      hops.add(placed(hop, trace));
    }
    IpAddress target = trace.target().address();
    return new PlacedTrace(
        trace,
        sources.home().apply(trace.origin()).orElse(null),
        hops,
        new PlacedTarget(network(target), placement(router(target))));
  }

  private PlacedHop placed(Hop hop, Trace trace) {
    if (hop.silent()) {
      return new PlacedHop(
          hop,
          null,
          null,
          Place.UNKNOWN,
          Placement.unplaced(Placement.Kind.SILENT, "it did not answer"));
    }
    IpAddress address = hop.addresses().get(0);
    RouterEvidence router = router(address);
    String name = trace.names().getOrDefault(address, router.name);
    return new PlacedHop(hop, address, name, network(address), placement(router));
  }

  private Place network(IpAddress address) {
    return networks.computeIfAbsent(address, sources.network());
  }

  private Placement placement(RouterEvidence router) {
    Placement known = placements.get(router.address);
    if (known == null) {
      known = weigh(router);
      placements.put(router.address, known);
    }
    return known;
  }

  private Placement weigh(RouterEvidence router) {
    if (SpecialAddresses.contains(router.address)) {
      return Placement.unplaced(Placement.Kind.PRIVATE, "a private address");
    }
    return stated(router)
        .neighbours(neighbours.vote(router.address, sure))
        .databaseCity(sources.city().apply(router.address))
        .databaseCountry(network(router.address).country(), gazetteer)
        .choose();
  }
}
