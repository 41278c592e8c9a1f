package org.ikisaki.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.PlacedTrace.PlacedTarget;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** Makes placed traces for tests, hop by hop. */
public final class TraceBuilder {
  public static final Location OSLO = new Location(59.91, 10.75, "Oslo", "NO");
  public static final Location STOCKHOLM = new Location(59.33, 18.07, "Stockholm", "SE");
  public static final Location FRANKFURT = new Location(50.11, 8.68, "Frankfurt", "DE");
  public static final Location NEW_YORK = new Location(40.71, -74.01, "New York", "US");
  public static final Location SAN_JOSE = new Location(37.34, -121.89, "San Jose", "US");
  public static final Location TOKYO = new Location(35.68, 139.69, "Tokyo", "JP");

  private final Target target;
  private final List<PlacedHop> hops = new ArrayList<>();
  private final Map<IpAddress, String> names = new HashMap<>();
  private @Nullable Location home;
  private Place targetNetwork = Place.UNKNOWN;
  private Placement targetPlacement =
      Placement.unplaced(Placement.Kind.UNKNOWN, "no database knows it");

  private TraceBuilder(Target target) {
    this.target = target;
  }

  public static TraceBuilder to(String name, String address) {
    return new TraceBuilder(new Target(name, IpAddress.parse(address)));
  }

  public TraceBuilder from(Location location) {
    home = location;
    return this;
  }

  public TraceBuilder hop(
      String address, @Nullable String name, int asn, @Nullable Location location, double millis) {
    IpAddress from = IpAddress.parse(address);
    if (name != null) {
      names.put(from, name);
    }
    Answer.Meaning meaning =
        from.equals(target.address()) ? Answer.Meaning.REACHED : Answer.Meaning.TIME_EXCEEDED;
    Hop hop = new Hop(hops.size() + 1, 1, List.of(Answer.of(from, (long) (millis * 1e6), meaning)));
    Placement placement =
        location == null
            ? Placement.unplaced(
                asn == 0 ? Placement.Kind.PRIVATE : Placement.Kind.UNKNOWN, "no place")
            : placed(location);
    String country = location == null ? "ZZ" : location.country();
    Place network = asn == 0 ? Place.UNKNOWN : new Place(asn, "Example " + asn, country);
    hops.add(new PlacedHop(hop, from, name, network, placement));
    return this;
  }

  /** The last hop's probes were changed by a NAT before it. */
  public TraceBuilder behindNat() {
    PlacedHop last = hops.remove(hops.size() - 1);
    Hop hop = last.hop();
    List<Answer> answers =
        hop.answers().stream()
            .map(a -> new Answer(a.from(), a.roundTripNanos(), a.meaning(), a.labels(), true))
            .toList();
    hops.add(
        new PlacedHop(
            new Hop(hop.ttl(), hop.sent(), answers),
            last.address(),
            last.name(),
            last.network(),
            last.placement()));
    return this;
  }

  public TraceBuilder silent() {
    hops.add(
        new PlacedHop(
            new Hop(hops.size() + 1, 1, List.of()),
            null,
            null,
            Place.UNKNOWN,
            Placement.unplaced(Placement.Kind.SILENT, "no answer")));
    return this;
  }

  public TraceBuilder targetIn(Location location) {
    targetNetwork = new Place(64500, "Example", location.country());
    targetPlacement = placed(location);
    return this;
  }

  public PlacedTrace build() {
    Trace trace =
        new Trace(
            target,
            "test",
            Instant.parse("2026-01-02T03:04:05Z"),
            ProbeKind.UDP,
            hops.stream().map(PlacedHop::hop).toList(),
            names);
    return new PlacedTrace(trace, home, hops, new PlacedTarget(targetNetwork, targetPlacement));
  }

  private static Placement placed(Location location) {
    return new Placement(
        Placement.Kind.PLACED,
        location,
        0.9,
        List.of(new Candidate(location, Candidate.Source.ROUTER_NAME, "the name says so", true)),
        "`" + location.city() + "` in the name");
  }
}
