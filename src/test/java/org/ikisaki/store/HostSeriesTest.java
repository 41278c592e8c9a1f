package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ikisaki.service.Service;
import org.ikisaki.store.IntervalPoints.HostPoint;
import org.ikisaki.store.IntervalPoints.ServicePoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a time series of its own, and what is part of {@code (other)}. */
class HostSeriesTest {
  /** Two of the eight places for hosts go to whoever comes first. */
  private static final SeriesSettings FEW = new SeriesSettings(3, 8, 8, 2, 8);

  private static final Duration EVIDENCE_KEPT = Duration.ofDays(30);

  private final Path file;
  private Store store;

  HostSeriesTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void open() throws IOException {
    open(TestRows.BY_DOMAIN);
  }

  private void open(Classifier classifier) throws IOException {
    store = StoreFixture.open(file, classifier, FEW);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void aNewHouseHasItsHostsAtOnce() throws IOException {
    see(0, "a.example.com", "b.example.com");

    assertThat(hosts(0)).containsExactly("a.example.com", "b.example.com");
  }

  @Test
  void laterAHostIsASeriesOnceItWasAmongTheLargestInThreeIntervals() throws IOException {
    see(0, "a.example.com", "b.example.com");
    for (int i = 1; i <= 4; i++) {
      see(i, "c.example.com");
    }

    assertThat(hosts(1)).containsExactly("(other)");
    assertThat(hosts(2)).containsExactly("(other)");
    assertThat(hosts(3)).containsExactly("c.example.com");
    assertThat(hosts(4)).containsExactly("c.example.com");
  }

  @Test
  void onlyTheLargestOfAnIntervalEarnAPlace() throws IOException {
    for (int i = 0; i < 5; i++) {
      store.add(
          interval(i)
              .traffic(TV, "a.example.com", 9_000)
              .traffic(TV, "b.example.com", 8_000)
              .traffic(TV, "c.example.com", 7_000)
              .traffic(TV, "small.example.com", 100)
              .build());
    }
    store.commit();

    assertThat(hosts(4))
        .containsExactly("a.example.com", "b.example.com", "c.example.com", "(other)");
  }

  @Test
  void placesAreLimitedAndFreeAgainAfterThirtyDays() throws IOException, SQLException {
    for (int host = 0; host < 10; host++) {
      for (int i = 0; i < 3; i++) {
        see(3 * host + i, "host" + host + ".example.com");
      }
    }
    assertThat(hosts(3 * 7 + 2)).containsExactly("host7.example.com");
    assertThat(hosts(3 * 8 + 2)).containsExactly("(other)");
    assertThat(places()).isEqualTo(8);

    int later = (int) EVIDENCE_KEPT.plusDays(2).toSeconds() / 10;
    see(later, "host0.example.com");
    store.prune(time(later));

    assertThat(places()).isEqualTo(1);
    for (int i = 1; i <= 3; i++) {
      see(later + i, "host9.example.com");
    }
    assertThat(hosts(later + 3)).containsExactly("host9.example.com");
  }

  @Test
  void placesThatAreLeftAreNotTakenFromAnybody() throws IOException, SQLException {
    see(0, "a.example.com");

    store.prune(time(0).plus(Duration.ofDays(40)));
    see((int) Duration.ofDays(40).toSeconds() / 10, "b.example.com");

    assertThat(places()).isEqualTo(2);
  }

  @Test
  void anAddressWithoutANameIsAHostToo() throws IOException {
    store.add(interval(0).traffic(TV, TestRows.unnamed("198.51.100.7"), 500).build());
    store.commit();

    assertThat(hosts(0)).containsExactly("198.51.100.7");
  }

  @Test
  void aRestartForgetsNoPlace() throws IOException {
    see(0, "a.example.com", "b.example.com");
    see(1, "c.example.com");
    store.close();
    open();

    see(2, "a.example.com", "c.example.com");

    assertThat(hosts(2)).containsExactly("a.example.com", "(other)");
  }

  @Test
  void sumsByServiceAreExactWhateverIsOther() throws IOException {
    for (int i = 0; i < 20; i++) {
      see(0, "x" + i + ".example.com", "y" + i + ".example.org", "z" + i + ".example.net");
    }

    try (StoreReader reader = StoreReader.open(file)) {
      Counters hosts = Counters.ZERO;
      for (HostPoint point : reader.interval(time(0)).hosts(50)) {
        hosts = hosts.plus(point.counters());
      }
      Counters services = Counters.ZERO;
      for (ServicePoint point : reader.interval(time(0)).services()) {
        services = services.plus(point.counters());
      }
      assertThat(hosts).isEqualTo(services).isEqualTo(StoreFixture.total(file));
    }
  }

  @Test
  void domainsBeyondTheLimitAreTheServiceOther() throws IOException {
    see(0, "a.one.test", "a.two.test", "a.three.test", "a.four.test");

    assertThat(services(0)).containsExactly("(other)", "one.test", "two.test");
    assertThat(hosts(0)).containsExactly("a.four.test", "a.one.test", "(other)", "(other)");
  }

  @Test
  void whatARuleNamesIsAlwaysASeries() throws IOException {
    store.close();
    open(
        new Classifier(
            subject ->
                String.valueOf(subject.host()).startsWith("rule")
                    ? new Service("Ruled", "video")
                    : TestRows.BY_DOMAIN.rules().apply(subject),
            Set.of(),
            Set.of("Ruled")));
    see(0, "a.one.test", "a.two.test", "a.three.test", "rule.four.test");

    assertThat(services(0)).containsExactly("(other)", "Ruled", "one.test", "two.test");
  }

  @Test
  void aDomainThatGetsANicknameLaterIsASeriesInHistoryToo() throws IOException {
    see(0, "a.one.test", "a.two.test", "a.three.test");

    store.reclassify(
        new Classifier(
            subject ->
                "a.three.test".equals(subject.host())
                    ? new Service("Nickname", "")
                    : TestRows.BY_DOMAIN.rules().apply(subject),
            Set.of(),
            Set.of("Nickname")));

    assertThat(services(0)).containsExactly("Nickname", "one.test", "two.test");
  }

  @Test
  void aForgottenHostIsNotRememberedAsASeries() throws IOException, SQLException {
    see(0, "a.one.test", "a.two.test");

    Forgetting.service(file, "one.test", false, rows -> {});

    assertThat(places()).isEqualTo(1);
  }

  private void see(int index, String... hosts) throws IOException {
    TestRows rows = interval(index);
    for (String host : hosts) {
      rows.traffic(PHONE, host, 1_000);
    }
    store.add(rows.build());
    store.commit();
  }

  private List<String> hosts(int index) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.interval(time(index)).hosts(50).stream().map(HostPoint::host).toList();
    }
  }

  private List<String> services(int index) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.interval(time(index)).services().stream().map(ServicePoint::service).toList();
    }
  }

  private long places() throws IOException, SQLException {
    return StoreFixture.number(file, "SELECT count(*) FROM host_series");
  }
}
