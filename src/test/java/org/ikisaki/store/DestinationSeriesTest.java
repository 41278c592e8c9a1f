package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.store.IntervalPoints.DestinationPoint;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which destinations are series of their own, and that no byte is lost with the others. */
class DestinationSeriesTest {
  /** Two of the eight places for destinations go to whoever comes first. */
  private static final SeriesSettings FEW = new SeriesSettings(3, 8, 8, 2, 8);

  private static final int MINUTE = 6;
  private static final int FIRST_ASN = 64_500;

  private final Path file;
  private Store store;

  DestinationSeriesTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void open() throws IOException {
    store = StoreFixture.open(file, TestRows.BY_DOMAIN, FEW);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void theRestOfEachCountryIsOther() throws IOException {
    see(0, 0, 1);
    see(1, 0, 2, 3);

    assertThat(asns(0)).containsExactly("JP AS64500", "DE AS64501");
    assertThat(asns(1)).containsExactly("JP AS64500", "JP (other)", "DE (other)");
  }

  @Test
  void oneIsASeriesOnceItWasAmongTheLargestInThreeIntervals() throws IOException {
    see(0, 0, 1);
    see(1, 2);
    see(2, 2);
    see(3, 2);

    assertThat(asns(2)).containsExactly("JP (other)");
    assertThat(asns(3)).containsExactly("JP AS64502");
  }

  @Test
  void anIntervalHasSoManyOfItsOwnAndTheLargest() throws IOException {
    for (int i = 0; i < 5; i++) {
      see(i, 0, 1, 2);
    }
    see(5, 0, 1, 2, 3);
    see(6, 3, 1, 2, 0);

    assertThat(asns(6)).containsExactly("DE AS64501", "JP AS64502", "JP AS64500", "DE (other)");
    assertThat(destinations(6, 1))
        .extracting(DestinationPoint::asn)
        .startsWith("AS64501", "(other)");
  }

  @Test
  void minutesAndHoursHaveTheSameSeries() throws IOException {
    for (int i = 0; i < 2 * MINUTE; i++) {
      see(i, 0, 1, i + 2);
    }
    see(90 * MINUTE, 0);

    try (StoreReader reader = StoreReader.open(file)) {
      for (Level level : List.of(Level.MINUTE, Level.HOUR)) {
        BucketPoints bucket = reader.exports().bucket(level, time(0));
        assertThat(bucket.destinations())
            .extracting(point -> point.country() + " " + point.asn())
            .containsExactly("DE (other)", "DE AS64501", "JP (other)", "JP AS64500");
        assertThat(sum(bucket.destinations()))
            .isEqualTo(
                bucket.services().stream()
                    .map(IntervalPoints.ServicePoint::counters)
                    .reduce(Counters.ZERO, Counters::plus));
      }
    }
  }

  @Test
  void aFloodOfNetworksLeavesFewSeriesAndEveryByte() throws IOException, SQLException {
    for (int i = 0; i < 200; i++) {
      see(i, IntStream.range(0, 10).map(n -> 7 * n).toArray());
      int first = 100 + 20 * i;
      see(i, IntStream.range(first, first + 20).toArray());
    }

    // The three largest are always the same.
    assertThat(places()).isEqualTo(3);
    Counters sum = Counters.ZERO;
    for (int i = 0; i < 200; i++) {
      sum = sum.plus(sum(destinations(i, 3)));
      assertThat(destinations(i, 3)).hasSizeLessThanOrEqualTo(5);
    }
    assertThat(sum).isEqualTo(StoreFixture.total(file));
  }

  @Test
  void placesAreFreeAgainAfterThirtyDaysIfNoneIsLeft() throws IOException, SQLException {
    for (int i = 0; i < 3; i++) {
      for (int n = 0; n < 10; n++) {
        see(10 * i + n, n);
      }
    }
    assertThat(places()).isEqualTo(8);

    int later = (int) Duration.ofDays(32).toSeconds() / 10;
    see(later, 0);
    store.prune(time(later));

    assertThat(places()).isEqualTo(1);
  }

  @Test
  void whatIsLocatedLaterIsASeriesInHistoryToo() throws IOException {
    Endpoint nowhere = TestRows.unnamed("198.51.100.7");
    store.add(interval(0).traffic(TV, nowhere, 500).build());
    store.commit();
    see(9, 0);

    store.locate(address -> new Place(FIRST_ASN + 1, "Example", "DE"));

    assertThat(asns(0)).containsExactly("DE AS64501");
  }

  @Test
  void historyThatIsNotCorrectedStaysAsItWasExported() throws IOException {
    store.add(interval(0).traffic(TV, TestRows.unnamed("198.51.100.7"), 500).build());
    see(1, 0);
    see(2, 1);
    see(3, 1);
    see(4, 1);
    assertThat(asns(2)).containsExactly("DE (other)");

    store.locate(address -> new Place(FIRST_ASN + 1, "Example", "DE"));

    assertThat(asns(0)).containsExactly("DE (other)");
    assertThat(asns(2)).containsExactly("DE (other)");
    assertThat(asns(4)).containsExactly("DE AS64501");
  }

  @Test
  void oneThatNothingIsLeftOfIsNotRemembered() throws IOException, SQLException {
    see(0, 0, 1);

    Forgetting.service(file, "n1.example", false, rows -> {});

    assertThat(places()).isEqualTo(1);
  }

  /** Traffic with networks of two countries, each less than the one before. */
  private void see(int index, int... networks) throws IOException {
    TestRows rows = interval(index);
    int bytes = 100_000;
    for (int network : networks) {
      rows.traffic(
          TV,
          new Endpoint(
              "host.n" + network + ".example",
              null,
              IpAddress.parse("203.0.113.0"),
              6,
              443,
              new Place(FIRST_ASN + network, "Network " + network, network % 2 == 0 ? "JP" : "DE"),
              NameSource.SNI),
          bytes -= 1_000);
    }
    store.add(rows.build());
    store.commit();
  }

  private List<String> asns(int index) throws IOException {
    return destinations(index, 3).stream().map(p -> p.country() + " " + p.asn()).toList();
  }

  private List<DestinationPoint> destinations(int index, int limit) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.interval(time(index)).destinations(limit);
    }
  }

  private static Counters sum(List<DestinationPoint> points) {
    return points.stream().map(DestinationPoint::counters).reduce(Counters.ZERO, Counters::plus);
  }

  private long places() throws IOException, SQLException {
    return StoreFixture.number(file, "SELECT count(*) FROM destination_series");
  }
}
