package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** No row of a time that was not. */
final class ClockGateTest {
  private static final Instant BOOT = Instant.EPOCH.plusSeconds(40);
  private static final Instant TRUTH = Instant.parse("2026-11-23T08:00:03Z");

  private final Path root;
  private Instant now = BOOT;
  private long nanos = 5_000_000_000L;
  private ClockGate gate;

  ClockGateTest(@TempDir Path root) {
    this.root = root;
    gate = gate();
  }

  @BeforeEach
  void showAShortUptime() throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.writeString(root.resolve("proc/uptime"), "61.22 100.01\n");
  }

  @Test
  void whatIsHeardBeforeTheClockIsSetGetsTheTimeAtWhichItWasHeard() throws IOException {
    List<IntervalRows> written = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pass(10);
      written.addAll(gate.pass(interval(now)));
    }
    assertThat(written).isEmpty();

    synchronize();
    now = TRUTH;
    written.addAll(gate.release());

    assertThat(written)
        .extracting(IntervalRows::start)
        .containsExactly(
            Instant.parse("2026-11-23T07:59:00Z"),
            Instant.parse("2026-11-23T07:59:10Z"),
            Instant.parse("2026-11-23T07:59:20Z"),
            Instant.parse("2026-11-23T07:59:30Z"),
            Instant.parse("2026-11-23T07:59:40Z"),
            Instant.parse("2026-11-23T07:59:50Z"));
    DnsAnswer answer = written.get(5).answers().get(0);
    assertThat(answer.timestamp() / 1_000_000_000L)
        .isEqualTo(written.get(5).start().getEpochSecond());
    assertThat(gate.dropped()).isZero();
  }

  @Test
  void aPiThatWakesUpInYesterdayIsNotBelievedEither() throws IOException {
    now = TRUTH.minus(Duration.ofDays(1));
    pass(10);
    assertThat(gate.pass(interval(now))).isEmpty();
    pass(10);
    synchronize();
    now = TRUTH;
    assertThat(gate.pass(interval(now.minus(Duration.ofDays(1)))))
        .extracting(IntervalRows::start)
        .allMatch(start -> Duration.between(start, TRUTH).toMinutes() == 0);
  }

  @Test
  void aClockThatWasRightAllAlongChangesNothing() throws IOException {
    now = TRUTH;
    pass(10);
    IntervalRows first = interval(now);
    assertThat(gate.pass(first)).isEmpty();
    pass(4);
    synchronize();
    assertThat(gate.release()).containsExactly(first);
    pass(6);
    IntervalRows second = interval(now);
    assertThat(gate.pass(second)).containsExactly(second);
  }

  @Test
  void whereNobodySetsTheClockItIsBelievedAfterAWhileUnlessItCannotBeRight() {
    now = TRUTH;
    assertThat(gate.pass(interval(now))).isEmpty();
    pass(599);
    assertThat(gate.release()).isEmpty();
    pass(1);
    assertThat(gate.release()).hasSize(1);

    now = BOOT;
    gate = gate();
    pass(86_400);
    assertThat(gate.pass(interval(now))).isEmpty();
    assertThat(gate.dropped()).isEqualTo(1);
  }

  @Test
  void aHardwareClockAndALongUptimeAreBelievedAtOnce() throws IOException {
    now = TRUTH;
    Files.writeString(root.resolve("proc/uptime"), "601.00 100.01\n");
    assertThat(gate.pass(interval(now))).hasSize(1);

    Files.delete(root.resolve("proc/uptime"));
    gate = gate();
    assertThat(gate.pass(interval(now))).isEmpty();
    Files.createDirectories(root.resolve("sys/class/rtc/rtc0"));
    assertThat(gate.release()).hasSize(1);
  }

  @Test
  void onlyAClockThatIsWaitedForIsSpokenOf() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(ClockGate.class);
    logger.addAppender(log);
    try {
      gate.pass(interval(now));
      gate.pass(interval(now));
      synchronize();
      now = TRUTH;
      gate.release();
      gate.pass(interval(now));
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "clock: it is not set yet (1970-01-01T00:00:40Z), rows wait in memory until it is",
              "clock: it is set, 2 intervals that waited for it are written");

      log.list.clear();
      gate = gate();
      assertThat(gate.pass(interval(now))).hasSize(1);
      assertThat(log.list).isEmpty();
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void aClockThatIsNeverSetCostsNoMoreMemoryThanABound() {
    for (int i = 0; i < 60_000; i++) {
      pass(10);
      gate.pass(interval(now));
    }
    now = TRUTH;
    pass(600);
    assertThat(gate.dropped()).isEqualTo(60_000);
    assertThat(gate.release()).hasSize(50_000);
    assertThat(gate.dropped()).isEqualTo(10_000);
  }

  private ClockGate gate() {
    return new ClockGate(new SystemClock(() -> now, () -> nanos, root));
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private void synchronize() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/timesync"));
    Files.createFile(root.resolve("run/systemd/timesync/synchronized"));
  }

  private static IntervalRows interval(Instant end) {
    Instant start = Instant.ofEpochSecond(Math.floorDiv(end.getEpochSecond() - 10, 10) * 10);
    IpAddress address = IpAddress.parse("192.0.2.1");
    return new IntervalRows(
        "eth0",
        start,
        end,
        List.of(
            new Traffic(
                new DeviceId("02:00:00:00:00:01"), Endpoint.OTHER, new Counters(1, 1, 1, 1, 1))),
        List.of(),
        List.of(
            new DnsAnswer(
                start.getEpochSecond() * 1_000_000_000L,
                "02:00:00:00:00:01",
                address,
                address,
                "a.example",
                "udp",
                true,
                0,
                List.of(),
                List.of())),
        List.of(),
        List.of(),
        Set.of(),
        List.of(),
        Visibility.NONE,
        CaptureStats.ZERO);
  }
}
