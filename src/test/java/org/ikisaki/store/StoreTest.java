package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.ikisaki.store.StoreFixture.added;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;
import static org.ikisaki.store.TestRows.unnamed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.store.IntervalPoints.CapturePoint;
import org.ikisaki.store.IntervalPoints.DestinationPoint;
import org.ikisaki.store.IntervalPoints.DnsPoint;
import org.ikisaki.store.IntervalPoints.HostPoint;
import org.ikisaki.store.IntervalPoints.LatencyPoint;
import org.ikisaki.store.IntervalPoints.ServicePoint;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.store.StoreReader.Span;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written comes back, to the byte. */
final class StoreTest {
  private final Path directory;
  private final Path file;
  private Store store;

  StoreTest(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("state/ikisaki.db");
  }

  @BeforeEach
  void open() throws IOException {
    store = StoreFixture.open(file);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void nothingIsVisibleBeforeTheCommit() throws IOException {
    store.add(interval(0).traffic(TV, "a.example.com", 1000).build());
    assertThat(StoreFixture.total(file)).isEqualTo(Counters.ZERO);
    assertThat(store.counters().pendingIntervals()).isEqualTo(1);

    store.commit();

    assertThat(StoreFixture.total(file)).isEqualTo(counters(1000));
    assertThat(store.counters().pendingIntervals()).isZero();
  }

  @Test
  void closingCommits() throws IOException {
    store.add(interval(0).traffic(TV, "a.example.com", 1000).build());
    store.close();
    assertThat(StoreFixture.total(file)).isEqualTo(counters(1000));
  }

  @Test
  void aRepeatedTimeAndASecondSourceAddUp() throws Exception {
    store.add(interval(0).traffic(TV, "a.example.com", 1000).build());
    store.commit();
    store.add(interval(0).traffic(TV, "a.example.com", 2000).build());
    store.add(interval("wlan0", 0).traffic(TV, "a.example.com", 4000).build());
    store.commit();

    assertThat(StoreFixture.numberOfTraffic(file, "SELECT count(*) FROM traffic")).isEqualTo(1);
    assertThat(StoreFixture.total(file))
        .isEqualTo(counters(1000).plus(counters(2000)).plus(counters(4000)));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(START).capture())
          .containsExactly(
              new CapturePoint(
                  "eth0", new CaptureStats(200, 180_000, 180, 176_000, 8, 2, 4, 6, 10, 12, 14, 16)),
              new CapturePoint("wlan0", TestRows.STATS));
      CaptureStats total = reader.captureTotal(START, time(1));
      assertThat(total.frames()).isEqualTo(300);
      assertThat(total.duplicates()).isEqualTo(15);
      assertThat(total.lost()).isEqualTo(15);
    }
  }

  @Test
  void roundTripsAddUpByService() throws IOException {
    store.add(
        interval(0)
            .handshake(TV, TestRows.named("a.example.com"), 300, 20_000)
            .handshake(PHONE, TestRows.named("b.example.com"), 500, 30_000)
            .traffic(TV, "c.example.org", 1)
            .build());
    store.commit();
    store.add(interval(0).handshake(TV, TestRows.named("a.example.com"), 100, 10_000).build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(START).latency())
          .containsExactly(new LatencyPoint("example.com", new RoundTrips(3, 900, 60_000)));
      assertThat(reader.interval(time(1)).latency()).isEmpty();
    }
  }

  @Test
  void oneChangeIsLoggedPerTimeAndCommit() throws IOException {
    store.add(interval(1).traffic(TV, "a.example.com", 1).build());
    store.add(interval("wlan0", 1).traffic(TV, "a.example.com", 1).build());
    store.add(interval(0).traffic(TV, "a.example.com", 1).build());
    store.commit();
    store.add(interval(1).traffic(TV, "a.example.com", 1).build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(0, 10))
          .containsExactly(added(1, time(1)), added(2, time(0)), added(3, time(1)));
      assertThat(reader.exports().after(1, 1)).containsExactly(added(2, time(0)));
      assertThat(reader.exports().after(3, 1)).isEmpty();
    }
  }

  @Test
  void pointsAreTheIntervalsSumsByTheirTags() throws IOException {
    store.add(
        interval(0)
            .traffic(TV, "v1.example.com", 5000)
            .traffic(TV, "v2.example.com", 3000)
            .traffic(PHONE, "v1.example.com", 200)
            .traffic(PHONE, unnamed("198.51.100.7"), 100)
            .answer(TV, "v1.example.com", 0, "203.0.113.1")
            .answer(TV, "v1.example.com", 0, "203.0.113.1")
            .answer(TV, "none.example.com", 3)
            .build());
    store.add(interval(1).traffic(TV, "v1.example.com", 7).build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(START).services())
          .containsExactly(
              new ServicePoint(
                  TestRows.TV_LABEL, "example.com", "web", counters(5000).plus(counters(3000))),
              new ServicePoint(TestRows.PHONE_LABEL, "AS0 (unnamed)", "", counters(100)),
              new ServicePoint(TestRows.PHONE_LABEL, "example.com", "web", counters(200)));
      assertThat(reader.interval(START).destinations(50))
          .containsExactly(
              new DestinationPoint(
                  "CO",
                  "AS64500",
                  "Example Networks",
                  counters(5000).plus(counters(3000)).plus(counters(200))),
              new DestinationPoint("ZZ", "AS0", "", counters(100)));
      assertThat(reader.interval(START).dns())
          .containsExactly(
              new DnsPoint(TestRows.TV_LABEL, 0, 2), new DnsPoint(TestRows.TV_LABEL, 3, 1));
      assertThat(reader.interval(time(2)).services()).isEmpty();
      assertThat(reader.span()).contains(new Span(time(0), time(1)));
    }
  }

  @Test
  void hostsBeyondTheLimitAreOtherOfTheirService() throws IOException {
    store.add(
        interval(0)
            .traffic(TV, "big.example.com", 9000)
            .traffic(TV, "small.example.com", 20)
            .traffic(TV, "tiny.example.com", 10)
            .traffic(TV, "a.example.net", 30)
            .traffic(PHONE, unnamed("2001:db8::7"), 5000)
            .build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(START).hosts(2))
          .containsExactlyInAnyOrder(
              new HostPoint("example.com", "big.example.com", counters(9000)),
              new HostPoint("AS0 (unnamed)", "2001:db8::7", counters(5000)),
              new HostPoint("example.com", "(other)", counters(20).plus(counters(10))),
              new HostPoint("example.net", "(other)", counters(30)));
      assertThat(reader.interval(START).hosts(5)).hasSize(5);
    }
  }

  @Test
  void topListsSumTheRangeByEachKey() throws IOException {
    store.add(
        interval(0)
            .traffic(TV, "v1.example.com", 5000)
            .traffic(PHONE, unnamed("198.51.100.7"), 100)
            .address(TV, "2001:db8::10")
            .address(TV, "192.0.2.10")
            .build());
    store.add(interval(1).traffic(TV, "v1.example.com", 50).build());
    store.add(interval(2).traffic(TV, "late.example.net", 70_000).build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      Counters video = counters(5000).plus(counters(50));
      assertThat(reader.top(TopBy.SERVICE, START, time(2), 10))
          .containsExactly(
              new TopRow("example.com", "web", video),
              new TopRow("AS0 (unnamed)", "", counters(100)));
      assertThat(reader.top(TopBy.DEVICE, START, time(2), 10))
          .containsExactly(
              new TopRow(TestRows.TV_LABEL, "192.0.2.10", video),
              new TopRow(TestRows.PHONE_LABEL, "", counters(100)));
      assertThat(reader.top(TopBy.HOST, START, time(2), 10))
          .containsExactly(
              new TopRow("v1.example.com", "example.com", video),
              new TopRow("198.51.100.7", "AS0 (unnamed)", counters(100)));
      assertThat(reader.top(TopBy.COUNTRY, START, time(2), 10))
          .containsExactly(new TopRow("CO", "", video), new TopRow("ZZ", "", counters(100)));
      assertThat(reader.top(TopBy.ASN, START, time(2), 10))
          .containsExactly(
              new TopRow("AS64500", "Example Networks", video),
              new TopRow("AS0", "", counters(100)));
      assertThat(reader.top(TopBy.SERVICE, START, time(3), 1))
          .containsExactly(new TopRow("example.net", "web", counters(70_000)));
      assertThat(reader.total(START, time(2))).isEqualTo(video.plus(counters(100)));
      assertThat(reader.total(START.plusNanos(1), time(1).plusNanos(1))).isEqualTo(counters(50));
    }
  }

  @Test
  void endpointsAndEvidenceExplainAHostAndItsAddress() throws IOException {
    store.add(
        interval(0)
            .answer(TV, "v1.example.com", 0, "203.0.113.9", "203.0.113.10")
            .traffic(TV, "v1.example.com", 5000)
            .traffic(PHONE, unnamed("203.0.113.9"), 100)
            .build());
    store.add(
        interval(3)
            .answer(TV, "v1.example.com", 0, "203.0.113.9")
            .traffic(PHONE, "v1.example.com", 20)
            .build());
    store.close();

    EndpointRow byName =
        new EndpointRow(
            "v1.example.com",
            "203.0.113.0/24",
            6,
            443,
            64500,
            "Example Networks",
            "CO",
            "sni",
            null,
            "example.com",
            "web",
            time(0),
            time(3),
            counters(5000).plus(counters(20)));
    EvidenceRow evidence =
        new EvidenceRow(TV.text(), "203.0.113.9", "v1.example.com", "dns", time(0), time(3), 2);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.endpoints("V1.Example.com.")).containsExactly(byName);
      assertThat(reader.endpoints("203.0.113.9"))
          .hasSize(2)
          .contains(byName)
          .anySatisfy(
              row -> {
                assertThat(row.host()).isNull();
                assertThat(row.address()).isEqualTo("203.0.113.9");
                assertThat(row.evidence()).isNull();
                assertThat(row.counters()).isEqualTo(counters(100));
              });
      assertThat(reader.endpoints("203.0.113.99")).isEmpty();
      assertThat(reader.evidence("203.0.113.9")).containsExactly(evidence);
      assertThat(reader.evidence("v1.example.com")).hasSize(2).first().isEqualTo(evidence);
      assertThat(reader.evidence("nowhere.example")).isEmpty();
    }
  }

  @Test
  void newEvidenceIsWrittenAtOnceAndRepeatsOnceAnHour() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      for (int i = 0; i <= 240; i += 120) {
        store.add(interval(i).answer(TV, "v1.example.com", 0, "203.0.113.9").build());
        store.commit();
        assertThat(reader.evidence("v1.example.com"))
            .singleElement()
            .satisfies(row -> assertThat(row.count()).isEqualTo(1));
      }
      store.add(interval(480).answer(PHONE, "v1.example.com", 0, "203.0.113.9").build());
      store.commit();

      assertThat(reader.evidence("v1.example.com"))
          .extracting(EvidenceRow::device, EvidenceRow::lastSeen, EvidenceRow::count)
          .containsExactly(tuple(PHONE.text(), time(480), 1L), tuple(TV.text(), time(240), 3L));
    }
  }

  @Test
  void whatWasUnknownOfAPlaceIsFilledInAndWhatWasKnownStays() throws IOException {
    Endpoint elsewhere = at(new Place(64501, "Other Networks", "JP"));
    store.add(interval(0).traffic(TV, at(Place.UNKNOWN), 1).build());
    store.commit();
    store.add(interval(1).traffic(TV, at(new Place(0, "", "CO")), 1).build());
    store.commit();
    store.add(interval(2).traffic(TV, elsewhere, 1).build());
    store.commit();
    store.add(interval(3).traffic(TV, at(Place.UNKNOWN), 1).build());
    store.commit();

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.endpoints("198.51.100.7"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.country()).isEqualTo("CO");
                assertThat(row.asn()).isEqualTo(64501);
                assertThat(row.asOrg()).isEqualTo("Other Networks");
              });
    }
  }

  @Test
  void textsAreNeverReadAsSql() throws IOException {
    List<String> hostile =
        List.of(
            "x'); DROP TABLE traffic; --",
            "\" OR 1=1 --",
            "%s ?1 :a @b $c",
            "nul\u0000byte.example",
            "行き先.example");
    TestRows rows = interval("eth0'; DELETE FROM device; --", 0);
    for (String text : hostile) {
      rows.traffic(new DeviceId(text), text, 1000).answer(new DeviceId(text), text, 0, "192.0.2.9");
    }
    store.add(rows.build());
    store.commit();
    store.saveCursor("influx'--", 1);

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.HOST, START, time(1), 10))
          .extracting(TopRow::key)
          .containsExactlyInAnyOrderElementsOf(hostile);
      assertThat(reader.top(TopBy.DEVICE, START, time(1), 10))
          .extracting(TopRow::key)
          .containsExactlyInAnyOrderElementsOf(hostile);
      for (String text : List.of("%s ?1 :a @b $c", "行き先.example")) {
        assertThat(reader.endpoints(text)).hasSize(1);
        assertThat(reader.evidence(text)).hasSize(1);
      }
      assertThat(reader.interval(START).capture().get(0).source())
          .isEqualTo("eth0'; DELETE FROM device; --");
      assertThat(reader.exports().cursor("influx'--")).isEqualTo(OptionalLong.of(1));
    }
  }

  @Test
  void cursorsAreKeptUntilTheirExporterIsGone() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().cursor("influx")).isEmpty();
      store.saveCursor("influx", 42);
      store.saveCursor("influx", 7);
      store.saveCursor("gone", 9);
      store.keepCursors(List.of("influx", "new"));

      assertThat(reader.exports().cursor("influx")).isEqualTo(OptionalLong.of(7));
      assertThat(reader.exports().cursor("gone")).isEmpty();
    }
  }

  @Test
  void theSameIntervalsGiveTheSameRows() throws Exception {
    Path twin = directory.resolve("twin.db");
    try (Store other = StoreFixture.open(twin)) {
      for (Store each : List.of(store, other)) {
        for (int i = 0; i < 50; i++) {
          each.add(
              interval(i)
                  .traffic(TV, "h" + i % 7 + ".example.com", 100 + i)
                  .traffic(PHONE, unnamed("198.51.100." + i % 11), 10 + i)
                  .build());
        }
        each.commit();
      }
    }
    assertThat(StoreFixture.traffic(twin)).hasSize(100).isEqualTo(StoreFixture.traffic(file));
  }

  @Test
  void aReaderSeesEachCommitWhileItStaysOpen() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      long expected = 0;
      for (int i = 0; i < 20; i++) {
        store.add(interval(i).traffic(TV, "a.example.com", 100).build());
        store.commit();
        expected += 100;
        assertThat(reader.total(START, time(100)).bytesDown()).isEqualTo(expected);
      }
    }
  }

  @Test
  void spanIsEmptyBeforeTheFirstInterval() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.span()).isEmpty();
      assertThat(reader.total(Instant.EPOCH, StoreFixture.FOREVER)).isEqualTo(Counters.ZERO);
    }
  }

  @Test
  void anEndpointIsEitherNamedOrNot() {
    assertThatThrownBy(
            () ->
                new Endpoint(null, null, unnamed("192.0.2.1").network(), 6, 1, Place.UNKNOWN, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host or an address");
  }

  private static Endpoint at(Place place) {
    Endpoint endpoint = unnamed("198.51.100.7");
    return new Endpoint(
        null, endpoint.address(), endpoint.network(), 17, 443, place, endpoint.evidence());
  }
}
