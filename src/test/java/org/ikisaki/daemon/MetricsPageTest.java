package org.ikisaki.daemon;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.ikisaki.metrics.TextFormat;
import org.ikisaki.metrics.TextFormat.Sample;
import org.ikisaki.store.Counters;
import org.ikisaki.store.StoreReader;
import org.ikisaki.testing.RealVictoriaMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon, read as Prometheus would. */
class MetricsPageTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private final Path directory;
  private final Path store;
  private final PipedSource source = new PipedSource();
  private int port;

  MetricsPageTest(@TempDir Path directory) {
    this.directory = directory;
    this.store = directory.resolve("store.db");
  }

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @Test
  void whatIsServedIsWhatIsStored() throws Exception {
    try (Daemon daemon = daemon()) {
      daemon.start();
      send();
      source.end();
      assertThat(daemon.await(LONG)).isTrue();

      List<Sample> samples = scrape();

      Counters stored = stored();
      assertThat(stored.bytes()).isPositive();
      assertThat(sum(samples, "ikisaki_service_bytes_total", s -> true))
          .isEqualTo((double) stored.bytes());
      assertThat(sum(samples, "ikisaki_device_bytes_total", s -> true))
          .isEqualTo((double) stored.bytes());
      assertThat(sum(samples, "ikisaki_ip_bytes_total", s -> true))
          .isEqualTo((double) stored.bytes());
      assertThat(
              sum(samples, "ikisaki_service_bytes_total", s -> s.label("direction").equals("up")))
          .isEqualTo((double) stored.bytesUp());
      assertThat(sum(samples, "ikisaki_service_flows_total", s -> true))
          .isEqualTo(sum(samples, "ikisaki_device_flows_total", s -> true))
          .isEqualTo((double) stored.flows());
      assertThat(sum(samples, "ikisaki_verdicts_total", s -> true))
          .isEqualTo(sum(samples, "ikisaki_frames_total", s -> true))
          .isPositive();
      assertThat(sum(samples, "ikisaki_names", s -> true)).isPositive();
      assertThat(sum(samples, "ikisaki_store_bytes", s -> s.label("file").equals("database")))
          .isPositive();
      assertThat(sum(samples, "process_resident_memory_bytes", s -> true)).isPositive();
    }
  }

  @Test
  void whatAPartHasIsServedWhileItRuns() throws Exception {
    try (Daemon daemon =
        daemon("export: [{kind: influxdb1, url: \"http://127.0.0.1:1\", database: none}]")) {
      daemon.start();
      send();

      List<Sample> samples =
          Awaitility.await()
              .atMost(LONG)
              .ignoreExceptionsMatching(IOException.class::isInstance)
              .until(
                  this::scrape,
                  s ->
                      sum(s, "ikisaki_store_commits_total", any -> true) > 0
                          && sum(s, "ikisaki_export_up", any -> true) == 0);

      assertThat(samples)
          .filteredOn(s -> s.name().equals("ikisaki_source_up"))
          .singleElement()
          .matches(s -> s.value() == 1);
      assertThat(sum(samples, "ikisaki_flows", s -> true)).isPositive();
      assertThat(samples).extracting(Sample::name).contains("ikisaki_export_up");
      assertThat(samples.stream().map(Sample::name).collect(toSet()))
          .contains(
              "ikisaki_export_lag_seconds",
              "ikisaki_export_rejected_lines_total",
              "ikisaki_export_stale_times",
              "ikisaki_frames_lost_total",
              "ikisaki_capture_bounds_total",
              "ikisaki_store_bounds_total",
              "ikisaki_queue_intervals",
              "ikisaki_store_last_commit_timestamp_seconds");
      source.end();
      assertThat(daemon.await(LONG)).isTrue();
    }
  }

  @Test
  void aDeviceIsCalledByItsName() throws Exception {
    try (Daemon daemon =
        daemon("devices: {\"" + PipedSource.DEVICE + "\": \"Anna's \\\"phone\\\"\"}")) {
      daemon.start();
      send();

      Awaitility.await()
          .atMost(LONG)
          .ignoreExceptionsMatching(IOException.class::isInstance)
          .until(
              () ->
                  sum(
                          scrape(),
                          "ikisaki_device_bytes_total",
                          s -> s.label("device").equals("Anna's \"phone\""))
                      > 0);
      source.end();
      assertThat(daemon.await(LONG)).isTrue();
    }
  }

  @Test
  void aRealServerReadsThem() throws Exception {
    Path server = Files.createDirectory(directory.resolve("server"));
    try (Daemon daemon = daemon()) {
      daemon.start();
      send();
      source.end();
      assertThat(daemon.await(LONG)).isTrue();
      Path config =
          Files.writeString(
              server.resolve("scrape.yaml"),
              """
              scrape_configs:
                - job_name: ikisaki
                  scrape_interval: 1s
                  static_configs: [{targets: ["127.0.0.1:%d"]}]
              """
                  .formatted(port));
      try (RealVictoriaMetrics reader =
          new RealVictoriaMetrics(
              server, "-promscrape.config=" + config, "-search.latencyOffset=0s")) {
        Awaitility.await()
            .atMost(LONG)
            .until(() -> reader.latest("sum(ikisaki_service_bytes_total)") == stored().bytes());
        assertThat(reader.latest("sum(up{job=\"ikisaki\"})")).isEqualTo(1);
      }
    }
  }

  @Test
  void aPortThatIsTakenEndsTheDaemonAndIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Daemon daemon = daemon();
      daemon.start();
      assertThat(daemon.await(LONG)).isTrue();
      source.end();

      assertThatThrownBy(daemon::close)
          .isInstanceOf(DaemonException.class)
          .hasMessageContaining("metrics.listen")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  private Daemon daemon(String... more) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("ikisaki.yaml"),
            """
            store: {commit: 1s}
            metrics: {listen: %d}
            %s
            """
                .formatted(port, String.join("\n", more)));
    return Wiring.resident(Settings.read(config), store, List.of(Input.of(source)));
  }

  /** Three intervals and the beginning of a fourth. */
  private void send() {
    source.lookup(start, "www.example.com", "198.51.100.1");
    for (int i = 0; i < 4; i++) {
      source.datagram(start.plusSeconds(10L * i), "198.51.100.1", 1_000);
      source.datagram(start.plusSeconds(10L * i + 1), "198.51.100.2", 500);
    }
  }

  private List<Sample> scrape() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    return TextFormat.read(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body());
  }

  private Counters stored() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.total(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }
  }

  private static double sum(List<Sample> samples, String name, Predicate<Sample> which) {
    return samples.stream()
        .filter(s -> s.name().equals(name))
        .filter(which)
        .mapToDouble(Sample::value)
        .sum();
  }
}
