package org.ikisaki.trace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.trace.TraceBuilder.FRANKFURT;
import static org.ikisaki.trace.TraceBuilder.NEW_YORK;
import static org.ikisaki.trace.TraceBuilder.OSLO;
import static org.ikisaki.trace.TraceBuilder.STOCKHOLM;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ikisaki.geo.Place;
import org.ikisaki.store.ExportView;
import org.ikisaki.store.HopPoint;
import org.ikisaki.store.Pruning;
import org.ikisaki.store.Retention;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.TraceHistory;
import org.ikisaki.store.TraceHistory.RouteChange;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.PlacedTrace.PlacedTarget;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.TraceBuilder;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTracesTest {
  private static final Instant START = Instant.parse("2026-11-01T13:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(2));

  private static final int SERIES = 100;

  @TempDir private Path directory;
  private Path file;
  private RecordedTraces recorded;
  private int minute;

  @BeforeEach
  void name() {
    file = directory.resolve("ikisaki.db");
    recorded = new RecordedTraces(file);
  }

  @Test
  void tracesComeBackAsTheyWere() throws IOException {
    PlacedTrace trace = way(64500, STOCKHOLM, "198.51.100.2");

    assertThat(recorded.add(List.of(trace), SERIES).added()).isEqualTo(1);
    assertThat(recorded.add(List.of(trace), SERIES).added()).isZero();

    assertThat(newest("")).containsExactly(trace.trace());
    assertThat(newest("www.example.com")).hasSize(1);
    assertThat(newest("203.0.113.80")).hasSize(1);
    assertThat(newest("other.example.com")).isEmpty();
  }

  @Test
  void labelsLossRefusalsAndNatsComeBackToo() throws IOException {
    IpAddress router = IpAddress.parse("198.51.100.1");
    Hop labelled =
        new Hop(
            1,
            3,
            List.of(
                new Answer(
                    router,
                    1_500_000,
                    Answer.Meaning.TIME_EXCEEDED,
                    List.of(new MplsLabel(24_001, 0, false, 1), new MplsLabel(3, 5, true, 255)),
                    true)));
    Hop refused = new Hop(2, 1, List.of(Answer.of(router, -1, Answer.Meaning.PROHIBITED)));
    Trace trace =
        new Trace(
            new Target("www.example.com", IpAddress.parse("203.0.113.80")),
            "test",
            START,
            ProbeKind.TCP,
            List.of(labelled, refused),
            Map.of(router, "r1.example.net"));
    Placement nowhere = Placement.unplaced(Placement.Kind.UNKNOWN, "");
    recorded.add(
        List.of(
            new PlacedTrace(
                trace,
                null,
                trace.hops().stream()
                    .map(hop -> new PlacedHop(hop, router, null, Place.UNKNOWN, nowhere))
                    .toList(),
                new PlacedTarget(Place.UNKNOWN, nowhere))),
        SERIES);

    assertThat(newest("")).containsExactly(trace);
  }

  @Test
  void anotherNetworkOrAnotherCityIsAnEvent() throws IOException {
    recorded.add(
        List.of(
            way(64500, STOCKHOLM, "198.51.100.2"),
            way(64501, STOCKHOLM, "198.51.100.2"),
            way(64501, NEW_YORK, "198.51.100.2")),
        SERIES);

    assertThat(changes())
        .containsExactly(
            "www.example.com: by way of Oslo, NO → New York, US → Frankfurt, DE, before by way of"
                + " Oslo, NO → Stockholm, SE → Frankfurt, DE",
            "www.example.com: through AS64499 → AS64501 → AS64502, before through AS64499 →"
                + " AS64500 → AS64502");
  }

  @Test
  void silenceAndBalancedLoadAreNone() throws IOException {
    recorded.add(
        List.of(
            way(64500, STOCKHOLM, "198.51.100.2"),
            // Another router of the same network and city.
            way(64500, STOCKHOLM, "198.51.100.3"),
            silentWay(),
            way(64500, STOCKHOLM, "198.51.100.2"),
            // Two ways by turns: new once.
            way(64501, STOCKHOLM, "198.51.100.4"),
            way(64500, STOCKHOLM, "198.51.100.2"),
            way(64501, STOCKHOLM, "198.51.100.4")),
        SERIES);

    assertThat(changes()).hasSize(1);
  }

  @Test
  void pruneTakesTracesAndTheirEvents() throws IOException {
    recorded.add(
        List.of(way(64500, STOCKHOLM, "198.51.100.2"), way(64501, STOCKHOLM, "198.51.100.2")),
        SERIES);
    Instant later = START.plus(Duration.ofDays(729));

    assertThat(prune(later, true)).isZero();
    assertThat(prune(later.plus(Duration.ofDays(2)), true)).isEqualTo(2);
    assertThat(newest("")).hasSize(2);

    assertThat(prune(later.plus(Duration.ofDays(2)), false)).isEqualTo(2);
    assertThat(newest("")).isEmpty();
    assertThat(changes()).isEmpty();
  }

  @Test
  void anExporterGetsEachHopWithItsPlace() throws IOException {
    recorded.add(List.of(way(64500, STOCKHOLM, "198.51.100.2"), silentWay()), SERIES);

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(0, 10))
          .extracting(ExportView.Change::time)
          .containsExactly(START, START.plusSeconds(60));
      assertThat(reader.interval(START).hops())
          .containsExactly(
              hop(1, "198.51.100.1", new Place(64499, "Example 64499", "NO"), 1_000),
              hop(2, "198.51.100.2", new Place(64500, "Example 64500", "SE"), 8_000),
              hop(3, "203.0.113.80", new Place(64502, "Example 64502", "DE"), 25_000));
      assertThat(reader.interval(START.plusSeconds(60)).hops())
          .contains(
              new HopPoint("test", "www.example.com", 2, "", Place.UNKNOWN, 1, 0, 0, 0, 0, 0));
    }
  }

  private static HopPoint hop(int ttl, String router, Place place, long micros) {
    return new HopPoint("test", "www.example.com", ttl, router, place, 1, 1, 1, micros, 1, micros);
  }

  private long prune(Instant now, boolean dryRun) throws IOException {
    return Pruning.byAge(file, Retention.DEFAULTS, now, Duration.ZERO, dryRun, rows -> {}).traces();
  }

  private List<Trace> newest(String target) throws IOException {
    return recorded.newest(START, END, target, 10);
  }

  private List<String> changes() throws IOException {
    return TraceHistory.changes(file, START, END, 10).stream().map(RouteChange::detail).toList();
  }

  private PlacedTrace way(int asn, Location by, String router) {
    return at(
        TraceBuilder.to("www.example.com", "203.0.113.80")
            .from(OSLO)
            .hop("198.51.100.1", "r1.example.net", 64499, OSLO, 1)
            .hop(router, "r2.example.net", asn, by, 8)
            .hop("203.0.113.80", null, 64502, FRANKFURT, 25)
            .build());
  }

  private PlacedTrace silentWay() {
    return at(
        TraceBuilder.to("www.example.com", "203.0.113.80")
            .from(OSLO)
            .hop("198.51.100.1", "r1.example.net", 64499, OSLO, 1)
            .silent()
            .hop("203.0.113.80", null, 64502, FRANKFURT, 25)
            .build());
  }

  private PlacedTrace at(PlacedTrace placed) {
    Trace trace = placed.trace();
    return new PlacedTrace(
        new Trace(
            trace.target(),
            trace.origin(),
            START.plus(Duration.ofMinutes(minute++)),
            trace.kind(),
            trace.hops(),
            trace.names()),
        placed.home(),
        placed.hops(),
        placed.end());
  }
}
