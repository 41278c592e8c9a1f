package org.ikisaki.trace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.trace.TraceBuilder.FRANKFURT;
import static org.ikisaki.trace.TraceBuilder.NEW_YORK;
import static org.ikisaki.trace.TraceBuilder.OSLO;
import static org.ikisaki.trace.TraceBuilder.SAN_JOSE;
import static org.ikisaki.trace.TraceBuilder.STOCKHOLM;
import static org.ikisaki.trace.TraceBuilder.TOKYO;

import java.util.List;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.TraceBuilder;
import org.ikisaki.trace.stats.Statistics.Crossing;
import org.ikisaki.trace.stats.Statistics.FarEnd;
import org.ikisaki.trace.stats.Statistics.Kind;
import org.ikisaki.trace.stats.Statistics.Owner;
import org.ikisaki.trace.stats.Statistics.Party;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private final StatisticsBuilder builder = new StatisticsBuilder();

  @Test
  void eachCountryHasItsKindsOfRouteWithShares() {
    add(toTokyo("203.0.113.1").hop("198.51.100.2", null, 2, NEW_YORK, 90));
    add(toTokyo("203.0.113.2").hop("198.51.100.2", null, 2, NEW_YORK, 90));
    add(
        toTokyo("203.0.113.3")
            .hop("198.51.100.3", null, 2, STOCKHOLM, 8)
            .hop("198.51.100.2", null, 2, SAN_JOSE, 150));
    add(toTokyo("203.0.113.4").hop("198.51.100.4", null, 2, TOKYO, 200));

    assertThat(builder.build().kinds())
        .containsExactly(
            new FarEnd(
                "JP",
                4,
                0,
                List.of(
                    new Kind(List.of("US"), 2, 0.5),
                    new Kind(List.of(), 1, 0.25),
                    new Kind(List.of("SE", "US"), 1, 0.25))));
  }

  @Test
  void whatIsNotSurelyAnywhereIsSaidAndCountsForNoKind() {
    add(
        TraceBuilder.to("a.example.com", "203.0.113.1")
            .from(OSLO)
            .silent()
            .hop("198.51.100.2", null, 2, null, 90)
            .targetIn(TOKYO));

    Statistics statistics = builder.build();

    assertThat(statistics.kinds()).containsExactly(new FarEnd("JP", 1, 1, List.of()));
    assertThat(statistics.crossings()).isEmpty();
  }

  @Test
  void bordersAreCountedOnceAPathAndGapsApart() {
    add(toTokyo("203.0.113.1").hop("198.51.100.2", null, 2, STOCKHOLM, 8));
    add(toTokyo("203.0.113.2").silent().hop("198.51.100.2", null, 2, STOCKHOLM, 8));
    add(
        toTokyo("203.0.113.3")
            .hop("198.51.100.2", null, 2, STOCKHOLM, 8)
            .hop("198.51.100.5", null, 2, OSLO, 16)
            .hop("198.51.100.6", null, 2, STOCKHOLM, 24));

    assertThat(builder.build().crossings())
        .containsExactly(new Crossing("NO", "SE", 2, 1), new Crossing("SE", "NO", 1, 0));
  }

  @Test
  void ownersAndPartiesAreCounted() {
    add(
        TraceBuilder.to("a.example.com", "203.0.113.1")
            .from(OSLO)
            .hop("198.51.100.1", null, 1, OSLO, 1)
            .hop("198.51.100.2", null, 2, FRANKFURT, 25)
            .hop("198.51.100.3", null, 2, NEW_YORK, 90)
            .targetIn(NEW_YORK));
    add(
        TraceBuilder.to("b.example.com", "203.0.113.2")
            .from(OSLO)
            .hop("198.51.100.1", null, 1, OSLO, 1)
            .targetIn(OSLO));

    Statistics statistics = builder.build();

    assertThat(statistics.owners())
        .containsExactly(
            new Owner(1, "Example 1", 2, 1, List.of("NO")),
            new Owner(2, "Example 2", 1, 2, List.of("DE", "US")));
    assertThat(statistics.parties())
        .containsExactly(new Party(64500, "Example", 2, List.of("NO", "US")));
    assertThat(statistics)
        .extracting(
            Statistics::paths,
            Statistics::ways,
            Statistics::hops,
            Statistics::places,
            Statistics::countries,
            Statistics::reached)
        .containsExactly(2, 2, 3, 3, 3, 0);
  }

  @Test
  void accessesAreThoseOfVisitorsThatWereTraced() {
    add(toTokyo("203.0.113.1"));
    assertThat(builder.build().accesses()).isEqualTo(-1);

    builder.access(IpAddress.parse("203.0.113.1"));
    builder.access(IpAddress.parse("203.0.113.1"));
    builder.access(IpAddress.parse("203.0.113.9"));

    assertThat(builder.build().accesses()).isEqualTo(2);
    assertThat(builder.build().untracedAccesses()).isEqualTo(1);
  }

  private static TraceBuilder toTokyo(String address) {
    return TraceBuilder.to("www.example.com", address).from(OSLO).targetIn(TOKYO);
  }

  private void add(TraceBuilder trace) {
    PlacedTrace placed = trace.build();
    builder.add(placed);
  }
}
