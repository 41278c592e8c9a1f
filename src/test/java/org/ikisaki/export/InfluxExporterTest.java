package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.ikisaki.export.FakeServer.Answer;
import org.ikisaki.export.Reply.Outcome;
import org.ikisaki.store.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, and what is made of the answers. */
class InfluxExporterTest {
  private static final List<String> LINES = List.of("traffic v=1i 10", "traffic v=2i 20");

  @Test
  void influxDb2IsAskedThroughItsOwnApi() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(204));
        Exporter exporter = influx2(server.url(), "token")) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);

      FakeServer.Request request = server.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.uri()).hasPath("/api/v2/write");
      assertThat(request.uri().getQuery().split("&"))
          .containsExactlyInAnyOrder("org=home", "bucket=ikisaki", "precision=s");
      assertThat(request.authorization()).isEqualTo("Token token");
      assertThat(request.gzip()).isTrue();
      assertThat(request.lines()).isEqualTo(LINES);
    }
  }

  @Test
  void influxDb1IsAskedInItsDialect() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(204));
        Exporter exporter =
            influx1(
                new Target.Influx1(
                    "t",
                    server.url().newBuilder().addPathSegment("proxy").build(),
                    "my db",
                    "raw",
                    "user",
                    new Secret("pass"),
                    Terms.DEFAULTS))) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);

      FakeServer.Request request = server.requests().get(0);
      assertThat(request.uri()).hasPath("/proxy/write");
      assertThat(request.uri().getQuery().split("&"))
          .containsExactlyInAnyOrder("db=my db", "rp=raw", "precision=s");
      assertThat(request.authorization()).isEqualTo("Basic dXNlcjpwYXNz");
      assertThat(request.gzip()).isTrue();
      assertThat(request.lines()).isEqualTo(LINES);
    }
  }

  @ParameterizedTest
  @CsvSource({"s, s", "ms, ms", "us, u", "ns, ns"})
  void precisionsAreTranslated(String v2, String v1) {
    HttpUrl url = HttpUrl.get("http://127.0.0.1/api/v2/write?org=o&bucket=-&precision=" + v2);

    assertThat(new Influx1Dialect(plainInflux1(url)).rewrite(url))
        .hasToString("http://127.0.0.1/write?db=ikisaki&precision=" + v1);
  }

  @ParameterizedTest
  @CsvSource({
    "301, REFUSED, is url the address",
    "400, BAD_LINES, no good",
    "401, REFUSED, correct token",
    "403, REFUSED, allowed to write bucket ikisaki",
    "404, REFUSED, influx bucket create --org home --name ikisaki",
    "413, TOO_LARGE, no good",
    "422, BAD_LINES, no good",
    "429, UNAVAILABLE, no good",
    "500, UNAVAILABLE, no good",
    "503, UNAVAILABLE, no good",
    "200, UNAVAILABLE, is it another server?",
  })
  void anAnswerBecomesAReplyThatSaysWhatToDo(int status, Outcome outcome, String message)
      throws IOException {
    Answer answer = new Answer(status, Map.of("Retry-After", "9"), "{\"message\":\"no good\"}");
    try (FakeServer server = new FakeServer(r -> answer);
        Exporter exporter = influx2(server.url(), "token")) {
      Reply reply = exporter.write(Level.TEN_SECONDS, LINES);

      assertThat(reply.outcome()).isEqualTo(outcome);
      assertThat(reply.message()).contains(message).doesNotContain("token123");
      if (status == 429 || status == 503) {
        assertThat(reply.pause()).isEqualTo(Duration.ofSeconds(9));
      }
    }
  }

  @Test
  void aConnectionThatIsCutIsTriedAgainLater() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(0));
        Exporter exporter = influx2(server.url(), "token")) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }
  }

  @Test
  void aServerThatIsAwayIsTriedAgainLater() throws IOException {
    HttpUrl url;
    try (FakeServer server = new FakeServer(r -> Answer.of(204))) {
      url = server.url();
    }
    try (Exporter exporter = influx2(url, "token")) {
      Reply reply = exporter.write(Level.TEN_SECONDS, LINES);

      assertThat(reply.outcome()).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(reply.message()).contains("connect");
    }
    try (Exporter exporter = influx1(plainInflux1(url))) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES).outcome()).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(exporter.delete(Level.TEN_SECONDS, Instant.EPOCH, Instant.EPOCH).outcome())
          .isEqualTo(Outcome.UNAVAILABLE);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (FakeServer server = new FakeServer(r -> waitFor(never));
        InfluxClient client =
            new InfluxClient(
                server.url(), "", null, InfluxClient.http().callTimeout(Duration.ofMillis(50)))) {
      assertThat(client.write("bucket", LINES).outcome()).isEqualTo(Outcome.UNAVAILABLE);
      never.countDown();
    }
  }

  @Test
  void timeIsLimited() {
    OkHttpClient http = InfluxClient.http().build();

    assertThat(http.connectTimeoutMillis()).isEqualTo(10_000);
    assertThat(http.callTimeoutMillis()).isEqualTo(60_000);
  }

  @Test
  void closingEndsARequestThatIsUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (FakeServer server =
        new FakeServer(
            r -> {
              asked.countDown();
              return waitFor(never);
            })) {
      Exporter exporter = influx2(server.url(), "token");
      Thread closer =
          new Thread(
              () -> {
                waitFor(asked);
                exporter.close();
              });
      closer.start();

      assertThat(exporter.write(Level.TEN_SECONDS, LINES).outcome()).isEqualTo(Outcome.UNAVAILABLE);
      closer.join();
      never.countDown();
    }
  }

  @Test
  void influxDb2DeletesThisSensorsSeriesOnly() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(204));
        Exporter exporter = influx2(server.url(), "token")) {
      Reply reply =
          exporter.delete(Level.TEN_SECONDS, Instant.ofEpochSecond(10), Instant.ofEpochSecond(30));

      assertThat(reply).isEqualTo(Reply.STORED);
      assertThat(server.requests()).hasSize(Measurement.of(Level.TEN_SECONDS).size());
      assertThat(server.requests().get(0).uri()).hasPath("/api/v2/delete");
      assertThat(server.requests().get(0).body())
          .contains("1970-01-01T00:00:10Z")
          .contains("1970-01-01T00:00:31Z")
          .contains("_measurement\\u003d\\\"traffic\\\" AND sensor\\u003d\\\"home\\\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"400, UNSUPPORTED", "404, UNSUPPORTED", "401, REFUSED", "503, UNAVAILABLE"})
  void aServerThatCannotDeleteSaysSo(int status, Outcome outcome) throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(status));
        Exporter influx2 = influx2(server.url(), "token");
        Exporter influx1 = influx1(plainInflux1(server.url()))) {
      assertThat(influx2.delete(Level.TEN_SECONDS, Instant.EPOCH, Instant.EPOCH).outcome())
          .isEqualTo(outcome);
      assertThat(influx1.delete(Level.TEN_SECONDS, Instant.EPOCH, Instant.EPOCH).outcome())
          .isEqualTo(outcome);
    }
  }

  private static Answer waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(0);
  }

  private static Target.Influx1 plainInflux1(HttpUrl url) {
    return new Target.Influx1("t", url, "ikisaki", "", "", null, Terms.DEFAULTS);
  }

  private static Exporter influx1(Target.Influx1 target) {
    return new Influx1Exporter(target, "home");
  }

  private static Exporter influx2(HttpUrl url, String token) {
    return new Influx2Exporter(
        new Target.Influx2("t", url, "home", "ikisaki", new Secret(token), Terms.DEFAULTS), "home");
  }
}
