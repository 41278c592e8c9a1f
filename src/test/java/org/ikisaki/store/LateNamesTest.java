package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;
import static org.ikisaki.store.TestRows.unnamed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.NameSource;
import org.ikisaki.store.ExportView.Change;
import org.ikisaki.store.IntervalPoints.LatencyPoint;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History gets the names that were learned later, and only where they are certain. */
final class LateNamesTest {
  private static final String SERVER = "203.0.113.1";
  private static final int INTERVALS_PER_DAY = 8_640;

  private final Path file;
  private Store store;

  LateNamesTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
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
  void whatADeviceExchangedWithAnAddressIsItsNamesOnceItLearnsThat() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(interval(1).traffic(TV, unnamed(SERVER), 200));
    Counters before = StoreFixture.total(file);

    add(interval(2).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .containsExactly(
            row(0, "a.example.com example.com", 100), row(1, "a.example.com example.com", 200));
    assertThat(StoreFixture.total(file)).isEqualTo(before);
    assertThat(waiting()).isZero();
    assertThat(explained(SERVER))
        .singleElement()
        .matches(row -> "a.example.com".equals(row.host()) && "dns".equals(row.evidence()))
        .matches(row -> row.confidence() == Confidence.LATE_ALONE)
        .matches(row -> row.protocol() == 17 && row.firstSeen().equals(time(0)));
  }

  @Test
  void whatAFlowSaysOfItselfIsAsGoodAndIsKeptAsEvidence() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));

    add(
        interval(1)
            .traffic(TV, unnamed(SERVER), 200)
            .ownName(TV, SERVER, "a.example.com")
            .ownName(TV, SERVER, "a.example.com"));

    assertThat(StoreFixture.traffic(file)).allMatch(row -> row.contains(" a.example.com "));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.evidence(SERVER))
          .containsExactly(
              new EvidenceRow(TV.text(), SERVER, "a.example.com", "sni", time(1), time(1), 2));
    }
  }

  @Test
  void whereThatNameIsThereAlreadyBytesAreAdded() throws Exception {
    Endpoint named =
        new Endpoint(
            "a.example.com",
            null,
            Addresses.network(unnamed(SERVER).network()),
            17,
            443,
            TestRows.SOMEWHERE,
            null);
    add(interval(0).traffic(TV, unnamed(SERVER), 100).traffic(TV, named, 1_000));

    add(interval(1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.total(file)).isEqualTo(counters(100).plus(counters(1_000)));
    assertThat(StoreFixture.traffic(file))
        .singleElement()
        .asString()
        .contains(" a.example.com ", " 1100 ");
  }

  @Test
  void itsRoundTripsMoveToo() throws Exception {
    add(
        interval(0)
            .handshake(TV, unnamed(SERVER), 300, 20_000)
            .handshake(PHONE, unnamed(SERVER), 1, 2));

    add(interval(1).answer(TV, "a.example.com", 0, SERVER));

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(0)).latency())
          .containsExactlyInAnyOrder(
              new LatencyPoint("example.com", new RoundTrips(1, 300, 20_000)),
              new LatencyPoint("AS0 (unnamed)", new RoundTrips(1, 1, 2)));
    }
  }

  @Test
  void theTimesThatChangedAreLoggedForExporters() throws IOException {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(interval(1).traffic(TV, "b.example.net", 1));
    add(interval(2).traffic(TV, unnamed(SERVER), 100));

    add(interval(3).answer(TV, "a.example.com", 0, SERVER));

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(3, 10))
          .extracting(Change::time)
          .containsExactly(time(3), time(0), time(2));
    }
  }

  @Test
  void anotherDevicesTrafficWithTheAddressStaysUnnamed() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100).traffic(PHONE, unnamed(SERVER), 7));

    add(interval(1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .containsExactly(row(0, "a.example.com example.com", 100), unnamedRow(0, 7));
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void otherAddressesStayUnnamed() throws Exception {
    add(interval(0).traffic(TV, unnamed("203.0.113.2"), 100));
    add(interval(1).answer(TV, "a.example.com", 0, SERVER));
    assertThat(StoreFixture.traffic(file)).noneMatch(row -> row.contains("example.com"));
  }

  @Test
  void anAddressWithAnotherNameInBetweenIsNotRenamed() throws Exception {
    // An earlier one might be it, and this store knows of it although the process forgot.
    add(interval(0).answer(TV, "b.example.net", 0, SERVER));
    add(interval(1).traffic(TV, unnamed(SERVER), 100));

    add(interval(2).answer(TV, "a.example.com", 0, SERVER));
    add(interval(3).traffic(TV, unnamed(SERVER), 100));
    add(interval(4).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file)).hasSize(2).noneMatch(row -> row.contains("example"));
  }

  @Test
  void ofTwoNamesAtOnceNeitherIsGiven() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(interval(1).answer(TV, "a.example.com", 0, SERVER).answer(TV, "b.example.net", 0, SERVER));
    assertThat(StoreFixture.traffic(file)).noneMatch(row -> row.contains("example"));
  }

  @Test
  void ofTwoNamesOfOneServiceHistoryBecomesTheServicesUnderTheLater() throws Exception {
    add(interval(0).answer(TV, "b.example.com", 0, SERVER));
    add(interval(1).traffic(TV, unnamed(SERVER), 100));

    add(interval(2).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .containsExactly(row(1, "a.example.com example.com", 100));
    assertThat(explained(SERVER))
        .singleElement()
        .matches(row -> row.confidence() == Confidence.MEMORY_ONE_SERVICE);
  }

  @Test
  void aThirdNameOfAnotherServiceLeavesWhatCameSinceUnnamed() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(interval(1).answer(TV, "a.example.com", 0, SERVER));
    add(interval(2).answer(TV, "b.example.net", 0, SERVER));
    add(interval(3).traffic(TV, unnamed(SERVER), 200));

    add(interval(4).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .hasSize(2)
        .contains(row(0, "a.example.com example.com", 100))
        .anyMatch(row -> row.contains("(unnamed)"));
  }

  @Test
  void certificatesAndPointersNeitherNameHistoryNorStandInTheWayOfWhatDoes() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(
        interval(1)
            .claim(TV, SERVER, NameSource.CERT, "*.example.org", "example.org")
            .claim(TV, SERVER, NameSource.PTR, "host.example.net"));
    assertThat(StoreFixture.traffic(file)).noneMatch(row -> row.contains("example"));
    assertThat(waiting()).isEqualTo(1);

    add(interval(2).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .containsExactly(row(0, "a.example.com example.com", 100));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.evidence(SERVER))
          .extracting(EvidenceRow::source)
          .containsExactly("dns", "cert", "cert", "ptr");
      assertThat(reader.knownNames(time(0), 10))
          .extracting(StoreReader.KnownName::host)
          .containsExactly("a.example.com");
    }
  }

  @Test
  void whatCommitsHappenedToHoldTogetherChangesNothing(@TempDir Path other) throws Exception {
    Path together = other.resolve("ikisaki.db");
    try (Store oneCommit = StoreFixture.open(together)) {
      for (TestRows rows : story()) {
        add(rows);
        oneCommit.add(rows.build());
      }
      oneCommit.commit();
      oneCommit.finishNaming();
    }
    assertThat(StoreFixture.traffic(together)).isEqualTo(StoreFixture.traffic(file));
    try (StoreReader one = StoreReader.open(together);
        StoreReader many = StoreReader.open(file)) {
      assertThat(one.exports().after(0, 100)).isEqualTo(many.exports().after(0, 100));
    }
  }

  @Test
  void theRowThatStandsForManyIsNeverRenamed() throws Exception {
    store.close();
    store = StoreFixture.open(file, new StoreLimits(1, 10, 1_000));
    add(interval(0).traffic(TV, unnamed("203.0.113.9"), 100).traffic(TV, unnamed(SERVER), 1));

    add(interval(1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file)).anyMatch(row -> row.contains(" (other) (other) "));
    assertThat(StoreFixture.traffic(file)).noneMatch(row -> row.contains("example"));
  }

  @Test
  void historyOlderThanEvidenceIsKeptStaysAsItIs() throws Exception {
    int month = 30 * INTERVALS_PER_DAY;
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    add(interval(1).traffic(TV, unnamed(SERVER), 100));

    add(interval(month + 1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file).get(0)).doesNotContain("example");
    assertThat(StoreFixture.traffic(file).get(1)).contains(" a.example.com ");
  }

  @Test
  void anEarlierVersionsStoreIsNamedToo() throws Exception {
    add(interval(0).traffic(TV, unnamed(SERVER), 100));
    store.close();
    StoreFixture.makeVersion1(file);
    open();

    add(interval(1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(StoreFixture.traffic(file))
        .containsExactly(row(0, "a.example.com example.com", 100));
  }

  @Test
  void aLongHistoryIsNamedBitByBitThroughRestarts() throws Exception {
    int length = 5_000;
    for (int i = 0; i < length; i++) {
      store.add(interval(i).traffic(TV, unnamed(SERVER), 100 + i).build());
    }
    store.commit();
    Counters before = StoreFixture.total(file);

    add(interval(length).answer(TV, "a.example.com", 0, SERVER), false);
    assertThat(named()).isEqualTo(1_000);
    store.close();
    open();
    add(interval(length + 1), false);
    assertThat(named()).isEqualTo(2_000);
    StoreFixture.prune(file, time(500));
    store.finishNaming();

    assertThat(named()).isEqualTo(length - 500);
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM renaming")).isZero();
    assertThat(StoreFixture.total(file).bytes()).isLessThan(before.bytes());
    assertThat(
            StoreFixture.number(
                file,
                "SELECT count(*) FROM change_log c WHERE NOT EXISTS"
                    + " (SELECT 1 FROM capture_stats s WHERE s.time = c.time)"))
        .isZero();
  }

  @Test
  void aProcessThatIsKilledAtAnyMomentLeavesNoRowHalfNamed() throws Exception {
    int length = 6_000;
    for (int i = 0; i < length; i++) {
      store.add(interval(i).traffic(TV, unnamed(SERVER), 1_000).build());
    }
    add(interval(length).answer(TV, "a.example.com", 0, SERVER), false);
    store.close();
    Random random = new Random(11);
    int commits = 0;
    for (int kill = 1; kill <= 3; kill++) {
      int heard = random.nextInt(3);
      commitUntilKilled(length + 1_000 * kill, heard);
      commits += heard;
      assertThat(
              StoreFixture.numberOfTraffic(
                  file,
                  "SELECT count(*) FROM (SELECT count(*) AS rows, sum(bytes_down) AS bytes"
                      + " FROM traffic WHERE time < "
                      + time(length).getEpochSecond()
                      + " GROUP BY time) WHERE rows = 1 AND bytes = 1000"))
          .isEqualTo(length);
      assertThat(named()).isBetween(Math.min(length, 1_000L + 1_000L * commits), (long) length);
    }
    open();
    store.finishNaming();
    assertThat(named()).isEqualTo(length);
  }

  private void commitUntilKilled(int from, int commits) throws IOException {
    try (ChildJvm child = ChildJvm.start(EndlessWriter.class, file, from, 0)) {
      assertThat(child.line()).isEqualTo("open");
      for (int i = 0; i < commits; i++) {
        assertThat(child.line()).containsOnlyDigits();
      }
      child.kill();
    }
  }

  private List<TestRows> story() {
    return List.of(
        interval(0).traffic(TV, unnamed(SERVER), 100).traffic(PHONE, unnamed(SERVER), 7),
        interval(1).traffic(TV, unnamed("203.0.113.2"), 50),
        interval(2).answer(TV, "a.example.com", 0, SERVER).traffic(TV, "a.example.com", 5),
        interval(3).answer(TV, "b.example.net", 0, SERVER, "203.0.113.2"),
        interval(4).traffic(PHONE, unnamed(SERVER), 8),
        interval(5).ownName(PHONE, SERVER, "c.example.org"));
  }

  private void add(TestRows rows) throws IOException {
    add(rows, true);
  }

  private void add(TestRows rows, boolean finish) throws IOException {
    store.add(rows.build());
    store.commit();
    if (finish) {
      store.finishNaming();
    }
  }

  private List<EndpointRow> explained(String address) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.endpoints(address);
    }
  }

  private long named() throws Exception {
    return StoreFixture.numberOfTraffic(
        file,
        "SELECT count(*) FROM traffic WHERE endpoint ="
            + " (SELECT id FROM endpoint WHERE host = 'a.example.com')");
  }

  private long waiting() throws Exception {
    return StoreFixture.number(file, "SELECT count(*) FROM unnamed");
  }

  private static String row(int index, String what, long bytes) {
    return text(index, TV.text(), what, bytes);
  }

  private static String unnamedRow(int index, long bytes) {
    return text(index, PHONE.text(), "CB007101 AS0 (unnamed)", bytes);
  }

  private static String text(int index, String device, String what, long bytes) {
    Counters c = counters(bytes);
    return "%d %s %s %d %d %d %d %d"
        .formatted(
            time(index).getEpochSecond(),
            device,
            what,
            c.bytesDown(),
            c.bytesUp(),
            c.packetsDown(),
            c.packetsUp(),
            c.flows());
  }
}
