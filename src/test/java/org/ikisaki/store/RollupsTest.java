package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.named;
import static org.ikisaki.store.TestRows.time;
import static org.ikisaki.store.TestRows.unnamed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ikisaki.store.StoreReader.TopBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Minutes, hours and days say what the ten-second rows said, whatever happens to those. */
final class RollupsTest {
  private static final int MINUTE = 6;
  private static final int HOUR = 360;
  private static final int DAY = 8_640;

  private final Path file;

  RollupsTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @Test
  void aBucketIsSummedOnceItsTimeIsOver() throws Exception {
    try (Store store = open("UTC")) {
      write(store, 0);
      write(store, 10 * MINUTE - 2);
      assertThat(LevelAudit.assertAgreement(file)).containsExactly(0, 0, 0);
      write(store, 10 * MINUTE - 1);
      assertThat(LevelAudit.assertAgreement(file)).containsExactly(2, 0, 0);
      write(store, HOUR);
      assertThat(LevelAudit.assertAgreement(file)).containsExactly(2, 1, 0);
      // START is at noon.
      write(store, DAY / 2 - 1);
      assertThat(LevelAudit.assertAgreement(file)).containsExactly(4, 3, 1);
    }
  }

  @Test
  void aMonthOfRandomLifeAgreesAfterEveryStep() throws Exception {
    Random random = new Random(11);
    long bytes = 0;
    int now = 0;
    try (Store store = open("Europe/Berlin")) {
      for (int step = 0; step < 150; step++) {
        now += random.nextInt(step % 3 == 0 ? DAY : HOUR / 2);
        for (int i = 0; i < 4; i++) {
          // Some come late, and some very late.
          int behind = random.nextInt(10) < 7 ? i : random.nextInt(1 + Math.min(now, 12 * DAY));
          TestRows rows = interval(i % 2 == 0 ? "eth0" : "wlan0", Math.max(0, now - behind));
          for (int host = 0; host < 3; host++) {
            long size = random.nextLong(1, 100_000);
            rows.traffic(
                random.nextBoolean() ? TV : PHONE,
                random.nextBoolean()
                    ? named("h" + random.nextInt(9) + ".example.com")
                    : unnamed("203.0.113." + random.nextInt(9)),
                size);
            bytes += counters(size).bytes();
          }
          if (random.nextInt(12) == 0) {
            int address = random.nextInt(9);
            rows.ownName(TV, "203.0.113." + address, "late" + address + ".example.net");
          }
          store.add(rows.build());
        }
        store.commit();
        if (step % 40 == 20) {
          store.prune(time(now));
        }
        if (step % 40 == 30) {
          store.reclassify(TestRows.classifier("rules" + step + "-"));
        }
        if (step % 10 == 0) {
          LevelAudit.assertAgreement(file);
          assertThat(StoreFixture.total(file).bytes()).as("step %d", step).isEqualTo(bytes);
        }
      }
      store.finishNaming();
    }
    List<Integer> buckets = LevelAudit.assertAgreement(file);
    assertThat(buckets.get(2)).isGreaterThan(15);
    assertThat(StoreFixture.total(file).bytes()).isEqualTo(bytes);
    assertThat(StoreFixture.number(file, "SELECT since FROM level WHERE label = '10s'"))
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 23",
    "Europe/Berlin, 2026-10-25, 25",
    "Europe/Berlin, 2026-11-23, 24",
    "America/Sao_Paulo, 2018-11-04, 23",
    "America/Sao_Paulo, 2018-02-17, 25",
    "Asia/Kathmandu, 2026-11-23, 24",
    "Pacific/Apia, 2011-12-29, 24",
    "Pacific/Apia, 2011-12-31, 24",
  })
  void aDayIsTheLocalOneAndHasAsManyHours(String zone, LocalDate date, int hours) throws Exception {
    Instant midnight = date.atStartOfDay(ZoneId.of(zone)).toInstant();
    Instant next = midnight.plus(Duration.ofHours(hours));
    int first = index(midnight);
    int last = index(next);
    try (Store store = open(zone)) {
      for (int i = first - 2 * HOUR; i < last + 2 * HOUR; i += 5 * MINUTE) {
        store.add(interval(i).traffic(TV, "a.example.com", 1).build());
      }
      store.commit();
    }
    LevelAudit.assertAgreement(file);
    long time = midnight.getEpochSecond();
    assertThat(StoreFixture.number(file, "SELECT until - time FROM rollup_1d WHERE time = " + time))
        .isEqualTo(hours * 3_600L);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.total(midnight, next).flows()).isEqualTo(hours * 12L);
    }
  }

  @Test
  void aChangeOfZoneMakesOneShortDayAndMovesNoRow() throws Exception {
    int days = 6;
    for (int day = 0; day < days; day++) {
      try (Store store = open(day < 3 ? "Europe/Berlin" : "America/Bogota")) {
        for (int i = 0; i < DAY; i += HOUR / 2) {
          store.add(interval(day * DAY + i).traffic(TV, "a.example.com", 1).build());
          if (i % (DAY / 2) == 0) {
            store.commit();
          }
        }
      }
    }
    LevelAudit.assertAgreement(file);
    assertThat(StoreFixture.number(file, "SELECT min(until - time) / 3600 FROM rollup_1d"))
        .isEqualTo(6);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.total(Instant.EPOCH, StoreFixture.FOREVER).flows()).isEqualTo(days * 48L);
    }
  }

  @Test
  void queriesGiveTheSameWhateverLevelsServeThem() throws Exception {
    Random random = new Random(5);
    List<Integer> written = new ArrayList<>();
    try (Store store = open("Asia/Kathmandu")) {
      for (int i = 0; i < 5 * DAY; i += 1 + random.nextInt(200)) {
        store.add(interval(i).traffic(TV, "a.example.com", 1).build());
        written.add(i);
      }
      store.commit();
    }
    try (StoreReader reader = StoreReader.open(file)) {
      for (int round = 0; round < 200; round++) {
        int from = random.nextInt(5 * DAY);
        int to = from + 1 + random.nextInt(5 * DAY);
        long expected = written.stream().filter(i -> i >= from && i < to).count();
        assertThat(reader.total(time(from), time(to)).flows()).isEqualTo(expected);
        assertThat(reader.captureTotal(time(from), time(to)).frames())
            .isEqualTo(expected * TestRows.STATS.frames());
        assertThat(
                reader.top(TopBy.DEVICE, time(from), time(to), 5).stream()
                    .mapToLong(row -> row.counters().flows())
                    .sum())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsLateForItsLevelCountsForTheCoarserOnes() throws Exception {
    try (Store store = open("UTC")) {
      for (int day = 0; day < 100; day++) {
        write(store, day * DAY);
      }
      store.prune(time(100 * DAY));
      assertThat(StoreFixture.traffic(file)).hasSizeBetween(6, 8);

      write(store, 5);
      write(store, 50 * DAY + 5);
    }
    LevelAudit.assertAgreement(file);
    assertThat(StoreFixture.traffic(file)).hasSizeBetween(6, 8);
    assertThat(StoreFixture.total(file).flows()).isEqualTo(102);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.total(time(-DAY), time(DAY / 2)).flows()).isEqualTo(2);
      assertThat(reader.span())
          .hasValueSatisfying(span -> assertThat(span.last()).isEqualTo(time(99 * DAY)));
    }
  }

  @Test
  void afterAClockWasFarAheadAllStillAgree() throws Exception {
    try (Store store = open("UTC")) {
      for (int i = 0; i < 30; i++) {
        write(store, i);
      }
      write(store, 3_650 * DAY);
      for (int i = 30; i < 2 * DAY; i += 100) {
        write(store, i);
      }
    }
    LevelAudit.assertAgreement(file);
    assertThat(StoreFixture.total(file).flows()).isEqualTo(31 + (2 * DAY - 30 + 99) / 100);
  }

  @Test
  void anOlderFileIsSummedByTheCommitsThatFollow() throws Exception {
    try (Store store = open("UTC")) {
      for (int i = 0; i < 2 * DAY; i += 7) {
        store.add(interval(i).traffic(TV, "a.example.com", 100).build());
      }
    }
    for (String table : List.of("rollup_1m", "rollup_1h", "rollup_1d")) {
      StoreFixture.execute(file, "DELETE FROM " + table);
    }
    Counters total = StoreFixture.total(file);
    try (Store store = open("UTC")) {
      write(store, 2 * DAY);
      LevelAudit.assertAgreement(file);
      assertThat(StoreFixture.number(file, "SELECT count(*) FROM rollup_1m")).isEqualTo(1_000);
      write(store, 2 * DAY + 1);
      write(store, 2 * DAY + 2);
    }
    assertThat(LevelAudit.assertAgreement(file).get(2)).isEqualTo(2);
    assertThat(StoreFixture.total(file).bytes()).isEqualTo(total.bytes() + 3 * counters(1).bytes());
  }

  private Store open(String zone) throws IOException {
    StoreSettings settings =
        new StoreSettings(
            null,
            Duration.ofMinutes(1),
            Retention.DEFAULTS,
            Duration.ZERO,
            ZoneId.of(zone),
            SeriesSettings.DEFAULTS);
    return Store.open(file, TestRows.BY_DOMAIN, settings, StoreLimits.DEFAULTS, StoreFixture.CLOCK);
  }

  private static void write(Store store, int index) throws IOException {
    store.add(interval(index).traffic(TV, "a.example.com", 1).build());
    store.commit();
  }

  private static int index(Instant time) {
    return Math.toIntExact(Duration.between(TestRows.START, time).toSeconds() / 10);
  }
}
