package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.StoreFixture.added;
import static org.ikisaki.store.StoreFixture.beside;
import static org.ikisaki.store.StoreFixture.corrected;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.geo.Place;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History learns the places that were unknown, and keeps those that were known. */
final class LocateTest {
  private static final Place FOUND = new Place(64_501, "Found", "JP");

  private final Path file;
  private Store store;

  LocateTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void open() throws IOException {
    store = StoreFixture.open(file);
    store.add(interval(0).traffic(TV, TestRows.unnamed("192.0.2.1"), 100).build());
    store.add(interval(1).traffic(TV, "a.example.com", 10).build());
    store.commit();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void theUnknownIsFilledInWithItsServiceAndItsTimesAreLogged() throws IOException {
    store.saveCursor("influx", 2);
    assertThat(store.locate(address -> FOUND)).isEqualTo(1);

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.COUNTRY, START, time(10), 10))
          .extracting(TopRow::key)
          .containsExactly("JP", "CO");
      assertThat(reader.top(TopBy.SERVICE, START, time(10), 1))
          .containsExactly(new TopRow("AS64501 (unnamed)", "", counters(100)));
      assertThat(reader.exports().after(2, 10)).containsExactly(corrected(3, time(0)));
    }
  }

  @Test
  void whatTrafficBringsIsFilledInAsWell() throws IOException {
    store.saveCursor("influx", 2);
    store.add(later(FOUND));
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.COUNTRY, START, time(10), 10))
          .extracting(TopRow::key)
          .containsExactly("JP", "CO");
      assertThat(reader.top(TopBy.SERVICE, START, time(10), 1))
          .extracting(TopRow::key)
          .containsExactly("AS64501 (unnamed)");
      assertThat(reader.exports().after(2, 10))
          .containsExactly(
              added(3, time(2)), corrected(4, time(0)), beside(5, time(1)), corrected(6, time(2)));
    }
  }

  @Test
  void theKnownStaysWhateverIsSaidLater() throws IOException {
    store.locate(address -> FOUND);
    assertThat(store.locate(address -> new Place(64_502, "Other", "US"))).isZero();
    store.add(later(new Place(64_502, "Other", "US")));
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.COUNTRY, START, time(10), 10))
          .extracting(TopRow::key)
          .containsExactly("JP", "CO");
    }
  }

  @Test
  void halfOfAPlaceMayBeKnown() throws IOException {
    assertThat(store.locate(address -> new Place(0, "", "DE"))).isEqualTo(1);
    assertThat(store.locate(address -> FOUND)).isEqualTo(1);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.COUNTRY, START, time(10), 10))
          .extracting(TopRow::key)
          .containsExactly("DE", "CO");
    }
  }

  /** The unknown one again, by somebody who knows where it is. */
  private static IntervalRows later(Place place) {
    Endpoint unknown = TestRows.unnamed("192.0.2.1");
    Endpoint located =
        new Endpoint(null, unknown.address(), unknown.network(), 17, 443, place, null);
    return interval(2).traffic(TV, located, 1).build();
  }
}
