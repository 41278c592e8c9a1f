package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.StoreFixture.corrected;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.ikisaki.geo.Place;
import org.ikisaki.service.Service;
import org.ikisaki.store.ExportView.Change;
import org.ikisaki.store.ExportView.Change.Cause;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History follows the rules. */
final class ReclassificationTest {
  /** As {@link TestRows#BY_DOMAIN}, but for one domain. */
  private static final Classifier RENAMING =
      new Classifier(
          subject ->
              "a.example.com".equals(subject.host())
                  ? new Service("Nickname", "video")
                  : TestRows.BY_DOMAIN.rules().apply(subject));

  /** As {@link TestRows#BY_DOMAIN}, but for one domain of one device. */
  private static final Classifier FOR_THE_PHONE =
      new Classifier(
          subject ->
              PHONE.text().equals(subject.device())
                      && String.valueOf(subject.host()).endsWith("example.com")
                  ? new Service("The phone's", "video")
                  : TestRows.BY_DOMAIN.rules().apply(subject),
          Set.of(PHONE.text()),
          Set.of());

  private final Path file;
  private Store store;

  ReclassificationTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void open() throws IOException {
    store = StoreFixture.open(file);
    store.add(interval(0).traffic(TV, "a.example.com", 100).build());
    store.add(interval(1).traffic(TV, "b.example.net", 10).build());
    store.add(
        interval(2).traffic(TV, "a.example.com", 200).traffic(TV, "b.example.net", 20).build());
    store.commit();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void allHistoryOfChangedEndpointsMoves() throws Exception {
    assertThat(store.reclassify(RENAMING)).isEqualTo(1);

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.SERVICE, START, time(10), 10))
          .containsExactly(
              new TopRow("Nickname", "video", counters(100).plus(counters(200))),
              new TopRow("example.net", "web", counters(10).plus(counters(20))));
    }
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM service")).isEqualTo(2);
  }

  @Test
  void theTimesThatChangedAreLoggedForExporters() throws IOException {
    store.saveCursor("influx", 3);
    store.reclassify(RENAMING);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(3, 10))
          .containsExactly(
              corrected(4, time(0)), StoreFixture.beside(5, time(1)), corrected(6, time(2)));
    }
  }

  @Test
  void whereNobodyExportsNothingIsLogged() throws IOException {
    store.reclassify(RENAMING);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(3, 10)).isEmpty();
    }
  }

  @Test
  void rulesThatChangeNothingLogNothing() throws IOException {
    assertThat(store.reclassify(TestRows.BY_DOMAIN)).isZero();
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(3, 10)).isEmpty();
    }
  }

  @Test
  void newEndpointsFollowTheNewRules() throws IOException {
    store.reclassify(TestRows.classifier("x-"));
    store.add(interval(3).traffic(TV, "c.example.org", 1).build());
    store.commit();
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(3)).services())
          .singleElement()
          .matches(p -> p.service().equals("x-example.org"));
    }
  }

  @Test
  void knownEndpointsKeepTheirNewServiceInLaterIntervals() throws IOException {
    store.reclassify(RENAMING);
    store.add(interval(3).traffic(TV, "a.example.com", 1).build());
    store.commit();
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(3)).services())
          .singleElement()
          .matches(p -> p.service().equals("Nickname"));
    }
  }

  @Test
  void aRuleForOneDeviceMovesTheHistoryOfThatDeviceAlone() throws Exception {
    store.add(interval(3).traffic(PHONE, "a.example.com", 400).build());
    store.commit();

    store.reclassify(FOR_THE_PHONE);
    assertServices("example.com 300", "The phone's 400", "example.net 30");
    store.add(interval(4).traffic(PHONE, "c.example.com", 1_000).build());
    store.add(interval(5).traffic(TV, "c.example.com", 2_000).build());
    store.commit();
    assertServices("example.com 2300", "The phone's 1400", "example.net 30");
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(4)).services())
          .extracting(IntervalPoints.ServicePoint::service)
          .containsExactly("The phone's");
      assertThat(reader.interval(time(5)).services())
          .extracting(IntervalPoints.ServicePoint::service)
          .containsExactly("example.com");
    }

    store.reclassify(TestRows.BY_DOMAIN);
    assertServices("example.com 3700", "example.net 30");
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM device_service")).isZero();
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM service")).isEqualTo(2);
  }

  @Test
  void aRuleForOneDeviceTouchesTheTimesOfItsEndpoints() throws IOException {
    store.add(interval(3).traffic(PHONE, "c.example.com", 1).build());
    store.commit();
    store.saveCursor("influx", 4);
    store.reclassify(FOR_THE_PHONE);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(4, 10)).extracting(Change::time).contains(time(3));
    }
  }

  private void assertServices(String... expected) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.top(TopBy.SERVICE, START, time(10), 10))
          .extracting(row -> row.key() + " " + row.counters().bytesDown())
          .containsExactlyInAnyOrder(expected);
    }
  }

  @Test
  void theEndpointThatStandsForManyIsNeverRenamed() throws IOException {
    store.close();
    store = StoreFixture.open(file, new StoreLimits(1, 10, 1_000));
    store.add(interval(5).traffic(TV, "a.example.com", 100).traffic(TV, "tiny.example", 1).build());
    store.commit();
    store.reclassify(TestRows.classifier("x-"));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(5)).services())
          .extracting(IntervalPoints.ServicePoint::service)
          .containsExactlyInAnyOrder("(other)", "x-example.com");
    }
  }

  @Test
  void whatPruneRemovedMeanwhileIsNotSentToExporters() throws Exception {
    store.saveCursor("influx", 3);
    Reclassification found;
    try (var reader = Database.at(file).connectReadOnly()) {
      found = Reclassification.find(reader, RENAMING, address -> Place.UNKNOWN);
    }
    assertThat(found.times())
        .extracting(ChangeLog.Time::time)
        .containsExactly(time(0).getEpochSecond(), time(2).getEpochSecond());
    StoreFixture.prune(file, time(1));
    store.add(interval(9).traffic(TV, "a.example.com", 1).build());
    store.commit();
    try (var writer = Database.at(file).connect()) {
      Dimensions dimensions = new Dimensions(writer, RENAMING, SeriesSettings.DEFAULTS);
      assertThat(Sql.transaction(writer, () -> found.apply(writer, dimensions))).isEqualTo(1);
    }
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(4, 10).stream().filter(c -> c.cause() != Cause.BESIDE))
          .extracting(Change::time)
          .containsExactly(time(9), time(2));
    }
  }
}
