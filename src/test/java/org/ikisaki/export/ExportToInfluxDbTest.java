package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.awaitility.Awaitility;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.testing.RealInfluxDb;
import org.ikisaki.testing.RealVictoriaMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the store to real servers: what is in the one must be in the other, to the byte. */
class ExportToInfluxDbTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(90);

  private final TestClock clock = new TestClock(START.plus(Duration.ofHours(1)));
  private Path serverDirectory;
  private TestStore store;

  @BeforeEach
  void openStore(@TempDir Path directory) throws IOException {
    serverDirectory = Files.createDirectory(directory.resolve("server"));
    store = new TestStore(Files.createDirectory(directory.resolve("store")));
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void sumsByServiceEqualTheStores() throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(serverDirectory)) {
      store.fillHousehold(START, 200);

      Loops.drain(loop(influx1(server, "", null)));

      assertThat(store.bytesDownByService()).hasSizeGreaterThan(1);
      assertThat(bytesDownByService(server)).isEqualTo(store.bytesDownByService());
      assertThat(store.changesBehind("influx")).isZero();
    }
  }

  @Test
  void roundTripsArriveAsSumsAndTheirNumber() throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(serverDirectory)) {
      store.fill(START, 10);

      Loops.drain(loop(influx1(server, "", null)));

      assertThat(
              server.query(
                  "ikisaki",
                  "SELECT sum(handshakes) AS number, sum(rtt_local_us) AS local,"
                      + " sum(rtt_remote_us) AS remote FROM latency WHERE service = 'First'"))
          .singleElement()
          .matches(row -> row.number("number") == 20)
          .matches(row -> row.number("local") == 4_000 && row.number("remote") == 300_000);
    }
  }

  @Test
  void hopsOfTracesArriveAlsoWhereSomeWereBefore() throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(serverDirectory)) {
      ExportLoop loop = loop(influx1(server, "", null));
      store.fill(START, 3);
      store.trace(START.plusSeconds(11), "www.example.com");
      Loops.drain(loop);
      // Into ten seconds that were sent, and into others.
      store.trace(START.plusSeconds(17), "www.example.com");
      store.trace(START.plusSeconds(300), "www.example.com");
      Loops.drain(loop);

      assertThat(
              server.query(
                  "ikisaki",
                  "SELECT sum(sent) AS sent, sum(answers) AS answers, sum(rtt_best_us) AS best"
                      + " FROM hop WHERE target = 'www.example.com' GROUP BY ttl, country"))
          .extracting(
              row -> row.text("ttl") + row.text("country") + row.number("sent"),
              row -> row.number("answers"),
              row -> row.number("best"))
          .containsExactlyInAnyOrder(tuple("1ZZ9", 3L, 4_500L), tuple("2JP3", 3L, 27_000L));
    }
  }

  @Test
  void victoriaMetricsHasEveryHopToo() throws IOException {
    try (RealVictoriaMetrics server = new RealVictoriaMetrics(serverDirectory)) {
      ExportLoop loop = loop(victoriaMetrics(server));
      store.trace(START, "www.example.com");
      Loops.drain(loop);
      store.trace(START.plusSeconds(300), "www.example.com");
      Loops.drain(loop);

      assertThat(server.sum("hop_sent{ttl=\"1\",router=\"192.0.2.1\"}")).isEqualTo(6);
      assertThat(server.sum("hop_rtt_best_us{ttl=\"2\",country=\"JP\"}")).isEqualTo(18_000);
    }
  }

  @Test
  void aRenamedServiceLeavesNothingOfItsOldNameBehind() throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(serverDirectory)) {
      store.fillHousehold(START, 50);
      ExportLoop loop = loop(influx1(server, "", null));
      Loops.drain(loop);
      assertThat(bytesDownByService(server)).containsKey("First");

      store.rename("Second");
      Loops.drain(loop);

      assertThat(bytesDownByService(server))
          .isEqualTo(store.bytesDownByService())
          .containsKey("Second")
          .doesNotContainKey("First");
    }
  }

  @Test
  void nothingIsLostWhenTheServerIsKilledInTheMiddle() throws Exception {
    try (RealInfluxDb server = RealInfluxDb.start(serverDirectory)) {
      ExportLoop loop =
          ExportLoop.of(influx1(server, "", null), "home", store.store(), store.file());
      Thread thread = new Thread(loop, "export-influx");
      thread.setDaemon(true);
      thread.start();
      store.fillHousehold(START, 100);
      Awaitility.await().atMost(LONG).until(() -> loop.status().written() > 0);

      server.kill();
      for (int i = 0; i < 10; i++) {
        store.fillHousehold(START.plusSeconds(1_000 + 100L * i), 10);
      }
      Awaitility.await().atMost(LONG).until(() -> loop.status().state() == State.WAITING);
      assertThat(loop.status().problem()).isNotBlank();
      server.restart();
      store.fillHousehold(START.plusSeconds(2_000), 10);

      Awaitility.await().atMost(LONG).until(() -> store.changesBehind("influx") == 0);
      assertThat(bytesDownByService(server)).isEqualTo(store.bytesDownByService());
      assertThat(loop.status().rejected()).isZero();
      loop.close();
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void aWrongPasswordIsSaidAndNothingIsLost() throws IOException {
    try (RealInfluxDb server = RealInfluxDb.startAuthenticated(serverDirectory)) {
      store.fillHousehold(START, 20);
      ExportLoop loop = loop(influx1(server, "monitor", "right"));

      assertThat(loop.doWork()).isFalse();
      assertThat(loop.status().state()).isEqualTo(State.REFUSED);
      assertThat(loop.status().problem())
          .contains("does not know user monitor")
          .doesNotContain("right");

      server.query("", "CREATE USER \"monitor\" WITH PASSWORD 'right' WITH ALL PRIVILEGES");
      clock.advance(Duration.ofSeconds(60));
      Loops.drain(loop);
      assertThat(bytesDownByService(server)).isEqualTo(store.bytesDownByService());
    }
  }

  @Test
  void victoriaMetricsKeepsWhatItWasToldUntilARebuild() throws IOException {
    try (RealVictoriaMetrics server = new RealVictoriaMetrics(serverDirectory)) {
      store.fillHousehold(START, 50);
      ExportLoop loop = loop(victoriaMetrics(server));

      Loops.drain(loop);

      Map<String, Long> before = store.bytesDownByService();
      assertThat(bytesDownByService(server)).isEqualTo(before);
      store.rename("Second");
      Loops.drain(loop);
      assertThat(bytesDownByService(server)).as("kept as it was").isEqualTo(before);
      assertThat(loop.status().stale()).isEqualTo(50);
      assertThat(loop.status().rejected()).isZero();

      ExportRequests.rebuild(store.file(), List.of("vm"));
      Loops.drain(loop);

      assertThat(bytesDownByService(server))
          .isEqualTo(store.bytesDownByService())
          .containsKey("Second")
          .doesNotContainKey("First");
    }
  }

  private ExportLoop loop(Target target) {
    return Loops.of(target, store, clock);
  }

  private static Target.Influx1 influx1(
      RealInfluxDb server, String username, @Nullable String password) {
    return new Target.Influx1(
        "influx",
        url(server.url().toString()),
        "ikisaki",
        "",
        username,
        password == null ? null : new Secret(password),
        Loops.FAST);
  }

  private static Target victoriaMetrics(RealVictoriaMetrics server) {
    return new Target.VictoriaMetrics(
        "vm", url(server.url().toString()), "", null, null, Loops.FAST);
  }

  private static HttpUrl url(String text) {
    return HttpUrl.get(text);
  }

  private Map<String, Long> bytesDownByService(RealVictoriaMetrics server) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    Set<String> services = new TreeSet<>(store.bytesDownByService().keySet());
    services.addAll(Set.of("First", "Second"));
    for (String service : services) {
      long sum = server.sum("traffic_bytes_down{service=\"%s\"}".formatted(service));
      if (sum > 0) {
        sums.put(service, sum);
      }
    }
    return sums;
  }

  private static Map<String, Long> bytesDownByService(RealInfluxDb server) {
    Map<String, Long> sums = new TreeMap<>();
    server
        .query(
            "ikisaki", "SELECT sum(bytes_down) FROM traffic WHERE sensor = 'home' GROUP BY service")
        .forEach(row -> sums.put(row.text("service"), row.number("sum")));
    return sums;
  }
}
