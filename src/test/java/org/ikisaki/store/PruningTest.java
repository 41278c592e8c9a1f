package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.StoreFixture.added;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too old goes, what is not stays, and the file gets no longer. */
final class PruningTest {
  private static final int INTERVALS_PER_DAY = 8_640;

  private final Path directory;
  private final Path file;
  private Store store;

  PruningTest(@TempDir Path directory) {
    this.directory = directory;
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
  void theDryRunSaysWhatTheRealOneRemoves() throws Exception {
    write(0, 400, 10);
    Instant before = time(123);

    PruneReport announced = prune(before, true);
    assertThat(StoreFixture.traffic(file)).hasSize(4_000);
    PruneReport done = prune(before, false);

    assertThat(rows(announced)).isEqualTo(1_230).isEqualTo(rows(done));
    assertThat(announced.keptForExport()).isZero();
    assertThat(announced.levels().get(0).before()).isEqualTo(before);
    assertThat(StoreFixture.traffic(file)).hasSize(2_770);
    assertThat(StoreFixture.numberOfTraffic(file, "SELECT min(time) FROM traffic"))
        .isEqualTo(before.getEpochSecond());
    assertThat(rows(prune(before, true))).isZero();
  }

  @Test
  void everyTableWithTimesIsPruned() throws Exception {
    store.add(
        interval(0)
            .handshake(TV, TestRows.named("old.example.com"), 1, 1)
            .answer(TV, "old.example.com", 0, "203.0.113.1")
            .build());
    // When an endpoint was last seen is known to the day, and evidence has a month of its own.
    int later = 31 * INTERVALS_PER_DAY;
    store.add(
        interval(later)
            .handshake(TV, TestRows.named("new.example.com"), 1, 1)
            .answer(TV, "new.example.com", 0, "203.0.113.2")
            .build());
    store.commit();

    prune(time(later), false);

    for (String table :
        List.of(
            "traffic_slab",
            "latency",
            "capture_stats",
            "dns_query",
            "dns_name",
            "endpoint",
            "name_evidence",
            "change_log",
            "service")) {
      assertThat(StoreFixture.number(file, "SELECT count(*) FROM " + table)).as(table).isEqualTo(1);
    }
    assertThat(StoreFixture.traffic(file)).singleElement().asString().contains("new.example.com");
  }

  @Test
  void everyDayNameEvidenceStaysThirtyDaysAfterItWasLastSeenHoweverLongTrafficDoes()
      throws Exception {
    int month = 30 * INTERVALS_PER_DAY;
    evidence(0, "first.example.com");
    evidence(1, "second.example.com");
    evidence(month, "new.example.com");

    pruneDaily(time(month));
    assertThat(hosts())
        .containsExactly("new.example.com", "second.example.com", "first.example.com");
    assertThat(StoreFixture.traffic(file)).hasSize(1);

    evidence(month + 1, "newer.example.com");
    pruneDaily(time(month));
    assertThat(hosts())
        .containsExactly("newer.example.com", "new.example.com", "second.example.com");
  }

  @Test
  void whoAsksForLessHistoryIsLeftNoOlderEvidence() throws Exception {
    evidence(0, "old.example.com");
    evidence(INTERVALS_PER_DAY, "new.example.com");

    prune(file, time(INTERVALS_PER_DAY), Duration.ZERO);

    assertThat(hosts()).containsExactly("new.example.com");
  }

  @Test
  void whatWaitedForANameGoesWithItsEndpoint() throws Exception {
    store.add(interval(0).traffic(TV, TestRows.unnamed("203.0.113.1"), 1).build());
    store.add(interval(20_000).traffic(TV, TestRows.unnamed("203.0.113.2"), 1).build());
    store.commit();

    prune(time(20_000), false);

    assertThat(StoreFixture.number(file, "SELECT count(*) FROM unnamed")).isEqualTo(1);
  }

  @Test
  void prunedEndpointsAreMadeAnewWhenTheyReturn() throws Exception {
    write(0, 1, 5);
    store.add(interval(20_000).traffic(TV, "other.example.net", 1).build());
    store.commit();
    prune(time(20_000), false);
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM endpoint")).isEqualTo(1);

    write(20_001, 20_002, 5);

    assertThat(StoreFixture.traffic(file))
        .hasSize(6)
        .filteredOn(row -> row.contains("host4.example.com example.com"))
        .hasSize(1);
  }

  @Test
  void rowsThatAnExporterHasNotReadAreKept() throws Exception {
    write(0, 10, 10);
    long sequence;
    try (StoreReader reader = StoreReader.open(file)) {
      sequence = reader.exports().after(0, 100).get(3).sequence();
    }
    store.saveCursor("slow", sequence);
    store.saveCursor("fast", sequence + 5);

    PruneReport announced = prune(time(8), true);
    PruneReport done = prune(time(8), false);

    assertThat(rows(announced)).isEqualTo(40).isEqualTo(rows(done));
    assertThat(done.keptForExport()).isEqualTo(40).isEqualTo(announced.keptForExport());
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(0, 100)).hasSize(6).first().isEqualTo(added(5, time(4)));
      assertThat(reader.interval(time(4)).services()).hasSize(1);
      assertThat(reader.interval(time(3)).services()).isEmpty();
    }

    store.saveCursor("slow", sequence + 6);
    store.saveCursor("fast", sequence + 6);
    assertThat(rows(prune(time(8), false))).isEqualTo(40);
    store.keepCursors(List.of());
    assertThat(rows(prune(time(10), false))).isEqualTo(20);
  }

  @Test
  void theyAreNotKeptForLongerThanTheLimit() throws Exception {
    write(0, 10, 10);
    store.saveCursor("dead", 0);

    PruneReport done = prune(file, time(8), Duration.ofSeconds(30));

    assertThat(rows(done)).isEqualTo(50);
    assertThat(done.keptForExport()).isEqualTo(30);
  }

  @Test
  void itWorksWhileAnotherProcessWrites() throws Exception {
    store.close();
    try (ChildJvm daemon = ChildJvm.start(EndlessWriter.class, file, 0, 20)) {
      assertThat(daemon.line()).isEqualTo("open");
      String line = daemon.line();
      List<Long> removed = new ArrayList<>();
      for (int i = 1; i <= 8; i++) {
        while (line != null && Integer.parseInt(line) < 10 * i) {
          line = daemon.line();
        }
        PruneReport report = prune(file, time(10 * i), Duration.ZERO);
        removed.add(rows(report));
      }
      assertThat(removed).containsOnly(10L * EndlessWriter.ROWS_PER_INTERVAL);
      int last = Integer.parseInt(line);
      assertThat(Integer.parseInt(daemon.line())).isGreaterThan(last);
    }
    assertThat(StoreFixture.traffic(file)).noneMatch(row -> row.contains(" null "));
    assertThat(
            StoreFixture.numberOfTraffic(
                file,
                "SELECT count(*) FROM traffic WHERE endpoint NOT IN (SELECT id FROM endpoint)"))
        .isZero();
  }

  @Test
  void theFileStopsGrowing() throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      // A thinned-out day: every 36th interval.
      for (int i = 0; i < INTERVALS_PER_DAY; i += 36) {
        TestRows rows = interval(day * INTERVALS_PER_DAY + i);
        for (int host = 0; host < 20; host++) {
          rows.traffic(TV, "d" + day % 5 + "h" + host + ".example.com", 1000 + host);
        }
        store.add(rows.build());
      }
      store.commit();
      prune(time((day - 2) * INTERVALS_PER_DAY), false);
      sizes.add(Files.size(file));
    }
    assertThat(sizes.get(11)).isLessThanOrEqualTo(sizes.get(4) * 11 / 10);
    assertThat(StoreFixture.numberOfTraffic(file, "SELECT count(*) FROM traffic"))
        .isEqualTo(3 * 240 * 20);
  }

  @Test
  void spaceIsGivenBack() throws Exception {
    write(0, 2_000, 20);
    PruneReport done = prune(time(1_900), false);

    assertThat(rows(done)).isEqualTo(38_000);
    assertThat(done.fileBytes()).isLessThan(done.fileBytesBefore() / 4);
    assertThat(file).hasSize(done.fileBytes());
  }

  @Test
  void progressIsTold() throws Exception {
    write(0, 300, 10);
    List<Long> told = new ArrayList<>();
    Pruning.olderThan(file, time(250), Duration.ZERO, false, told::add);
    // Then 41 minutes of ten hosts.
    assertThat(told).containsExactly(2_500L, 2_910L);
  }

  @Test
  void withoutAStoreItSaysSo() {
    assertThatThrownBy(() -> prune(directory.resolve("none.db"), time(1), Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is none");
    assertThat(directory.resolve("none.db")).doesNotExist();
  }

  /** As the daemon does where rows are kept for an hour. */
  private void pruneDaily(Instant before) throws IOException {
    Duration hour = Duration.ofHours(1);
    Retention keep = new Retention(hour, hour, hour, hour);
    Pruning.byAge(file, keep, before.plus(hour), Duration.ZERO, false, rows -> {});
  }

  private PruneReport prune(Instant before, boolean dryRun) throws IOException {
    return Pruning.olderThan(file, before, Duration.ofDays(30), dryRun, rows -> {});
  }

  private static PruneReport prune(Path store, Instant before, Duration keepUnexported)
      throws IOException {
    return Pruning.olderThan(store, before, keepUnexported, false, rows -> {});
  }

  /** Ten-second rows. */
  private static long rows(PruneReport report) {
    return report.levels().get(0).rows();
  }

  private void evidence(int index, String host) throws IOException {
    store.add(interval(index).traffic(TV, host, 1).answer(TV, host, 0, "203.0.113.1").build());
    store.commit();
  }

  private List<String> hosts() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.evidence("203.0.113.1").stream().map(StoreReader.EvidenceRow::host).toList();
    }
  }

  private void write(int from, int to, int hosts) throws IOException {
    for (int i = from; i < to; i++) {
      TestRows rows = interval(i);
      for (int host = 0; host < hosts; host++) {
        rows.traffic(TV, "host" + host + ".example.com", 1000 + i);
      }
      store.add(rows.build());
    }
    store.commit();
  }
}
