package org.ikisaki.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.ikisaki.metrics.TextFormat.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
  private static final List<String> HOSTILE =
      List.of(
          "a\"} 1\nforged_total 1",
          "back\\slash",
          "line\nend",
          "tab\t, nul\0, bell\u0007",
          "<script>",
          "日本語 🏠",
          "\u202eright to left",
          "",
          "x".repeat(10_000));

  private final Metrics metrics = new Metrics();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        MetricsServer.start(
            metrics, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of("pi.lan"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesCountersAndGauges() throws Exception {
    metrics.counter("test_things", "Things.", () -> 3);
    metrics.gauge("test_level", "Level.", List.of("tank"), samples -> samples.add(-0.5, "left"));

    assertThat(TextFormat.read(get("/metrics")))
        .containsExactlyInAnyOrder(
            new Sample("test_things_total", Map.of(), 3),
            new Sample("test_level", Map.of("tank", "left"), -0.5));
  }

  @Test
  void eachReadingAsksAnew() throws Exception {
    int[] count = {0};
    metrics.counter("test_things", "Things.", () -> ++count[0]);

    get("/metrics");

    assertThat(TextFormat.read(get("/metrics"))).singleElement().matches(s -> s.value() == 2);
  }

  @Test
  void anyTextIsALabel() throws Exception {
    metrics.counter(
        "test_names",
        "Names.",
        List.of("name"),
        samples -> HOSTILE.forEach(name -> samples.add(name.length(), name)));

    assertThat(TextFormat.read(get("/metrics")))
        .extracting(sample -> sample.label("name"))
        .containsExactlyInAnyOrderElementsOf(HOSTILE);
  }

  @Test
  void samplesOfEqualLabelsAreAddedUp() throws Exception {
    metrics.counter(
        "test_names",
        "Names.",
        List.of("name"),
        samples -> {
          samples.add(1, "half \ud800");
          samples.add(2, "half \udbff");
        });

    assertThat(TextFormat.read(get("/metrics")))
        .containsExactly(new Sample("test_names_total", Map.of("name", "half ?"), 3));
  }

  @Test
  void nothingElseIsServed() throws Exception {
    for (String path : List.of("/", "/-/healthy", "/favicon.ico", "/..%2f", "/api")) {
      HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
      var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(response.body()).as(path).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost",
        "Host: LOCALHOST:9435",
        "Host: 127.0.0.1:9435",
        "Host: 192.168.1.2",
        "Host: [::1]:9435",
        "Host: pi.lan:9435",
      })
  void whoCallsUsByOneOfOurNamesIsAnswered(String header) throws IOException {
    assertThat(ask(header)).startsWith("HTTP/1.1 200");
  }

  /** Among them what a page whose name points here can make a browser send. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example:9435",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example",
        "Host: localhost.",
        "Host: pi.lan.evil.example",
        "Host: localhost:9435:1",
        "Host: localhost@evil.example",
        "Host: 2130706433",
        "Host: 0x7f000001",
        "Host: 127.1",
        "Host:",
        "X-Nothing: 1",
        "Host: localhost\r\nHost: evil.example",
      })
  void whoCallsUsOtherwiseIsNot(String header) throws IOException {
    assertThat(ask(header)).startsWith("HTTP/1.1 4").doesNotContain("# TYPE");
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress listen = (InetSocketAddress) taken.getLocalSocketAddress();

      assertThatThrownBy(() -> MetricsServer.start(metrics, listen, List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("metrics.listen")
          .hasMessageContaining(String.valueOf(listen.getPort()));
    }
  }

  private String ask(String header) throws IOException {
    metrics.counter("test_things", "Things.", () -> 3);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /metrics HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private String get(String path) throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    return response.body();
  }
}
