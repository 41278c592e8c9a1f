package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;
import static org.ikisaki.store.TestRows.unnamed;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.naming.EncryptedDns.Sighting;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.WhyUnnamed;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.Visibility.Connections;
import org.ikisaki.store.Visibility.EncryptedUse;
import org.ikisaki.store.Visibility.Unnamed;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is named, and why not the rest, is kept. */
class VisibilityTest {
  private static final String SERVER = "203.0.113.1";

  private final Path file;

  VisibilityTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @Test
  void bytesAreNamedOrNotAndThoseOfTheLocalNetworkDoNotCount() throws Exception {
    Endpoint hidden =
        new Endpoint(
            "provider.example",
            null,
            IpAddress.parse("203.0.113.0"),
            6,
            443,
            Place.UNKNOWN,
            NameSource.ECH_OUTER);
    write(
        interval(0)
            .traffic(TV, "a.example.com", 1_000)
            .traffic(TV, unnamed(SERVER), 100)
            .traffic(TV, hidden, 10)
            .traffic(TV, unnamed("192.168.1.9"), 50_000)
            .traffic(PHONE, "a.example.com", 20)
            .visibility(connections(new Connections(TV, 5, 3))));

    assertThat(coverage())
        .containsExactly(
            new DeviceCoverage(TV.text(), TestRows.TV_LABEL, new Coverage(1_221, 1_100, 5, 3)),
            new DeviceCoverage(PHONE.text(), TestRows.PHONE_LABEL, new Coverage(22, 22, 0, 0)));
  }

  @Test
  void aNameThatCameLateMovesItsBytesToTheNamedOnes() throws Exception {
    write(interval(0).traffic(TV, unnamed(SERVER), 100));
    assertThat(coverage())
        .containsExactly(
            new DeviceCoverage(TV.text(), TestRows.TV_LABEL, new Coverage(110, 0, 0, 0)));

    write(interval(1).answer(TV, "a.example.com", 0, SERVER));

    assertThat(coverage())
        .containsExactly(
            new DeviceCoverage(TV.text(), TestRows.TV_LABEL, new Coverage(110, 110, 0, 0)));
  }

  @Test
  void whatIsNotNamedIsTheWorkListToTheByte() throws Exception {
    TestRows rows = interval(0).traffic(TV, "a.example.com", 1_000);
    for (int i = 1; i <= 20; i++) {
      rows.traffic(i % 2 == 0 ? TV : PHONE, unnamed("203.0.113." + i), 100L * i);
    }
    write(rows);

    try (StoreReader reader = StoreReader.open(file)) {
      long unnamed =
          reader.unnamed(START, time(1), 1_000).stream()
              .mapToLong(row -> row.counters().bytes())
              .sum();
      Coverage total =
          reader.coverage(START, time(1)).stream()
              .map(DeviceCoverage::coverage)
              .reduce(Coverage.NONE, Coverage::plus);
      assertThat(total.bytes()).isEqualTo(reader.total(START, time(1)).bytes());
      assertThat(unnamed).isEqualTo(total.bytes() - total.bytesNamed());
      assertThat(reader.unnamed(START, time(1), 3))
          .extracting(UnnamedRow::address)
          .containsExactly("203.0.113.20", "203.0.113.19", "203.0.113.18");
    }
  }

  @Test
  void theRestThatABoundLeftOutIsNeitherNamedNorInTheWorkList() throws Exception {
    try (Store store = StoreFixture.open(file, new StoreLimits(1, 100, 50_000))) {
      store.add(interval(0).traffic(TV, "a.example.com", 1_000).traffic(TV, "b.test", 10).build());
    }
    assertThat(coverage())
        .containsExactly(
            new DeviceCoverage(TV.text(), TestRows.TV_LABEL, new Coverage(1_111, 1_100, 0, 0)));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.unnamed(START, time(1), 10)).isEmpty();
      assertThat(reader.unnamed("(other)"))
          .singleElement()
          .matches(row -> row.why() == WhyUnnamed.TOO_MANY);
    }
  }

  @Test
  void howTrafficBeganIsKeptWhileItWaitsForAName() throws Exception {
    Endpoint endpoint = unnamed(SERVER);
    write(
        interval(0)
            .traffic(TV, endpoint, 100)
            .visibility(unnamedAs(endpoint, new Openings(false, true, false))));
    assertThat(why()).isEqualTo(WhyUnnamed.OPEN_BEFORE);

    write(
        interval(1)
            .traffic(TV, endpoint, 100)
            .visibility(unnamedAs(endpoint, new Openings(true, false, false))));
    assertThat(why()).isEqualTo(WhyUnnamed.NO_DNS_AT_ALL);
  }

  @Test
  void encryptedDnsIsKnownSinceItWasFirstSeen() throws Exception {
    Sighting google = new Sighting(Kind.DOT, "Google");
    Sighting asked = new Sighting(Kind.LOOKUP, "Google");
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).visibility(encrypted(asked)).build());
      store.add(interval(3).visibility(encrypted(google, asked)).build());
      store.add(interval(90).visibility(encrypted(google)).build());
    }

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.encryptedDns())
          .containsExactly(
              new EncryptedDnsRow(
                  TV.text(), TestRows.TV_LABEL, Kind.DOT, "Google", time(3), time(90)),
              new EncryptedDnsRow(
                  TV.text(), TestRows.TV_LABEL, Kind.LOOKUP, "Google", time(0), time(0)));
    }
  }

  @Test
  void serversThatTheWireNamesAreBounded() throws Exception {
    List<Sighting> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new Sighting(Kind.DOT, "x" + i + ".example"));
    }
    write(interval(0).visibility(encrypted(many.toArray(new Sighting[0]))));

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.encryptedDns())
          .hasSize(VisibilityRows.MAX_SERVERS + 1)
          .extracting(EncryptedDnsRow::server)
          .contains("x0.example", "(other)")
          .doesNotContain("x99.example");
    }
  }

  @Test
  void whoAsksForTheWholeHouseIsKnownSinceThen() throws Exception {
    write(interval(0).visibility(shared()));
    write(interval(100).visibility(shared()));

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.sharedResolvers())
          .containsExactly(new StoreReader.SharedResolver(TV.text(), time(0), time(100)));
    }
  }

  @Test
  void whatIsPrunedIsGoneFromAllOfThem() throws Exception {
    write(
        interval(0)
            .traffic(TV, "a.example.com", 1_000)
            .visibility(
                new Visibility(
                    List.of(new Connections(TV, 5, 3)),
                    List.of(),
                    List.of(new EncryptedUse(TV.text(), new Sighting(Kind.DOH, "Google"))),
                    TV.text())));
    StoreFixture.prune(file, START.plusSeconds(60));

    assertThat(coverage()).isEmpty();
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.encryptedDns()).isEmpty();
      assertThat(reader.sharedResolvers()).isEmpty();
    }
  }

  @Test
  void anOlderFilesEndpointsAreToldApart() throws Exception {
    try (Connection connection = Database.at(file).connect()) {
      Schema.migrate(connection, file, 5);
      Sql.execute(
          connection,
          """
          INSERT INTO service (id, name, category) VALUES (1, 'Example', '');
          INSERT INTO endpoint (id, host, address, network, protocol, port, asn, as_org, country,
            evidence, service_id, first_seen, last_seen) VALUES
            (1, 'a.example', NULL, x'cb007100', 6, 443, 0, '', '', 'sni', 1, 0, 0),
            (2, NULL, x'cb007101', x'cb007100', 6, 443, 0, '', '', NULL, 1, 0, 0),
            (3, NULL, x'c0a80109', x'c0a80100', 6, 445, 0, '', '', NULL, 1, 0, 0),
            (4, 'b.example', NULL, x'cb007100', 6, 443, 0, '', '', 'ech-outer', 1, 0, 0),
            (5, '(other)', NULL, x'00000000', 0, 0, 0, '', '', NULL, 1, 0, 0),
            (6, NULL, x'fe800000000000000000000000000001',
              x'fe800000000000000000000000000000', 17, 5353, 0, '', '', NULL, 1, 0, 0),
            (7, NULL, x'20010db8000000000000000000000001',
              x'20010db8000000000000000000000000', 17, 443, 0, '', '', NULL, 1, 0, 0),
            (8, NULL, x'ffffffff', x'ffffff00', 17, 67, 0, '', '', NULL, 1, 0, 0);
          """);
    }
    StoreFixture.open(file).close();

    try (Connection connection = Database.at(file).connectReadOnly()) {
      assertThat(
              Sql.list(
                  connection,
                  "SELECT id || ' ' || local || ' ' || named FROM endpoint ORDER BY id",
                  row -> row.getString(1)))
          .containsExactly("1 0 1", "2 0 0", "3 1 0", "4 0 0", "5 0 0", "6 1 0", "7 0 0", "8 1 0");
    }
  }

  @Test
  void whatIsLeftInSumsAloneIsNamedOrNotAsBefore() throws Exception {
    write(
        interval(0)
            .traffic(TV, "a.example.com", 1_000)
            .traffic(TV, unnamed(SERVER), 100)
            .visibility(connections(new Connections(TV, 5, 3))));
    write(interval(30 * 8_640).traffic(PHONE, "a.example.com", 10));
    Pruning.byAge(file, Retention.DEFAULTS, time(30 * 8_640), Duration.ZERO, false, rows -> {});

    assertThat(StoreFixture.numberOfTraffic(file, "SELECT min(time) FROM traffic"))
        .isEqualTo(time(30 * 8_640).getEpochSecond());
    // Connections are in no sum.
    assertThat(coverage())
        .containsExactly(
            new DeviceCoverage(TV.text(), TestRows.TV_LABEL, new Coverage(1_210, 1_100, 0, 0)));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.unnamed(SERVER))
          .extracting(row -> row.counters().bytes())
          .containsExactly(110L);
      assertThat(reader.endpoints("a.example.com", TV.text()))
          .extracting(row -> row.counters().bytes())
          .containsExactly(1_100L);
    }
  }

  private void write(TestRows rows) throws IOException {
    try (Store store = StoreFixture.open(file)) {
      store.add(rows.build());
      store.commit();
      store.finishNaming();
    }
  }

  private List<DeviceCoverage> coverage() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.coverage(START, time(1_000));
    }
  }

  private WhyUnnamed why() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      List<UnnamedRow> rows = reader.unnamed(SERVER);
      assertThat(rows).hasSize(1);
      return rows.get(0).why();
    }
  }

  private static Visibility connections(Connections... rows) {
    return new Visibility(List.of(rows), List.of(), List.of(), null);
  }

  private static Visibility unnamedAs(Endpoint endpoint, Openings openings) {
    return new Visibility(List.of(), List.of(new Unnamed(TV, endpoint, openings)), List.of(), null);
  }

  private static Visibility encrypted(Sighting... sightings) {
    List<EncryptedUse> uses = new ArrayList<>();
    for (Sighting sighting : sightings) {
      uses.add(new EncryptedUse(TV.text(), sighting));
    }
    return new Visibility(List.of(), List.of(), uses, null);
  }

  private static Visibility shared() {
    return new Visibility(List.of(), List.of(), List.of(), TV.text());
  }
}
