package org.ikisaki.trace.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Candidate;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.TraceBuilder;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many routers are placed rightly, of real names with simulated round trips and a database that
 * has each at its operator's seat. Prints the figures that {@code docs/trace.md} tells.
 */
class PlacingFiguresTest {
  private static final Gazetteer GAZETTEER = Gazetteer.load();
  private static final NameHints HINTS = new NameHints(GAZETTEER);
  private static final Location HOME = TraceBuilder.OSLO;
  private static final IpAddress TARGET = IpAddress.parse("203.0.113.80");
  private static final double SAME_CITY_KM = 50;
  private static final double KM_PER_MILLI = 100;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nineOfTenRoutersWithAHintAreInTheRightCityAndNoneIsOutOfReach(boolean aside) {
    List<RouterNames> routers =
        RouterNames.withPlaces().stream().filter(router -> router.aside() == aside).toList();
    Figures figures = count(routers, aside ? "kept aside" : "looked at");

    assertThat(routers).hasSizeGreaterThanOrEqualTo(150);
    assertThat(figures.hinted).isGreaterThanOrEqualTo(routers.size() * 9 / 10);
    assertThat(figures.right)
        .as("%s", aside ? "not shown: kept aside" : figures.wrong)
        .isGreaterThanOrEqualTo((int) Math.ceil(0.9 * figures.hinted));
    assertThat(figures.corrected).isGreaterThan(routers.size() / 2);
  }

  /**
   * As if under a domain whose codes nobody listed: such names say less, but what they say has to
   * be as right.
   */
  @ParameterizedTest
  @CsvSource({"OTHERS, 200, 0.95, 0.75", "STRANGERS, 20, 0.95, 0.75", "UNHEARD, 600, 0.95, 0.75"})
  void theSameOfOperatorsWhoseCodesNobodyListed(
      Unlisted who, int atLeast, double rightOfHinted, double rightOfAll) {
    List<RouterNames> routers = who.names();
    Figures figures = count(routers, who.words);

    assertThat(routers).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(figures.right)
        .as("%s", figures.wrong)
        .isGreaterThanOrEqualTo((int) Math.ceil(rightOfHinted * figures.hinted))
        .isGreaterThanOrEqualTo((int) Math.ceil(rightOfAll * routers.size()));
  }

  private enum Unlisted {
    OTHERS("other operators"),
    STRANGERS("other operators, collected last"),
    UNHEARD("both halves, as if of other operators");

    private final String words;

    Unlisted(String words) {
      this.words = words;
    }

    List<RouterNames> names() {
      return switch (this) {
        case OTHERS -> unheard(RouterNames.ofOtherOperators());
        case STRANGERS -> unheard(RouterNames.ofStrangers());
        case UNHEARD -> unheard(RouterNames.withPlaces());
      };
    }
  }

  private static List<RouterNames> unheard(List<RouterNames> routers) {
    return routers.stream().map(RouterNames::ofUnknownOperator).toList();
  }

  private static Figures count(List<RouterNames> routers, String words) {
    List<Trace> traces = traces(routers);
    List<Placement> placements =
        placer().place(traces).stream().map(trace -> trace.hops().get(0).placement()).toList();
    Figures figures = new Figures();
    for (int i = 0; i < routers.size(); i++) {
      RouterNames router = routers.get(i);
      Placement placement = placements.get(i);
      Location chosen = placement.location();
      double millis = traces.get(i).hops().get(0).bestRoundTrip().orElseThrow() / 1e6;
      assertThat(chosen == null ? 0 : HOME.kilometresTo(chosen))
          .as(router.name())
          .isLessThanOrEqualTo(millis * KM_PER_MILLI);
      if (HINTS.of(router.name()).isEmpty() && !isOfName(placement)) {
        continue;
      }
      figures.hinted++;
      if (chosen != null && chosen.kilometresTo(router.place()) <= SAME_CITY_KM) {
        figures.right++;
      } else {
        figures.wrong.add(router.name() + ": " + placement.reason());
      }
      if (isCorrected(placement)) {
        figures.corrected++;
        assertThat(placement.reason()).as(router.name()).contains(" in the name, ");
        assertThat(placement.reason()).contains("ms from home allows");
      }
    }
    System.out.printf(
        "%s: %d names, %d with a hint, %d right (%.1f %%), %d corrected%n",
        words,
        routers.size(),
        figures.hinted,
        figures.right,
        100.0 * figures.right / figures.hinted,
        figures.corrected);
    return figures;
  }

  private static final class Figures {
    private int hinted;
    private int right;
    private int corrected;
    private final List<String> wrong = new ArrayList<>();
  }

  private static boolean isOfName(Placement placement) {
    return placement.candidates().stream()
        .anyMatch(candidate -> candidate.source() == Candidate.Source.ROUTER_NAME);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofNamesWithoutAPlaceOneInTwentyHasAFalseHintAtMost(boolean aside) {
    List<String> names = RouterNames.placeless(aside);
    List<String> deceived = names.stream().filter(name -> !HINTS.of(name).isEmpty()).toList();

    System.out.printf(
        "%s: %d names without a place, %d false hints%n",
        aside ? "kept aside" : "looked at", names.size(), deceived.size());
    assertThat(names).hasSizeGreaterThan(70);
    assertThat(deceived.size()).isLessThanOrEqualTo(names.size() / 20);
  }

  /** The database's city was weighed and another chosen. */
  private static boolean isCorrected(Placement placement) {
    return placement.candidates().get(0).source() == Candidate.Source.ROUTER_NAME
        && placement.candidates().stream()
            .filter(candidate -> candidate.source() == Candidate.Source.DATABASE_CITY)
            .anyMatch(
                candidate ->
                    candidate.location().kilometresTo(placement.candidates().get(0).location())
                        > SAME_CITY_KM);
  }

  private static Placer placer() {
    return new Placer(
        GAZETTEER,
        HINTS,
        Corrections.NONE,
        new Sources(
            address -> new Place(64_500, "Example", "US"),
            address -> Optional.of(TraceBuilder.SAN_JOSE),
            origin -> Optional.of(HOME)));
  }

  /** Of one hop each: fibre makes detours of a fifth to a half, and routers take a little time. */
  private static List<Trace> traces(List<RouterNames> routers) {
    Random random = new Random(1);
    List<Trace> traces = new ArrayList<>();
    for (RouterNames router : routers) {
      double detour = 1.2 + 0.3 * random.nextDouble();
      double millis = HOME.kilometresTo(router.place()) / KM_PER_MILLI * detour + 0.6;
      IpAddress address = IpAddress.ofIpv4(0xc633_0000 + traces.size());
      Hop hop =
          new Hop(
              1,
              1,
              List.of(Answer.of(address, (long) (millis * 1e6), Answer.Meaning.TIME_EXCEEDED)));
      traces.add(
          new Trace(
              new Target("www.example.com", TARGET),
              "home",
              Instant.EPOCH,
              ProbeKind.UDP,
              List.of(hop),
              Map.of(address, router.name())));
    }
    return traces;
  }
}
