package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import okhttp3.HttpUrl;
import org.awaitility.Awaitility;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.export.FakeServer.Answer;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.store.ExportView.ExporterState;
import org.ikisaki.store.Forgetting;
import org.ikisaki.store.Level;
import org.ikisaki.store.StoreReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order what goes out, and what is done again. */
class BacklogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int HOUR = 360;
  private static final Reply AWAY = Reply.unavailable("connection refused");

  private final TestClock clock = new TestClock(START.plus(Duration.ofHours(9)));
  private final MemoryExporter server = new MemoryExporter();
  private TestStore store;

  @BeforeEach
  void openStore(@TempDir Path directory) throws IOException {
    store = new TestStore(directory);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void afterAnOutageTheNewestComesFirstAndThenTheRestBackwards() throws IOException {
    ExportLoop loop = loop();
    store.fill(START, 10);
    Loops.drain(loop);
    int end = 10;
    while (end < 5 * HOUR) {
      store.fill(time(end), 60);
      end += 60;
    }

    loop.doWork();

    assertThat(server.times(Measurement.TRAFFIC)).endsWith(time(end - 1)).doesNotContain(time(10));
    while (loop.status().lag().compareTo(Duration.between(time(end - 1), now())) > 0) {
      assertThat(loop.doWork()).isTrue();
      assertThat(server.times(Measurement.TRAFFIC)).hasSizeLessThan(100);
    }
    Instant oldest = time(end);
    while (oldest.isAfter(time(10))) {
      // What happens meanwhile is there after what is under way, at most.
      store.fill(time(end), 1);
      Instant latest = time(end++);
      for (int i = 0; i < 6 && !server.times(Measurement.TRAFFIC).contains(latest); i++) {
        loop.doWork();
      }
      assertThat(server.times(Measurement.TRAFFIC)).contains(latest);
      for (int i = 0; i < 5; i++) {
        loop.doWork();
      }
      Instant reached = server.oldestAfter(Measurement.TRAFFIC, time(9));
      assertThat(reached).isBefore(oldest);
      oldest = reached;
    }
    Loops.drain(loop);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.requests()).noneMatch(request -> request.startsWith("delete"));
    assertThat(state().waiting()).isZero();
  }

  @Test
  void aCrashAnywhereInTheBacklogRepeatsAndNeverSkips() throws IOException {
    store.fill(START, 10);
    Loops.drain(loop());
    store.fill(time(10), 4 * HOUR);
    for (int crashes = 0; crashes < 40; crashes++) {
      ExportLoop loop = loop();
      for (int step = 0; step < 1 + crashes % 3; step++) {
        loop.doWork();
      }
      store.fill(time(10 + 4 * HOUR + crashes), 1);
    }

    Loops.drain(loop());

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.sum(Measurement.HOST, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void outagesWithinTheBacklogLoseNothing() throws IOException {
    ExportLoop loop = loop();
    int end = 0;
    for (int outage = 0; outage < 60; outage++) {
      store.fill(time(end), 500);
      end += 500;
      server.failing(AWAY);
      for (int i = 0; i < 3; i++) {
        loop.doWork();
        clock.advance(Duration.ofMinutes(2));
      }
    }

    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void sumsByMinuteAndHourAreThoseOfTheStore() throws IOException {
    store.fillHousehold(START, 3 * HOUR);
    ExportLoop loop = loop();
    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC_1M, "bytes_down"))
        .isEqualTo(server.sum(Measurement.DESTINATION_1M, "bytes_down"))
        .isEqualTo(server.sum(Measurement.TRAFFIC_1H, "bytes_down"))
        .isEqualTo(server.sum(Measurement.DESTINATION_1H, "bytes_down"))
        .isEqualTo(store.bytesDown());
    assertThat(server.times(Measurement.TRAFFIC_1M)).hasSize(180);
    assertThat(server.times(Measurement.TRAFFIC_1H))
        .containsExactly(START, time(HOUR), time(2 * HOUR));

    store.rename("Renamed");
    Loops.drain(loop);

    assertThat(server.lines(Measurement.TRAFFIC_1M)).noneMatch(l -> l.contains("service=First"));
    assertThat(server.lines(Measurement.TRAFFIC_1H))
        .noneMatch(l -> l.contains("service=First"))
        .anyMatch(l -> l.contains("service=Renamed"));
    assertThat(server.sum(Measurement.TRAFFIC_1H, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.sum(Measurement.TRAFFIC_1M, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void whatWasLostAtTheServerIsSentAgainOnRequest() throws IOException {
    store.fill(START, 2 * HOUR);
    ExportLoop loop = loop();
    Loops.drain(loop);
    server.empty();
    int requests = server.requests().size();

    ExportRequests.resend(store.file(), List.of("test"), time(100), time(700));
    Loops.drain(loop);

    assertThat(server.times(Measurement.TRAFFIC))
        .hasSize(600)
        .startsWith(time(100))
        .endsWith(time(699));
    assertThat(server.times(Measurement.TRAFFIC_1H)).containsExactly(time(HOUR));
    assertThat(state().requests()).isZero();
    assertThat(server.requests().subList(requests, server.requests().size()))
        .anyMatch(request -> request.startsWith("delete"));
  }

  @Test
  void aRebuildDeletesWhatTheStoreHasAndSendsAll() throws IOException {
    store.fill(START, HOUR);
    ExportLoop loop = loop();
    Loops.drain(loop);
    server.write(
        Level.TEN_SECONDS,
        List.of(
            "traffic,sensor=home,service=Ghost bytes_down=1i " + time(5).getEpochSecond(),
            "traffic,sensor=home,service=Old bytes_down=2i " + time(-5).getEpochSecond()));

    ExportRequests.rebuild(store.file(), List.of("test"));
    server.failing(AWAY);
    loop.doWork();
    clock.advance(Duration.ofMinutes(2));
    // A new process goes on with it.
    Loops.drain(loop());

    assertThat(server.lines(Measurement.TRAFFIC))
        .noneMatch(line -> line.contains("Ghost"))
        .anyMatch(line -> line.contains("service=Old"));
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown() + 2);
  }

  @Test
  void aRebuildMakesStaleTimesRightWhereNoRangeCanBeDeleted() throws IOException {
    store.fill(START, HOUR);
    ExportLoop loop = Loops.ofKeeper(server, store, clock);
    Loops.drain(loop);
    store.rename("Renamed");
    Loops.drain(loop);
    assertThat(state().stale()).isGreaterThanOrEqualTo(HOUR);
    assertThat(state().staleSince()).isEqualTo(now());
    ExportLoop later = Loops.ofKeeper(server, store, clock);
    Loops.drain(later);
    assertThat(later.status().stale()).isEqualTo(state().stale());

    ExportRequests.rebuild(store.file(), List.of("test"));
    Loops.drain(later);

    assertThat(state().stale()).isZero();
    assertThat(later.status().stale()).isZero();
    assertThat(server.requests()).contains("empty");
    assertThat(server.lines(Measurement.TRAFFIC)).allMatch(l -> l.contains("service=Renamed"));
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void whatMayHaveArrivedIsRepeatedAsItWasHoweverManyProcessesThatTakes() throws IOException {
    for (int i = 0; i < 2 * HOUR; i += 60) {
      store.fill(time(i), 60);
    }
    Loops.ofKeeper(server.cuttingOnce(), store, clock).doWork();
    store.rename("Renamed");
    ExportLoop second = Loops.ofKeeper(server.cuttingOnce(), store, clock);
    second.doWork();
    clock.advance(Duration.ofMinutes(2));
    second.doWork();
    second.doWork();
    server.cuttingOnce();
    for (int i = 0; i < 4; i++) {
      second.doWork();
      clock.advance(Duration.ofMinutes(2));
    }

    Loops.drain(Loops.ofKeeper(server, store, clock));

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.lines(Measurement.TRAFFIC)).anyMatch(l -> l.contains("service=First"));
    assertThat(state().stale()).isPositive();
  }

  @Test
  void whatWasRepeatedIsKnownThoughNothingElseHasArrivedYet() throws IOException {
    store.fill(START, 60);
    Loops.ofKeeper(server.cuttingOnce(), store, clock).doWork();
    ExportLoop second = Loops.ofKeeper(server, store, clock);
    second.doWork();

    store.rename("Renamed");
    Loops.drain(second);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(state().stale()).isPositive();
  }

  @Test
  void moreOfATimeThatWasSentIsSentEverywhere() throws IOException {
    ExportLoop loop = Loops.ofKeeper(server, store, clock);
    store.fill(START, 5);
    Loops.drain(loop);

    store.fill(START, 5);
    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(state().stale()).isZero();
  }

  @Test
  void copiesOfAForgottenDeviceAreDeletedAlsoWhereTheyAreOlderThanTheStore() throws IOException {
    store.fillHousehold(START, HOUR);
    ExportLoop loop = loop();
    Loops.drain(loop);
    String device = server.lines(Measurement.DNS).get(0).replaceFirst(".*,device=(.*?),r.*", "$1");
    String old = "traffic,device=%s,sensor=home bytes_down=7i 1000".formatted(device);
    server.write(Level.TEN_SECONDS, List.of(old, old.replace(device, "other")));

    Forgetting.device(store.file(), "02:00:00:00:00:01", false, rows -> {});
    Loops.drain(loop);

    for (Measurement measurement : Measurement.values()) {
      assertThat(server.lines(measurement)).noneMatch(line -> line.contains("device=" + device));
    }
    assertThat(server.lines(Measurement.TRAFFIC)).anyMatch(line -> line.contains("device=other"));
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown() + 7);
    assertThat(server.sum(Measurement.TRAFFIC_1M, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.sum(Measurement.HOST, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(state().requests()).isZero();
  }

  @Test
  void whatTheServerWouldRefuseAsTooOldIsNotSent() throws IOException {
    store.fill(START, 2 * HOUR);
    Terms terms = new Terms(1_000_000, Map.of(Level.TEN_SECONDS, Duration.ofHours(8)));
    Target target =
        new Target.Influx1(
            "test", HttpUrl.get("http://127.0.0.1:1"), "ikisaki", "", "", null, terms);

    Loops.drain(Loops.of(target, server, store, clock));

    assertThat(server.times(Measurement.TRAFFIC)).hasSize(HOUR).startsWith(time(HOUR));
  }

  @Test
  void noMoreIsSentThanTheRateAllows() throws IOException {
    store.fill(START, HOUR);
    Target target =
        new Target.Influx1(
            "test",
            HttpUrl.get("http://127.0.0.1:1"),
            "ikisaki",
            "",
            "",
            null,
            new Terms(100, Map.of()));
    ExportLoop loop = Loops.of(target, server, store, clock);
    Instant begin = now();
    while (state(loop) != State.LEVEL) {
      long allowed = 200 + Duration.between(begin, now()).toMillis() / 10;
      assertThat(server.written()).isLessThanOrEqualTo(allowed);
      loop.doWork();
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(Duration.between(begin, now())).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void oneThatHangsDelaysNeitherTheOthersNorTheStore() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (FakeServer hanging =
        new FakeServer(
            request -> {
              asked.countDown();
              await(never);
              return Answer.of(0);
            })) {
      ExportLoop stuck =
          Loops.of(
              new Target.Influx2("stuck", hanging.url(), "", "ikisaki", null, Loops.FAST),
              store,
              clock);
      ExportLoop other = loop();
      Thread first = new Thread(stuck, "stuck");
      Thread second = new Thread(other, "other");
      first.start();
      second.start();
      store.fill(START, HOUR);
      asked.await();

      for (int i = 0; i < 20; i++) {
        store.fill(time(HOUR + i), 1);
      }

      Awaitility.await()
          .until(() -> server.sum(Measurement.TRAFFIC, "bytes_down") == store.bytesDown());
      assertThat(stuck.status().written()).isZero();
      try (StoreReader reader = StoreReader.open(store.file())) {
        assertThat(reader.exports().states())
            .filteredOn(state -> state.name().equals("stuck"))
            .singleElement()
            .matches(state -> state.waiting() > HOUR);
      }
      stuck.close();
      other.close();
      never.countDown();
      first.join();
      second.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ExportLoop loop() {
    return Loops.of(server, store, clock);
  }

  private static State state(ExportLoop loop) {
    return loop.status().state();
  }

  private ExporterState state() throws IOException {
    try (StoreReader reader = StoreReader.open(store.file())) {
      return reader.exports().states().get(0);
    }
  }

  private Instant now() {
    return clock.instant();
  }

  private static Instant time(int interval) {
    return START.plusSeconds(10L * interval);
  }
}
