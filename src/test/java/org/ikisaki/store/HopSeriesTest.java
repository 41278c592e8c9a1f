package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.store.StoredTrace.StoredAnswer;
import org.ikisaki.store.TraceHistory.Made;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HopSeriesTest {
  private static final Instant START = Instant.parse("2026-11-01T13:00:00Z");
  private static final Place OSLO = new Place(64500, "Example", "NO");
  private static final String OTHER = "(other)";
  private static final int MOST = 8;

  private Path file;

  @BeforeEach
  void name(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @Test
  void theFirstQuarterGoesToWhoeverComes() throws IOException {
    for (int i = 0; i < 4; i++) {
      trace(START.plusSeconds(10L * i), "host" + i, answer(1, 1, "198.51.100.1", 1_000));
    }

    assertThat(targets(START)).containsExactly("host0");
    assertThat(targets(START.plusSeconds(10))).containsExactly("host1");
    assertThat(targets(START.plusSeconds(20))).containsExactly(OTHER);
    assertThat(targets(START.plusSeconds(30))).containsExactly(OTHER);
  }

  @Test
  void theOthersGoToWhoIsTracedAgainAndAgain() throws IOException {
    theFirstQuarterGoesToWhoeverComes();
    for (int i = 4; i < 7; i++) {
      trace(START.plusSeconds(10L * i), "often", answer(1, 1, "198.51.100.1", 1_000));
    }

    assertThat(targets(START.plusSeconds(50))).containsExactly(OTHER);
    assertThat(targets(START.plusSeconds(60))).containsExactly("often");
  }

  @Test
  void thereAreNeverMore() throws IOException {
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 2 * MOST; i++) {
        trace(START.plusSeconds(60L * round), "host" + i, answer(1, 1, "198.51.100.1", 1_000));
      }
    }

    List<HopPoint> points = points(START.plusSeconds(180));
    assertThat(points).hasSize(MOST + 1);
    assertThat(points.stream().mapToLong(HopPoint::sent).sum()).isEqualTo(2 * MOST);
    HopPoint rest = points.stream().filter(p -> p.target().equals(OTHER)).findFirst().orElseThrow();
    assertThat(rest)
        .isEqualTo(
            new HopPoint(
                OTHER, OTHER, 1, OTHER, Place.UNKNOWN, MOST, MOST, MOST, 8_000, MOST, 8_000));
  }

  @Test
  void aPlaceThatIsNotUsedIsGivenUpForOthers() throws IOException {
    thereAreNeverMore();
    Instant later = START.plus(Duration.ofDays(31));

    trace(later, "new", answer(1, 1, "198.51.100.1", 1_000));

    assertThat(targets(later)).containsExactly("new");
    assertThat(targets(START.plusSeconds(180))).containsExactly(OTHER);
  }

  @Test
  void whatADatabaseSaysLaterMovesNothing() throws IOException {
    trace(START, "host", answer(1, 1, "198.51.100.1", 1_000));
    Place elsewhere = new Place(64501, "Other", "SE");
    record(
        START.plusSeconds(10),
        "host",
        Map.of(IpAddress.parse("198.51.100.1"), elsewhere),
        answer(1, 1, "198.51.100.1", 1_000));

    assertThat(points(START)).extracting(HopPoint::place).containsExactly(OSLO);
    assertThat(points(START.plusSeconds(10)))
        .extracting(HopPoint::place)
        .containsExactly(elsewhere);
  }

  @Test
  void probesThatWereLostCountOnceWhereTheWayForks() throws IOException {
    trace(
        START,
        "host",
        answer(1, 5, "198.51.100.1", 2_000),
        answer(1, 5, "198.51.100.2", 1_000),
        answer(1, 5, "198.51.100.1", -1),
        answer(2, 3, null, -1));

    assertThat(points(START))
        .containsExactly(
            new HopPoint("home", "host", 1, "198.51.100.1", OSLO, 4, 2, 1, 2_000, 1, 2_000),
            new HopPoint(
                "home", "host", 1, "198.51.100.2", Place.UNKNOWN, 1, 1, 1, 1_000, 1, 1_000),
            new HopPoint(OTHER, OTHER, 2, OTHER, Place.UNKNOWN, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void tracesOfTheSameTenSecondsAreAddedUp() throws IOException {
    trace(START, "host", answer(1, 2, "198.51.100.1", 2_000), answer(1, 2, "198.51.100.1", 3_000));
    trace(START.plusSeconds(9), "host", answer(1, 1, "198.51.100.1", 1_000));

    assertThat(points(START))
        .containsExactly(
            new HopPoint("home", "host", 1, "198.51.100.1", OSLO, 3, 3, 3, 6_000, 2, 3_000));
  }

  private void trace(Instant time, String target, StoredAnswer... answers) throws IOException {
    record(time, target, Map.of(IpAddress.parse("198.51.100.1"), OSLO), answers);
  }

  private void record(
      Instant time, String target, Map<IpAddress, Place> places, StoredAnswer... answers)
      throws IOException {
    IpAddress address =
        IpAddress.parse("2001:db8::" + Integer.toHexString(target.hashCode() & 0xffff));
    StoredTrace trace = new StoredTrace("home", time, target, address, "UDP", "", List.of(answers));
    TraceHistory.record(
        file, List.of(new Made(trace, places)), MOST, (route, recent) -> Optional.empty());
  }

  private static StoredAnswer answer(int ttl, int sent, @Nullable String router, long micros) {
    return new StoredAnswer(
        ttl,
        sent,
        router == null ? null : IpAddress.parse(router),
        null,
        micros,
        router == null ? "SILENT" : "TIME_EXCEEDED",
        "",
        false);
  }

  private List<HopPoint> points(Instant time) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.interval(time).hops();
    }
  }

  private List<String> targets(Instant time) throws IOException {
    return points(time).stream().map(HopPoint::target).toList();
  }
}
