package org.ikisaki.daemon;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resolver's log gives a device the names that its own questions would have. */
class ResolverLogTest {
  private static final String SERVER = "198.51.100.1";

  private final Path config;
  private final Path log;
  private final Path store;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  ResolverLogTest(@TempDir Path directory) throws IOException {
    log = directory.resolve("pihole.log");
    store = directory.resolve("store.db");
    config =
        Files.writeString(
            directory.resolve("ikisaki.yaml"),
            """
            store: {commit: 1s}
            naming:
              resolver-log: {file: pihole.log, kind: pihole}
            """);
  }

  @Test
  void aDeviceThatAsksUnheardIsNamedByTheLog() throws Exception {
    PipedSource source = new PipedSource();
    try (Daemon daemon = Wiring.resident(Settings.read(config), store, List.of(Input.of(source)))) {
      daemon.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                source.datagram(now, SERVER, 100);
                now = now.plusSeconds(10);
                resolve("192.168.1.2", "chat.example.com");
                assertThat(evidence()).isNotEmpty();
              });
      source.end();
      assertThat(daemon.await(Duration.ofSeconds(60))).isTrue();
    }

    assertThat(evidence())
        .allMatch(row -> row.device().equals(PipedSource.DEVICE))
        .allMatch(row -> row.host().equals("chat.example.com") && row.source().equals("dns"));
    try (StoreReader reader = StoreReader.open(store)) {
      assertThat(reader.endpoints(SERVER))
          .singleElement()
          .matches(row -> "chat.example.com".equals(row.host()));
    }
  }

  private void resolve(String client, String host) throws IOException {
    Files.writeString(
        log,
        """
        Nov 23 08:56:37 dnsmasq[10964]: query[A] %1$s from %2$s
        Nov 23 08:56:37 dnsmasq[10964]: cached %1$s is %3$s
        """
            .formatted(host, client, SERVER),
        CREATE,
        APPEND);
  }

  private List<EvidenceRow> evidence() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.evidence(SERVER);
    }
  }
}
