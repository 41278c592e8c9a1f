package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.ikisaki.pipeline.Interval;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.store.StoreReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that dies ends the whole, and what was captured before is in the store. */
@Timeout(value = 15, unit = TimeUnit.SECONDS)
class DaemonFailureTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int IP_AND_UDP = 28;

  private final Path store;
  private final Settings settings;
  private final PipedSource source = new PipedSource();

  DaemonFailureTest(@TempDir Path directory) throws Exception {
    store = directory.resolve("store.db");
    settings = Settings.read(Files.createFile(directory.resolve("ikisaki.yaml")));
  }

  @Test
  void aSourceThatBreaksEndsItWithItsWords() throws Exception {
    send(50);
    source.fail(new IOException("eth0: the interface went away"));

    Daemon daemon = started(PipelineListener.NONE);

    assertThat(daemon.await(PATIENCE)).isTrue();
    assertThatThrownBy(daemon::close)
        .isInstanceOf(DaemonException.class)
        .hasMessage("capture-piped: eth0: the interface went away");
    assertThat(stored()).isEqualTo(50 * (100 + IP_AND_UDP));
  }

  @Test
  void soDoesAMistakeOfOursInACaptureThread() throws Exception {
    send(50);
    source.fail(new IllegalStateException("a mistake"));

    Daemon daemon = started(PipelineListener.NONE);

    assertThat(daemon.await(PATIENCE)).isTrue();
    assertThatThrownBy(daemon::close)
        .isInstanceOf(DaemonException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(stored()).isEqualTo(50 * (100 + IP_AND_UDP));
  }

  @Test
  void aWriterThatDiesEndsItAtOnceAndWhatItHadTakenIsStored() throws Exception {
    int intervals = 200;
    send(intervals);
    source.end();

    Daemon daemon = started(failingAt(START.plusSeconds(100)));

    assertThat(daemon.await(PATIENCE)).isTrue();
    // The source has more than the queue holds: it must not wait for a writer that is gone.
    assertThatThrownBy(daemon::close)
        .isInstanceOf(DaemonException.class)
        .hasMessage("writer: too much")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(stored()).isEqualTo(10 * (100 + IP_AND_UDP));
  }

  @Test
  void anErrorIsNoLessADeath() throws Exception {
    send(3);
    Daemon daemon =
        started(
            new PipelineListener() {
              @Override
              public void onInterval(Interval interval) {
                throw new StackOverflowError();
              }
            });

    assertThat(daemon.await(PATIENCE)).isTrue();
    assertThatThrownBy(daemon::close).hasMessage("writer: StackOverflowError");
  }

  @Test
  void aStoreThatCanNotBeReopenedAfterwardsWouldBeLocked() throws Exception {
    send(5);
    source.fail(new IOException("gone"));
    Daemon daemon = started(PipelineListener.NONE);
    assertThat(daemon.await(PATIENCE)).isTrue();
    assertThatThrownBy(daemon::close).isInstanceOf(DaemonException.class);

    PipedSource next = new PipedSource();
    next.datagram(START.plusSeconds(600), "192.0.2.1", 100);
    next.end();
    try (Daemon again = Wiring.passing(settings, store, Input.of(next))) {
      again.start();
      assertThat(again.await(PATIENCE)).isTrue();
    }
    assertThat(stored()).isEqualTo(6 * (100 + IP_AND_UDP));
  }

  private Daemon started(PipelineListener listener) throws Exception {
    Daemon daemon = Wiring.passing(settings, store, Input.of(source), listener);
    daemon.start();
    return daemon;
  }

  /** One datagram in each of so many intervals. */
  private void send(int intervals) {
    for (int i = 0; i < intervals; i++) {
      source.datagram(START.plusSeconds(10L * i), "192.0.2.1", 100);
    }
  }

  private static PipelineListener failingAt(Instant time) {
    return new PipelineListener() {
      @Override
      public void onInterval(Interval interval) {
        if (!interval.start().isBefore(time)) {
          throw new IllegalStateException("too much");
        }
      }
    };
  }

  private long stored() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.total(Instant.EPOCH, START.plus(Duration.ofDays(1))).bytes();
    }
  }
}
