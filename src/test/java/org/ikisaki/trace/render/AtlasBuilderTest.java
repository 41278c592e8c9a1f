package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ikisaki.trace.TraceBuilder;
import org.junit.jupiter.api.Test;

class AtlasBuilderTest {
  private final Atlas atlas = AtlasBuilder.of(Samples.traces());

  @Test
  void tracesShareTheirSites() {
    assertThat(atlas.sites())
        .extracting(Site::label)
        .containsExactly(
            "Oslo, NO",
            "Stockholm, SE",
            "Frankfurt, DE",
            "New York, US",
            "San Jose, US",
            "Tokyo, JP");
    assertThat(atlas.sites().get(0).traces()).isEqualTo(3);
    assertThat(atlas.sites().get(0).home()).isTrue();
    assertThat(atlas.sites().get(1).traces()).isEqualTo(2);
  }

  @Test
  void aRouterIsThereOnceWithItsShortestRoundTrip() {
    Router oslo = atlas.sites().get(0).routers().get(0);

    assertThat(oslo.traces()).isEqualTo(3);
    assertThat(oslo.bestRoundTripNanos()).isEqualTo(1_900_000);
  }

  @Test
  void aLegOverSilentOrUnplacedRoutersIsUnsure() {
    assertThat(atlas.legs())
        .contains(new Leg(0, 1, true, 2), new Leg(2, 3, false, 1), new Leg(0, 2, false, 1));
  }

  @Test
  void aTargetThatDidNotAnswerEndsTheRouteWhereItIsRegistered() {
    assertThat(atlas.routes().get(1).country()).isEqualTo("JP");
    assertThat(atlas.routes().get(1).sites()).containsExactly(0, 1, 4, 5);
  }

  @Test
  void equalWaysAreOneRoute() {
    Atlas twice =
        AtlasBuilder.of(
            List.of(Samples.traces().get(0), Samples.traces().get(1), Samples.traces().get(0)));

    assertThat(twice.routes()).hasSize(2);
    assertThat(twice.journeys()).containsExactly(0, 1, 0);
  }

  @Test
  void silenceBetweenRoutersOfOnePlaceLeavesNoDoubt() {
    Atlas atlas =
        AtlasBuilder.of(
            List.of(
                TraceBuilder.to("far", "203.0.113.1")
                    .hop("198.51.100.1", null, 64496, TraceBuilder.OSLO, 1)
                    .silent()
                    .hop("198.51.100.2", null, 64496, TraceBuilder.OSLO, 1)
                    .hop("198.51.100.3", null, 64496, TraceBuilder.TOKYO, 200)
                    .build()));

    assertThat(atlas.legs()).containsExactly(new Leg(0, 1, true, 1));
  }

  @Test
  void whatHasNoPlaceIsCounted() {
    assertThat(atlas.unplaced()).isEqualTo(1);
    assertThat(atlas.summary()).isEqualTo("3 traces, 3 routes, 6 places");
  }
}
