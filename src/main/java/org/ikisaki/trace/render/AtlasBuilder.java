package org.ikisaki.trace.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.ikisaki.wire.IpAddress;

/** Lays traces over each other. Confined to one thread. */
final class AtlasBuilder {
  private final Map<Spot, SiteDraft> sites = new HashMap<>();
  private final List<SiteDraft> drafts = new ArrayList<>();
  private final Map<Long, Leg> legs = new LinkedHashMap<>();
  private final Map<Route, Integer> routes = new LinkedHashMap<>();
  private final List<Integer> journeys = new ArrayList<>();
  private final Set<IpAddress> unplaced = new HashSet<>();

  private AtlasBuilder() {}

  static Atlas of(Iterable<PlacedTrace> traces) {
    AtlasBuilder builder = new AtlasBuilder();
    traces.forEach(builder::add);
    return new Atlas(
        builder.drafts.stream().map(SiteDraft::site).toList(),
        List.copyOf(builder.legs.values()),
        List.copyOf(builder.routes.keySet()),
        builder.journeys,
        builder.unplaced.size());
  }

  private void add(PlacedTrace trace) {
    Path path = new Path();
    if (trace.home() != null) {
      SiteDraft site = site(trace.home());
      site.home = true;
      path.to(site.index);
    }
    for (PlacedHop hop : trace.hops()) {
      add(hop, path);
    }
    Location end = trace.end().placement().location();
    if (!trace.trace().reached() && end != null) {
      path.unsure();
      path.to(site(end).index);
    }
    Route route = new Route(path.sites, path.sure, trace.end().country());
    journeys.add(routes.computeIfAbsent(route, ignored -> routes.size()));
    new HashSet<>(path.sites).forEach(index -> drafts.get(index).traces++);
    new HashSet<>(path.steps()).forEach(this::count);
  }

  private void add(PlacedHop hop, Path path) {
    Placement placement = hop.placement();
    Location location = placement.location();
    IpAddress address = hop.address();
    if (location == null || address == null) {
      if (placement.kind() != Placement.Kind.PRIVATE) {
        path.unsure();
      }
      if (placement.kind() == Placement.Kind.UNKNOWN && address != null) {
        unplaced.add(address);
      }
      return;
    }
    SiteDraft site = site(location);
    site.add(address, hop);
    path.to(site.index);
  }

  private SiteDraft site(Location location) {
    return sites.computeIfAbsent(
        Spot.of(location),
        ignored -> {
          SiteDraft draft = new SiteDraft(drafts.size(), location);
          drafts.add(draft);
          return draft;
        });
  }

  private void count(Leg step) {
    legs.merge(
        (long) step.from() << Integer.SIZE | step.to(),
        step,
        (a, b) -> new Leg(a.from(), a.to(), a.sure() || b.sure(), a.traces() + b.traces()));
  }

  /** Locations of one city, or nearer than some eleven kilometres, are one place. */
  private record Spot(String country, String city, long latitude, long longitude) {
    static Spot of(Location location) {
      return location.city().isEmpty()
          ? new Spot(
              location.country(),
              "",
              Math.round(location.latitude() * 10),
              Math.round(location.longitude() * 10))
          : new Spot(
              location.country(),
              location.city(),
              Math.round(location.latitude()),
              Math.round(location.longitude()));
    }
  }

  /** A site as it fills. */
  private static final class SiteDraft {
    final int index;
    private final Location location;
    private final Map<IpAddress, Router> routers = new LinkedHashMap<>();
    int traces;
    boolean home;

    SiteDraft(int index, Location location) {
      this.index = index;
      this.location = location;
    }

    void add(IpAddress address, PlacedHop hop) {
      routers.merge(address, Router.of(address, hop.name(), hop), Router::and);
    }

    Site site() {
      return new Site(location, List.copyOf(routers.values()), traces, home);
    }
  }

  /** The way of one trace from site to site. */
  private static final class Path {
    final List<Integer> sites = new ArrayList<>();
    final List<Boolean> sure = new ArrayList<>();
    private boolean gap;

    void unsure() {
      gap = true;
    }

    void to(int site) {
      if (sites.isEmpty()) {
        sites.add(site);
      } else if (last() != site) {
        sites.add(site);
        sure.add(!gap);
      }
      gap = false;
    }

    private int last() {
      return sites.get(sites.size() - 1);
    }

    List<Leg> steps() {
      List<Leg> steps = new ArrayList<>();
      for (int i = 0; i < sure.size(); i++) {
        int a = sites.get(i);
        int b = sites.get(i + 1);
        steps.add(new Leg(Math.min(a, b), Math.max(a, b), sure.get(i), 1));
      }
      return steps;
    }
  }
}
