package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process learned of names is there for the next. */
class RestartTest {
  private static final String SERVER = "198.51.100.1";
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  private final Path config;
  private final Path store;

  RestartTest(@TempDir Path directory) throws IOException {
    config = Files.writeString(directory.resolve("ikisaki.yaml"), "store: {commit: 1s}\n");
    store = directory.resolve("store.db");
  }

  @Test
  void aConnectionThatWasOpenAtTheStartHasTheNameItHadBefore() throws Exception {
    PipedSource before = new PipedSource();
    before.lookup(now.minus(Duration.ofDays(29)), "chat.example.com", SERVER);
    before.datagram(now.minus(Duration.ofDays(29)), SERVER, 100);
    run(before);

    PipedSource after = new PipedSource();
    after.datagram(now, SERVER, 100);
    run(after);

    assertThat(hosts()).doesNotContain(SERVER).contains("chat.example.com");
    assertThat(endpoints()).singleElement().matches(e -> e.counters().packetsUp() == 2);
  }

  @Test
  void aNameIsNotRememberedForLongerThanThirtyDays() throws Exception {
    PipedSource before = new PipedSource();
    before.lookup(now.minus(Duration.ofDays(31)), "chat.example.com", SERVER);
    before.datagram(now.minus(Duration.ofDays(31)), SERVER, 100);
    run(before);

    PipedSource after = new PipedSource();
    after.datagram(now, SERVER, 100);
    run(after);

    assertThat(hosts()).contains("chat.example.com", SERVER);
  }

  @Test
  void whatWasUnnamedBeforeARestartIsNamedByWhatIsLearnedAfterIt() throws Exception {
    PipedSource before = new PipedSource();
    before.datagram(now.minus(Duration.ofDays(2)), SERVER, 100);
    run(before);
    assertThat(hosts()).contains(SERVER);

    PipedSource after = new PipedSource();
    after.datagram(now, SERVER, 100);
    after.datagram(now.plusSeconds(20), SERVER, 100);
    after.lookup(now.plusSeconds(30), "chat.example.com", SERVER);
    after.datagram(now.plusSeconds(40), SERVER, 100);
    run(after);

    assertThat(hosts()).doesNotContain(SERVER);
    assertThat(endpoints())
        .singleElement()
        .matches(e -> "chat.example.com".equals(e.host()) && e.counters().packetsUp() == 4);
  }

  private void run(PipedSource source) throws Exception {
    source.end();
    try (Daemon daemon = Wiring.resident(Settings.read(config), store, List.of(Input.of(source)))) {
      daemon.start();
      assertThat(daemon.await(Duration.ofSeconds(60))).isTrue();
    }
  }

  private List<EndpointRow> endpoints() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.endpoints(SERVER);
    }
  }

  private List<String> hosts() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      Instant from = now.minus(Duration.ofDays(40));
      return reader.top(TopBy.HOST, from, now.plus(Duration.ofDays(1)), 10).stream()
          .map(TopRow::key)
          .toList();
    }
  }
}
