package org.ikisaki.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.ikisaki.export.FakeServer.Answer;
import org.ikisaki.export.FakeServer.Request;
import org.ikisaki.export.Reply.Outcome;
import org.ikisaki.store.Level;
import org.ikisaki.store.Retention;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of server is asked, and how it is set up. */
class KindsTest {
  private static final List<String> LINES = List.of("traffic v=1i 10");
  private static final Map<Level, Duration> KEEP =
      Map.of(
          Level.TEN_SECONDS, Duration.ofDays(60),
          Level.MINUTE, Duration.ofDays(365),
          Level.HOUR, Retention.FOREVER);

  @Test
  void influxDb3IsMadeWithItsRetentionAndThenWrittenTo() throws IOException {
    try (FakeServer server =
            new FakeServer(r -> Answer.of(r.uri().getPath().contains("configure") ? 200 : 204));
        Exporter exporter =
            influx3(server, Map.of(Level.TEN_SECONDS, Duration.ofDays(60)), "secret")) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);
      assertThat(exporter.write(Level.HOUR, LINES)).isEqualTo(Reply.STORED);

      assertThat(server.requests())
          .extracting(r -> r.method() + " " + r.uri().getPath())
          .containsExactly(
              "POST /api/v3/configure/database", "POST /api/v2/write", "POST /api/v2/write");
      Request create = server.requests().get(0);
      assertThat(create.authorization()).isEqualTo("Bearer secret");
      assertThat(create.body()).isEqualTo("{\"db\":\"ikisaki\",\"retention_period\":\"1440h\"}");
      Request write = server.requests().get(1);
      assertThat(write.authorization()).isEqualTo("Token secret");
      assertThat(write.uri().getQuery()).contains("bucket=ikisaki", "precision=s");
      assertThat(write.lines()).isEqualTo(LINES);
    }
  }

  @Test
  void whoMayNotMakeADatabaseOfInfluxDb3IsToldWhatToRun() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(403, "{\"error\":\"no\"}"));
        Exporter exporter =
            influx3(server, Map.of(Level.TEN_SECONDS, Duration.ofDays(60)), "secret")) {
      Reply reply = exporter.write(Level.TEN_SECONDS, LINES);

      assertThat(reply.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(reply.message())
          .contains("influxdb3 create database --retention-period 1440h ikisaki")
          .doesNotContain("secret");
    }
  }

  @Test
  void influxDb3IsEmptiedTableByTable() throws IOException {
    try (FakeServer server =
            new FakeServer(r -> Answer.of(r.uri().getQuery().contains("dns") ? 404 : 200));
        Exporter exporter = influx3(server, Map.of(), null)) {
      assertThat(exporter.empty()).isEqualTo(Reply.STORED);

      assertThat(server.requests())
          .hasSize(Measurement.values().length)
          .allMatch(r -> r.method().equals("DELETE"))
          .extracting(r -> r.uri().getQuery())
          .contains("db=ikisaki&table=traffic", "db=ikisaki&table=traffic_1h");
      assertThat(exporter.delete(Level.HOUR, Instant.EPOCH, Instant.EPOCH).outcome())
          .isEqualTo(Outcome.UNSUPPORTED);
      assertThat(exporter.forget("device", "x", Instant.EPOCH).outcome())
          .isEqualTo(Outcome.UNSUPPORTED);
    }
  }

  @Test
  void victoriaMetricsIsAskedWithTheUsersCredentials() throws IOException {
    try (FakeServer server = new FakeServer(r -> Answer.of(204));
        Exporter basic = victoriaMetrics(server.url(), "user", "pass", null);
        Exporter bearer = victoriaMetrics(server.url(), "", null, "secret")) {
      basic.write(Level.TEN_SECONDS, LINES);
      bearer.write(Level.TEN_SECONDS, LINES);
      assertThat(bearer.forget("device", "Anna's \"phone\"", Instant.EPOCH))
          .isEqualTo(Reply.STORED);

      assertThat(server.requests())
          .extracting(Request::authorization)
          .containsExactly("Basic dXNlcjpwYXNz", "Bearer secret", "Bearer secret");
      assertThat(server.requests().get(0).uri()).hasPath("/api/v2/write");
      Request forget = server.requests().get(2);
      assertThat(forget.uri()).hasPath("/api/v1/admin/tsdb/delete_series");
      String body = URLDecoder.decode(forget.body(), UTF_8);
      assertThat(body)
          .contains("traffic_bytes_down|", "dns_answers", "sensor=\"home\"")
          .endsWith("device=\"Anna's \\\"phone\\\"\"}")
          .doesNotContain("capture_frames");
    }
  }

  @Test
  void aMissingBucketOfInfluxDb2IsMadeWithItsRetention() throws IOException {
    boolean[] made = {false};
    try (FakeServer server =
            new FakeServer(
                r ->
                    switch (r.uri().getPath()) {
                      case "/api/v2/orgs" ->
                          Answer.of(200, "{\"orgs\":[{\"id\":\"0123\",\"name\":\"home\"}]}");
                      case "/api/v2/buckets" -> {
                        made[0] = true;
                        yield Answer.of(201, "{\"name\":\"x\",\"retentionRules\":[]}");
                      }
                      default ->
                          made[0]
                              ? Answer.of(204)
                              : Answer.of(404, "{\"message\":\"bucket \\\"x\\\" not found\"}");
                    });
        Exporter exporter = influx2(server, KEEP)) {
      assertThat(exporter.write(Level.MINUTE, LINES)).isEqualTo(Reply.STORED);

      Request create =
          server.requests().stream()
              .filter(r -> r.uri().getPath().endsWith("buckets"))
              .findFirst()
              .orElseThrow();
      assertThat(create.body())
          .contains("\"name\":\"ikisaki_1m\"", "\"orgID\":\"0123\"", "\"everySeconds\":31536000");
      assertThat(server.requests().get(server.requests().size() - 1).uri().getQuery())
          .contains("bucket=ikisaki_1m");
    }
  }

  @Test
  void whoMayNotMakeABucketIsToldWhatToRun() throws IOException {
    try (FakeServer server =
            new FakeServer(
                r ->
                    r.uri().getPath().endsWith("write")
                        ? Answer.of(404, "{\"message\":\"bucket \\\"ikisaki\\\" not found\"}")
                        : Answer.of(403, "{\"message\":\"insufficient permissions\"}"));
        Exporter exporter = influx2(server, KEEP)) {
      Reply reply = exporter.write(Level.TEN_SECONDS, LINES);

      assertThat(reply.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(reply.message())
          .contains("influx bucket create --org home --name ikisaki --retention 5184000s");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void eachKindKnowsWhatElseARebuildDeletes(Kind kind) {
    assertThat(kind.rebuildCost().isEmpty()).isEqualTo(kind.takesCorrections());
  }

  private static Exporter influx2(FakeServer server, Map<Level, Duration> keep) {
    return new Influx2Exporter(
        new Target.Influx2(
            "t", server.url(), "home", "ikisaki", new Secret("secret"), new Terms(1_000, keep)),
        "home");
  }

  private static Exporter influx3(
      FakeServer server, Map<Level, Duration> keep, @Nullable String token) {
    return new Influx3Exporter(
        new Target.Influx3(
            "t",
            server.url(),
            "ikisaki",
            token == null ? null : new Secret(token),
            new Terms(1_000, keep)));
  }

  private static Exporter victoriaMetrics(
      HttpUrl url, String username, @Nullable String password, @Nullable String token) {
    return new VictoriaMetricsExporter(
        new Target.VictoriaMetrics(
            "t",
            url,
            username,
            password == null ? null : new Secret(password),
            token == null ? null : new Secret(token),
            Terms.DEFAULTS),
        "home");
  }
}
