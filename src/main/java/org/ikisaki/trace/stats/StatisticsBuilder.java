package org.ikisaki.trace.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.stats.Statistics.Crossing;
import org.ikisaki.trace.stats.Statistics.FarEnd;
import org.ikisaki.trace.stats.Statistics.Kind;
import org.ikisaki.trace.stats.Statistics.Owner;
import org.ikisaki.trace.stats.Statistics.Party;
import org.ikisaki.wire.IpAddress;

/** Adds traces up. Confined to one thread. */
public final class StatisticsBuilder {
  private static final String UNKNOWN = "ZZ";

  private final Set<List<IpAddress>> ways = new HashSet<>();
  private final Set<IpAddress> hops = new HashSet<>();
  private final Set<Location> places = new HashSet<>();
  private final Set<String> countries = new HashSet<>();
  private final Set<IpAddress> targets = new HashSet<>();
  private final Map<String, EndDraft> ends = new HashMap<>();
  private final Map<Border, int[]> crossings = new HashMap<>();
  private final Map<Integer, OwnerDraft> owners = new HashMap<>();
  private final Map<Integer, OwnerDraft> parties = new HashMap<>();
  private int paths;
  private int reached;
  private long accesses = -1;
  private long untraced;

  /** One trace. */
  public StatisticsBuilder add(PlacedTrace trace) {
    paths++;
    reached += trace.trace().reached() ? 1 : 0;
    targets.add(trace.trace().target().address());
    addHops(trace);
    addEnd(trace);
    return this;
  }

  /** One line of an access log; traces are added first. */
  public void access(IpAddress client) {
    accesses = Math.max(0, accesses);
    if (targets.contains(client)) {
      accesses++;
    } else {
      untraced++;
    }
  }

  private void addHops(PlacedTrace trace) {
    List<IpAddress> way = new ArrayList<>(trace.hops().size());
    Set<Integer> networks = new HashSet<>();
    for (PlacedHop hop : trace.hops()) {
      addAnswers(hop.hop());
      IpAddress address = hop.address();
      if (address == null) {
        continue;
      }
      way.add(address);
      Location at = hop.placement().location();
      if (at != null) {
        places.add(at);
        country(at.country());
      }
      Place network = hop.network();
      if (network.asn() != 0 && !address.equals(trace.trace().target().address())) {
        OwnerDraft owner = owners.computeIfAbsent(network.asn(), asn -> new OwnerDraft(network));
        owner.paths += networks.add(network.asn()) ? 1 : 0;
        owner.addresses.add(address);
        if (at != null && Borders.isSure(hop.placement())) {
          owner.countries.add(at.country());
        }
      }
    }
    ways.add(way);
  }

  private void addAnswers(Hop hop) {
    for (Answer answer : hop.answers()) {
      hops.add(answer.from());
    }
  }

  private void addEnd(PlacedTrace trace) {
    String end = trace.end().country();
    country(end);
    Borders borders = Borders.of(trace);
    EndDraft draft = ends.computeIfAbsent(end, ignored -> new EndDraft());
    draft.paths++;
    if (borders.placed()) {
      draft.kinds.merge(borders.between(end), 1, Integer::sum);
    }
    Set<Border> seen = new HashSet<>();
    for (int i = 0; i + 1 < borders.countries().size() && i < borders.sure().size(); i++) {
      Border border = new Border(borders.countries().get(i), borders.countries().get(i + 1));
      if (seen.add(border)) {
        crossings.computeIfAbsent(border, ignored -> new int[2])[borders.sure().get(i) ? 0 : 1]++;
      }
    }
    Place network = trace.end().network();
    OwnerDraft party = parties.computeIfAbsent(network.asn(), asn -> new OwnerDraft(network));
    party.paths++;
    party.addresses.add(trace.trace().target().address());
    party.countries.add(end);
  }

  private void country(String code) {
    if (!code.equals(UNKNOWN)) {
      countries.add(code);
    }
  }

  /** What came together so far. */
  public Statistics build() {
    return new Statistics(
        paths,
        ways.size(),
        hops.size(),
        places.size(),
        countries.size(),
        reached,
        accesses,
        untraced,
        kinds(),
        borders(),
        owners.values().stream()
            .sorted(OwnerDraft.MOST_PATHS)
            .map(
                owner ->
                    new Owner(
                        owner.network.asn(),
                        owner.network.asOrg(),
                        owner.paths,
                        owner.addresses.size(),
                        List.copyOf(owner.countries)))
            .toList(),
        parties.values().stream()
            .sorted(OwnerDraft.MOST_ADDRESSES)
            .map(
                party ->
                    new Party(
                        party.network.asn(),
                        party.network.asOrg(),
                        party.addresses.size(),
                        List.copyOf(party.countries)))
            .toList());
  }

  private List<FarEnd> kinds() {
    return ends.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, EndDraft> end) -> -end.getValue().paths)
                .thenComparing(Map.Entry::getKey))
        .map(end -> end.getValue().farEnd(end.getKey()))
        .toList();
  }

  private List<Crossing> borders() {
    return crossings.entrySet().stream()
        .map(
            crossing ->
                new Crossing(
                    crossing.getKey().from,
                    crossing.getKey().to,
                    crossing.getValue()[0],
                    crossing.getValue()[1]))
        .sorted(
            Comparator.comparingInt((Crossing crossing) -> -crossing.paths())
                .thenComparing(Crossing::from)
                .thenComparing(Crossing::to))
        .toList();
  }

  private record Border(String from, String to) {}

  /** The paths to a country as they come. */
  private static final class EndDraft {
    private final Map<List<String>, Integer> kinds = new LinkedHashMap<>();
    private int paths;

    FarEnd farEnd(String country) {
      int sure = kinds.values().stream().mapToInt(Integer::intValue).sum();
      return new FarEnd(
          country,
          paths,
          paths - sure,
          kinds.entrySet().stream()
              .sorted(
                  Comparator.comparingInt(
                          (Map.Entry<List<String>, Integer> kind) -> -kind.getValue())
                      .thenComparing(kind -> String.join(" ", kind.getKey())))
              .map(
                  kind -> new Kind(kind.getKey(), kind.getValue(), (double) kind.getValue() / sure))
              .toList());
    }
  }

  /** A network as it comes. */
  private static final class OwnerDraft {
    static final Comparator<OwnerDraft> MOST_PATHS =
        Comparator.comparingInt((OwnerDraft owner) -> -owner.paths)
            .thenComparingInt(owner -> owner.network.asn());
    static final Comparator<OwnerDraft> MOST_ADDRESSES =
        Comparator.comparingInt((OwnerDraft owner) -> -owner.addresses.size())
            .thenComparingInt(owner -> owner.network.asn());

    private final Place network;
    private final Set<IpAddress> addresses = new HashSet<>();
    private final Set<String> countries = new TreeSet<>();
    private int paths;

    OwnerDraft(Place network) {
      this.network = network;
    }
  }
}
