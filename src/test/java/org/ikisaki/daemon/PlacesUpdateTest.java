package org.ikisaki.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.ikisaki.config.YamlFile;
import org.ikisaki.geo.FaultyServer;
import org.ikisaki.geo.MmdbWriter;
import org.ikisaki.geo.Places;
import org.ikisaki.geo.Updater;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running monitor keeps its databases of places. */
class PlacesUpdateTest {
  private static final IpAddress RESOLVER = IpAddress.parse("8.8.8.8");
  private static final byte[] DATABASE =
      FaultyServer.gzip(
          MmdbWriter.ofBothVersions("T")
              .add("8.8.8.0/24", Map.of("asn", 64_500L, "country_code", "JP"))
              .toBytes());

  private final FaultyServer server = new FaultyServer();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T00:00:00Z"));
  private final Path directory;
  private Settings settings;
  private PlacesUpdate update;

  PlacesUpdateTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void configure() throws Exception {
    String yaml = "geo: {update: {enabled: true, url: '%s'}}".formatted(server.url());
    settings = YamlFile.parse("in.yaml", yaml.getBytes(UTF_8), Settings::from).at(directory);
    update = new PlacesUpdate(new Updater(settings.geo(), now::get, Map.of()), now::get);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatIsFetchedIsPutToUseAndAFailureIsTriedAgainInAnHour() throws Exception {
    try (Places places = Places.open(settings.geo())) {
      CompletableFuture<Void> running = start();
      pass(Duration.ofMinutes(1));
      Awaitility.await().until(() -> server.asked().size() >= 4);
      assertThat(places.refresh()).isFalse();

      server.answer(exchange -> FaultyServer.send(exchange, DATABASE));
      pass(Duration.ofHours(1));
      Awaitility.await()
          .untilAsserted(
              () -> {
                places.refresh();
                assertThat(places.lookup(RESOLVER).asn()).isEqualTo(64_500);
                assertThat(places.lookup(RESOLVER).country()).isEqualTo("JP");
              });
      update.stop();
      running.join();
    }
  }

  private CompletableFuture<Void> start() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            update.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
