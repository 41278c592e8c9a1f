package org.ikisaki.trace.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Candidate;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.TraceBuilder;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

class PlacerTest {
  private static final Gazetteer GAZETTEER = Gazetteer.load();
  private static final NameHints HINTS = new NameHints(GAZETTEER);
  private static final IpAddress ROUTER = IpAddress.parse("198.51.100.1");
  private static final IpAddress NEXT = IpAddress.parse("198.51.100.2");
  private static final IpAddress OTHER = IpAddress.parse("198.51.100.3");
  private static final IpAddress TARGET = IpAddress.parse("203.0.113.80");

  private final Map<IpAddress, Location> cities = new HashMap<>();
  private final Map<IpAddress, Place> networks = new HashMap<>();
  private final Map<IpAddress, String> names = new HashMap<>();
  private Corrections corrections = Corrections.NONE;
  private Optional<Location> home = Optional.of(TraceBuilder.OSLO);

  @Test
  void aNameBeatsADatabaseThatTheRoundTripExcludes() {
    names.put(ROUTER, "ae1.par02.example.net");
    cities.put(ROUTER, TraceBuilder.NEW_YORK);

    Placement placement = place(hop(ROUTER, 15)).hops().get(0).placement();

    assertThat(city(placement)).isEqualTo("Paris");
    assertThat(placement.reason())
        .contains("the database says New York, which is too far")
        .contains("15.0 ms from home allows 1500 km")
        .endsWith("\"par\" in the name, a city's code, is Paris → Paris");
    assertThat(placement.confidence()).isGreaterThan(0.8);
  }

  @Test
  void aHintThatTheRoundTripExcludesIsOut() {
    names.put(ROUTER, "cr1.tyo.example.net");
    cities.put(ROUTER, TraceBuilder.STOCKHOLM);

    Placement placement = place(hop(ROUTER, 9)).hops().get(0).placement();

    assertThat(placement.location()).isEqualTo(TraceBuilder.STOCKHOLM);
    assertThat(placement.candidates()).extracting(Candidate::feasible).containsExactly(true, false);
  }

  @Test
  void nothingIsPlacedOutsideItsDisc() {
    names.put(ROUTER, "cr1.tyo.example.net");
    cities.put(ROUTER, TraceBuilder.NEW_YORK);
    networks.put(ROUTER, new Place(64496, "Example", "US"));

    Placement placement = place(hop(ROUTER, 3)).hops().get(0).placement();

    assertThat(placement.kind()).isEqualTo(Placement.Kind.UNKNOWN);
    assertThat(placement.location()).isNull();
    assertThat(placement.reason()).endsWith("nothing that is known of it is near enough");
  }

  @Test
  void aRouterIsWhereItsEquallyQuickNeighbourIs() {
    names.put(ROUTER, "core1.fra.example.net");
    cities.put(NEXT, TraceBuilder.OSLO);

    Placement placement = place(hop(ROUTER, 26.0), hop(NEXT, 26.4)).hops().get(1).placement();

    assertThat(city(placement)).isEqualTo("Frankfurt am Main");
    assertThat(placement.reason()).contains("answers as quickly, is in Frankfurt am Main");
  }

  @Test
  void aSlowerNeighbourSaysNothing() {
    names.put(ROUTER, "core1.fra.example.net");
    cities.put(NEXT, TraceBuilder.NEW_YORK);

    assertThat(place(hop(ROUTER, 26), hop(NEXT, 101)).hops().get(1).placement().location())
        .isEqualTo(TraceBuilder.NEW_YORK);
  }

  @Test
  void theShortestOfAllTracesCounts() {
    cities.put(ROUTER, TraceBuilder.NEW_YORK);
    Placer placer = placer();
    List<PlacedTrace> placed =
        placer.place(List.of(trace(hop(ROUTER, 120)), trace(hop(ROUTER, 20))));

    assertThat(placed)
        .allSatisfy(
            trace ->
                assertThat(trace.hops().get(0).placement().kind())
                    .isEqualTo(Placement.Kind.UNKNOWN));
  }

  @Test
  void aTargetMuchNearerThanItsDatabaseSaysIsAnycast() {
    names.put(ROUTER, "edge1.osl.example.net");
    cities.put(TARGET, TraceBuilder.SAN_JOSE);

    PlacedTrace trace = place(hop(ROUTER, 2.0), hop(TARGET, 2.3));

    assertThat(trace.end().placement().kind()).isEqualTo(Placement.Kind.ANYCAST);
    assertThat(city(trace.end().placement())).isEqualTo("Oslo");
    assertThat(trace.end().placement().reason()).contains("several places");
  }

  @Test
  void aCountryAloneIsDrawnWhereItCanBe() {
    networks.put(ROUTER, new Place(64496, "Example", "NO"));

    Placement placement = place(hop(ROUTER, 1.0)).hops().get(0).placement();

    Location location = Objects.requireNonNull(placement.location());
    assertThat(location.country()).isEqualTo("NO");
    assertThat(location.city()).isEmpty();
    assertThat(TraceBuilder.OSLO.kilometresTo(location)).isLessThanOrEqualTo(100);
  }

  @Test
  void whatTheUserStatesWins() {
    names.put(ROUTER, "core1.fra.example.net");
    corrections = new Corrections(Map.of(), Map.of("fra.example.net", TraceBuilder.TOKYO));

    Placement placement = place(hop(ROUTER, 1)).hops().get(0).placement();

    assertThat(placement.location()).isEqualTo(TraceBuilder.TOKYO);
    assertThat(placement.confidence()).isEqualTo(1);
  }

  @Test
  void privateAndSilentHopsAreGaps() {
    PlacedTrace trace = place(hop(IpAddress.parse("192.168.1.1"), 0.4), new Hop(2, 3, List.of()));

    assertThat(trace.hops())
        .extracting(hop -> hop.placement().kind())
        .containsExactly(Placement.Kind.PRIVATE, Placement.Kind.SILENT);
  }

  /** The way to the next one leads past it: what is farther than half of that is out. */
  @Test
  void aRouterThatAnswersLateIsNoFartherThanTheOneBehindIt() {
    cities.put(ROUTER, TraceBuilder.NEW_YORK);

    Placement placement = place(hop(ROUTER, 180), hop(NEXT, 20)).hops().get(0).placement();

    assertThat(placement.kind()).isEqualTo(Placement.Kind.UNKNOWN);
    assertThat(placement.reason())
        .contains("20.0 ms from home to a router behind it allows 2000 km")
        .contains("New York, which is too far");
  }

  @Test
  void whereTheWayForksNothingIsSaidOfWhatLiesBefore() {
    cities.put(ROUTER, TraceBuilder.NEW_YORK);
    Hop fork = new Hop(1, 2, List.of(answer(ROUTER, 180), answer(OTHER, 180)));

    Placement placement = place(fork, hop(NEXT, 20)).hops().get(0).placement();

    assertThat(placement.location()).isEqualTo(TraceBuilder.NEW_YORK);
  }

  @Test
  void aRouterInATunnelIsNotWhereItsEndIs() {
    names.put(NEXT, "core1.fra.example.net");
    cities.put(ROUTER, TraceBuilder.STOCKHOLM);
    Answer labelled =
        new Answer(
            ROUTER,
            26_000_000,
            Answer.Meaning.TIME_EXCEEDED,
            List.of(new MplsLabel(24_001, 0, true, 1)),
            false);

    PlacedTrace trace = place(new Hop(1, 1, List.of(labelled)), hop(NEXT, 26.4));

    assertThat(trace.hops().get(0).placement().location()).isEqualTo(TraceBuilder.STOCKHOLM);
    assertThat(city(trace.hops().get(1).placement())).isEqualTo("Frankfurt am Main");
  }

  @Test
  void withoutAHomeNothingIsExcludedAndNamesAreLessSure() {
    home = Optional.empty();
    names.put(ROUTER, "cr1.tyo.example.net");
    cities.put(NEXT, TraceBuilder.NEW_YORK);

    PlacedTrace trace = place(hop(ROUTER, 3), hop(NEXT, 200));

    assertThat(city(trace.hops().get(0).placement())).isEqualTo("Tokyo");
    assertThat(trace.hops().get(0).placement().confidence()).isBetween(0.7, 0.8);
    assertThat(trace.hops().get(1).placement().location()).isEqualTo(TraceBuilder.NEW_YORK);
  }

  @Test
  void overASatelliteEverythingIsPossibleAndTheDatabaseUnsure() {
    cities.put(ROUTER, TraceBuilder.NEW_YORK);

    PlacedTrace trace =
        place(hop(IpAddress.parse("100.64.0.1"), 580), hop(ROUTER, 612), hop(NEXT, 640));

    assertThat(trace.hops().get(0).placement().kind()).isEqualTo(Placement.Kind.PRIVATE);
    assertThat(trace.hops().get(1).placement().location()).isEqualTo(TraceBuilder.NEW_YORK);
    assertThat(trace.hops().get(1).placement().confidence()).isLessThanOrEqualTo(0.5);
    assertThat(trace.hops().get(2).placement().kind()).isEqualTo(Placement.Kind.UNKNOWN);
  }

  @Test
  void anAnycastTargetWithNothingNearItIsNowhereButSaysWhy() {
    cities.put(TARGET, TraceBuilder.SAN_JOSE);
    networks.put(TARGET, new Place(64496, "Example", "AU"));

    PlacedTrace trace = place(hop(TARGET, 1.4));

    assertThat(trace.end().placement().location()).isNull();
    assertThat(trace.end().placement().reason()).endsWith("answers from several places");
  }

  /** Abilene was a network: what it is called after is too far from some of its routers. */
  @Test
  void aWordThatOneRouterRefutesMeansNoCityToTheOperatorsOthers() {
    names.put(ROUTER, "nycm-wash.abilene.example.edu");
    names.put(NEXT, "atla-hous.abilene.example.edu");

    PlacedTrace trace = place(hop(ROUTER, 72), hop(NEXT, 110));

    assertThat(city(trace.hops().get(0).placement())).isEqualTo("New York City");
    assertThat(city(trace.hops().get(1).placement())).isEqualTo("Atlanta");
    assertThat(trace.hops().get(1).placement().reason())
        .contains("but not for this operator, by its routers");
  }

  /** There {@code per} alone is a word; beside others of that operator's cities it is Perth. */
  @Test
  void placesInOtherNamesOfTheOperatorConfirmADoubtfulOne() {
    names.put(ROUTER, "po1.per-ndc-bb7.example.com");
    assertThat(place(hop(ROUTER, 260)).hops().get(0).placement().location()).isNull();

    names.put(NEXT, "po5.syd-eqx-bb13.example.com");
    names.put(OTHER, "po5.mel-eqx-bb1.example.com");
    PlacedTrace trace = place(hop(ROUTER, 260), hop(NEXT, 300), hop(OTHER, 310));

    assertThat(city(trace.hops().get(0).placement())).isEqualTo("Perth");
  }

  @Test
  void whatLettersAreShortForCountsWhereTheCodeIsTooFar() {
    names.put(ROUTER, "cr-kem2.example.ru");
    names.put(NEXT, "cr-han2.example.de");

    PlacedTrace trace = place(hop(ROUTER, 75), hop(NEXT, 90));

    assertThat(city(trace.hops().get(0).placement())).isEqualTo("Kemerovo");
    assertThat(city(trace.hops().get(1).placement())).isEqualTo("Hannover");
  }

  private static String city(Placement placement) {
    return Objects.requireNonNull(placement.location()).city();
  }

  private PlacedTrace place(Hop... hops) {
    return placer().place(List.of(trace(hops))).get(0);
  }

  private Placer placer() {
    return new Placer(
        GAZETTEER,
        HINTS,
        corrections,
        new Sources(
            address -> networks.getOrDefault(address, Place.UNKNOWN),
            address -> Optional.ofNullable(cities.get(address)),
            origin -> home));
  }

  private Trace trace(Hop... hops) {
    List<Hop> numbered = new ArrayList<>();
    for (Hop hop : hops) {
      numbered.add(new Hop(numbered.size() + 1, hop.sent(), hop.answers()));
    }
    return new Trace(
        new Target("www.example.com", TARGET),
        "home",
        Instant.EPOCH,
        ProbeKind.UDP,
        numbered,
        names);
  }

  private static Hop hop(IpAddress address, double millis) {
    return new Hop(1, 1, List.of(answer(address, millis)));
  }

  private static Answer answer(IpAddress address, double millis) {
    return Answer.of(address, Math.round(millis * 1e6), Answer.Meaning.TIME_EXCEEDED);
  }
}
