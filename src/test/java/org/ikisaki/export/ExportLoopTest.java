package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.store.Pruning;
import org.ikisaki.store.Retention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportLoopTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Reply AWAY = Reply.unavailable("connection refused");
  private static final Reply NO_USER = Reply.ofStatus(401, "who are you", null);

  private final TestClock clock = new TestClock(START.plus(Duration.ofHours(1)));
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
  void bringsTheServerLevelWithTheStore() throws IOException {
    store.fill(START, 30);
    ExportLoop loop = loop();

    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.sum(Measurement.HOST, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.sum(Measurement.DESTINATION, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(server.lines(Measurement.DNS)).hasSize(30);
    assertThat(server.lines(Measurement.CAPTURE)).hasSize(30);
    assertThat(loop.status().state()).isEqualTo(State.LEVEL);
    assertThat(loop.status().lag()).isZero();
    assertThat(loop.status().rejected()).isZero();
  }

  @Test
  void tracesAreSentAsTheyAreKept() throws IOException {
    store.fill(START, 3);
    store.trace(START.plusSeconds(12), "www.example.com");
    Loops.drain(loop());
    // Into a time that was sent, and into one that nothing else happened in.
    store.trace(START.plusSeconds(19), "www.example.com");
    store.trace(START.plusSeconds(500), "www.example.org");

    Loops.drain(loop());

    assertThat(server.sum(Measurement.HOP, "answers")).isEqualTo(6);
    assertThat(server.sum(Measurement.HOP, "sent")).isEqualTo(12);
    assertThat(server.lines(Measurement.HOP)).hasSize(4);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void aTraceOlderThanTenSecondRowsIsNotSent() throws IOException {
    store.fill(START.minus(Duration.ofHours(1)), 2 * 360);
    Instant later = START.plus(Duration.ofDays(7));
    Pruning.byAge(store.file(), Retention.DEFAULTS, later, Duration.ZERO, false, rows -> {});
    store.trace(START.minusSeconds(10), "www.example.com");
    store.trace(START, "www.example.com");

    Loops.drain(loop());

    assertThat(server.lines(Measurement.HOP)).hasSize(2);
  }

  @Test
  void finishesWithWhatWasCommittedLast() throws Exception {
    store.fill(START, 3);
    ExportLoop loop = loop();
    Thread thread = new Thread(loop, "export");
    thread.start();
    Awaitility.await().until(() -> loop.status().state() == State.LEVEL);
    store.fill(START.plusSeconds(100), 3);

    loop.finish(Duration.ofMinutes(1));
    thread.join();

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void finishesAtOnceWhileTheServerIsAway() throws Exception {
    store.fill(START, 3);
    server.failing(AWAY, AWAY, AWAY, AWAY);
    ExportLoop loop = loop();
    Thread thread = new Thread(loop, "export");
    thread.start();

    loop.finish(Duration.ofMinutes(1));
    thread.join();

    assertThat(server.lines(Measurement.TRAFFIC)).isEmpty();
    assertThat(loop.status().state()).isEqualTo(State.WAITING);
  }

  @Test
  void nothingIsSentTwice() throws IOException {
    store.fill(START, 30);
    Loops.drain(loop());
    int requests = server.requests().size();

    Loops.drain(loop());

    assertThat(server.requests()).hasSize(requests);
  }

  @Test
  void goesOnWhereAnEarlierProcessHadCome() throws IOException {
    store.fill(START, 10);
    Loops.drain(loop());
    store.fill(START.plusSeconds(100), 10);

    Loops.drain(loop());

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void waitsLongerAndLongerWhileTheServerIsAway() throws IOException {
    store.fill(START, 3);
    server.failing(AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY);
    ExportLoop loop = loop();

    for (long longest : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(loop.doWork()).isFalse();
      Instant nextTry = loop.status().nextTry();
      assertThat(nextTry)
          .isBetween(
              clock.instant().plusMillis(longest * 500), clock.instant().plusSeconds(longest));
      clock.advance(Duration.between(clock.instant(), nextTry));
    }
    assertThat(loop.status().state()).isEqualTo(State.WAITING);
    assertThat(loop.status().problem()).isEqualTo("connection refused");
    assertThat(loop.status().lag()).isGreaterThan(Duration.ofMinutes(59));
    assertThat(server.requests()).hasSize(8);

    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().problem()).isNull();
  }

  @Test
  void doesNotSpinWhileItWaits() throws IOException {
    store.fill(START, 3);
    server.failing(AWAY, AWAY);
    ExportLoop loop = loop();

    for (int i = 0; i < 1_000; i++) {
      assertThat(loop.doWork()).isFalse();
    }

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void obeysTheServersPause() throws IOException {
    store.fill(START, 3);
    server.failing(Reply.ofStatus(503, "busy", "120"));
    ExportLoop loop = loop();

    loop.doWork();
    clock.advance(Duration.ofSeconds(119));
    assertThat(loop.doWork()).isFalse();
    assertThat(server.requests()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    Loops.drain(loop);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void keepsEverythingWhileRefusedAndTriesEachMinute() throws IOException {
    store.fill(START, 3);
    server.failing(NO_USER, NO_USER, NO_USER);
    ExportLoop loop = loop();

    for (int i = 0; i < 3; i++) {
      assertThat(loop.doWork()).isFalse();
      assertThat(loop.status().state()).isEqualTo(State.REFUSED);
      assertThat(loop.status().problem()).contains("who are you");
      assertThat(loop.status().nextTry()).isEqualTo(clock.instant().plusSeconds(60));
      clock.advance(Duration.ofSeconds(60));
    }

    Loops.drain(loop);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().rejected()).isZero();
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeItWaitLonger() throws IOException {
    store.fill(START, 3);
    server.failing(AWAY);
    ExportLoop loop = loop();
    loop.doWork();

    clock.advance(Duration.ofDays(-1));

    assertThat(loop.doWork()).isTrue();
  }

  @Test
  void sendsHalvesOfWhatIsTooMuchAtOnce() throws IOException {
    store.fill(START, 200);
    server.judging(
        lines -> lines.size() > 7 ? Reply.ofStatus(413, "too large", null) : Reply.STORED);
    ExportLoop loop = loop();

    Loops.drain(loop);

    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().rejected()).isZero();
  }

  @Test
  void leavesOutTheLineThatIsBadAndNoOther() throws IOException {
    store.fill(START, 50);
    List<String> bad = new ArrayList<>();
    server.judging(
        lines -> {
          boolean isBad = lines.stream().anyMatch(l -> l.startsWith("dns,") && l.endsWith("00"));
          if (isBad && lines.size() == 1) {
            bad.add(lines.get(0));
          }
          return isBad ? Reply.ofStatus(400, "unable to parse", null) : Reply.STORED;
        });
    ExportLoop loop = loop();

    Loops.drain(loop);

    assertThat(bad).hasSize(5).doesNotHaveDuplicates();
    assertThat(loop.status().rejected()).isEqualTo(5);
    assertThat(loop.status().lastRejection()).contains("unable to parse");
    assertThat(server.lines(Measurement.DNS)).hasSize(45);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().state()).isEqualTo(State.LEVEL);
  }

  @Test
  void aBadLineIsFoundAlthoughTheServerGoesAwayMeanwhile() throws IOException {
    store.fill(START, 50);
    int[] requests = {0};
    server.judging(
        lines -> {
          if (++requests[0] % 3 == 0) {
            return AWAY;
          }
          return lines.stream().anyMatch(l -> l.startsWith("dns,"))
              ? Reply.ofStatus(422, "no", null)
              : Reply.STORED;
        });
    ExportLoop loop = loop();

    for (int i = 0; i < 2_000; i++) {
      loop.doWork();
      clock.advance(Duration.ofSeconds(61));
    }

    assertThat(loop.status().rejected()).isEqualTo(50);
    assertThat(server.lines(Measurement.DNS)).isEmpty();
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void whatAPartialWriteDroppedIsCountedAndNotSentAgain() throws IOException {
    store.fill(START, 3);
    server.failing(
        Reply.ofStatus(400, "partial write: points beyond retention policy dropped=4", null));
    ExportLoop loop = loop();

    Loops.drain(loop);

    assertThat(loop.status().rejected()).isEqualTo(4);
    assertThat(server.requests()).containsExactly("write 21");
  }

  @Test
  void theFirstExportDeletesNothing() throws IOException {
    store.fill(START, 30);
    ExportLoop loop = loop();
    Loops.drain(loop);
    store.fill(START.plusSeconds(300), 5);

    Loops.drain(loop);

    assertThat(server.requests()).noneMatch(r -> r.startsWith("delete"));
  }

  @Test
  void aCorrectedTimeIsDeletedBeforeItIsWrittenAgain() throws IOException {
    store.fill(START, 30);
    ExportLoop loop = loop();
    Loops.drain(loop);
    List<String> before = server.lines(Measurement.TRAFFIC);

    store.rename("Renamed");
    Loops.drain(loop);

    assertThat(server.requests())
        .contains("delete %d %d".formatted(START.getEpochSecond(), START.getEpochSecond() + 290));
    assertThat(server.lines(Measurement.TRAFFIC))
        .hasSameSizeAs(before)
        .allMatch(line -> line.contains("service=Renamed"));
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void aCorrectionAfterARestartIsDeletedToo() throws IOException {
    store.fill(START, 30);
    Loops.drain(loop());
    store.rename("Renamed");

    Loops.drain(loop());

    assertThat(server.lines(Measurement.TRAFFIC))
        .isNotEmpty()
        .allMatch(line -> line.contains("service=Renamed"));
  }

  @Test
  void deletionsStopAtGapsSoThatNothingElseIsTouched() throws IOException {
    store.fill(START, 3);
    store.fill(START.plusSeconds(600), 2);
    ExportLoop loop = loop();
    Loops.drain(loop);

    store.rename("Renamed");
    Loops.drain(loop);

    long start = START.getEpochSecond();
    assertThat(server.requests())
        .contains(
            "delete %d %d".formatted(start, start + 20),
            "delete %d %d".formatted(start + 600, start + 610));
  }

  @Test
  void theFewTimesBetweenCorrectionsAreDeletedAndWrittenWithThem() throws IOException {
    fillEverySecond(20);
    ExportLoop loop = loop();
    Loops.drain(loop);

    store.rename("Renamed");
    Loops.drain(loop);

    assertThat(server.requests())
        .filteredOn(r -> r.startsWith("delete"))
        .containsExactly(
            "delete %d %d".formatted(START.getEpochSecond(), START.getEpochSecond() + 180));
    assertThat(server.times(Measurement.TRAFFIC)).hasSize(20);
    assertThat(server.lines(Measurement.TRAFFIC)).noneMatch(l -> l.contains("service=First"));
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void aProcessThatEndsBetweenDeletingAndWritingLosesNothing() throws IOException {
    fillEverySecond(20);
    Loops.drain(loop());
    store.rename("Renamed");
    ExportLoop loop = loop();
    while (server.times(Measurement.TRAFFIC).size() == 20) {
      loop.doWork();
    }
    store.fill(START.plusSeconds(200), 3);

    Loops.drain(loop());

    assertThat(server.times(Measurement.TRAFFIC)).hasSize(23);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
  }

  @Test
  void whereNothingIsDeletedTimesBetweenCorrectionsAreLeftAlone() throws IOException {
    fillEverySecond(20);
    ExportLoop loop = Loops.ofKeeper(server, store, clock);
    Loops.drain(loop);
    int requests = server.requests().size();

    store.rename("Renamed");
    Loops.drain(loop);

    assertThat(server.requests()).hasSize(requests);
    assertThat(loop.status().stale()).isEqualTo(10);
  }

  @Test
  void aDeletionThatFailsIsTriedAgainBeforeAnythingIsWritten() throws IOException {
    store.fill(START, 3);
    ExportLoop loop = loop();
    Loops.drain(loop);
    store.rename("Renamed");
    server.failing(AWAY);
    int requests = server.requests().size();

    assertThat(loop.doWork()).isFalse();
    clock.advance(Duration.ofSeconds(2));
    Loops.drain(loop);

    assertThat(server.requests().subList(requests, server.requests().size()))
        .extracting(r -> r.substring(0, r.indexOf(' ')))
        .containsExactly("delete", "delete", "write");
  }

  @Test
  void aServerThatCannotDeleteKeepsWhatItWasTold() throws IOException {
    store.fill(START, 3);
    ExportLoop loop = Loops.ofKeeper(server, store, clock);
    Loops.drain(loop);
    List<String> before = server.lines(Measurement.TRAFFIC);

    store.rename("Renamed");
    store.fill(START.plusSeconds(30), 2);
    Loops.drain(loop);

    assertThat(server.lines(Measurement.TRAFFIC)).hasSize(5).containsAll(before);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().stale()).isEqualTo(3);
    assertThat(server.requests()).noneMatch(r -> r.startsWith("delete"));
  }

  @Test
  void aServerThatTurnsOutNotToDeleteKeepsWhatItWasTold() throws IOException {
    server.withoutDeletes();
    store.fill(START, 3);
    ExportLoop loop = loop();
    Loops.drain(loop);

    store.rename("Renamed");
    Loops.drain(loop);
    store.rename("Twice");
    Loops.drain(loop);

    assertThat(server.lines(Measurement.TRAFFIC)).hasSize(3);
    assertThat(server.sum(Measurement.TRAFFIC, "bytes_down")).isEqualTo(store.bytesDown());
    assertThat(loop.status().stale()).isEqualTo(6);
    assertThat(server.requests()).filteredOn(r -> r.startsWith("delete")).hasSize(1);
  }

  @Test
  void aCursorThatCannotBeSavedIsSavedLater() throws IOException {
    store.fill(START, 3);
    ExportLoop loop = loop();
    assertThat(loop.doWork()).isTrue();
    store.close();

    assertThat(loop.doWork()).isFalse();

    assertThat(loop.status().state()).isEqualTo(State.WAITING);
    assertThat(loop.status().problem()).startsWith("store: ");
  }

  @Test
  void runsUntilItIsClosed() throws Exception {
    store.fill(START, 3);
    ExportLoop loop = loop();
    Thread thread = new Thread(loop);
    thread.start();
    Awaitility.await().until(() -> loop.status().state() == State.LEVEL);

    loop.close();
    thread.join(10_000);

    assertThat(thread.isAlive()).isFalse();
    assertThat(server.requests()).endsWith("close");
  }

  /** Every second interval has traffic of a service that is renamed, the others have none. */
  private void fillEverySecond(int intervals) throws IOException {
    for (int i = 0; i < intervals; i++) {
      store.fillHosts(
          START.plusSeconds(10L * i), List.of(i % 2 == 0 ? "host0.first.test" : "host9.test"));
    }
  }

  private ExportLoop loop() {
    return Loops.of(server, store, clock);
  }
}
