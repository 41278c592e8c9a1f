package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import okhttp3.HttpUrl;
import org.ikisaki.export.Reply.Outcome;
import org.ikisaki.store.Level;
import org.ikisaki.store.Retention;
import org.ikisaki.testing.RealInfluxDb;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the InfluxDB 1.x that Debian packages. */
class Influx1ExporterTest {
  private static final List<String> LINES = List.of("traffic,sensor=home bytes_up=1i 10");

  @Test
  void makesADatabaseThatIsMissing(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter = exporter(server, "my \"db\"", "", "", null)) {
      assertThat(exporter.delete(Level.TEN_SECONDS, Instant.EPOCH, Instant.EPOCH))
          .isEqualTo(Reply.STORED);
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);

      assertThat(server.query("my \"db\"", "SELECT * FROM traffic")).hasSize(1);
    }
  }

  @Test
  void saysWhatToGrant(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.startAuthenticated(directory)) {
      server.query("", "CREATE USER \"monitor\" WITH PASSWORD 'right'");

      assertRefused(write(server, "", null), "set username and password-file");
      assertRefused(write(server, "monitor", "wrong"), "does not know user monitor");
      assertRefused(
          write(server, "monitor", "right"),
          "CREATE DATABASE \"ikisaki\"; GRANT ALL ON \"ikisaki\" TO \"monitor\"");

      server.query("", "CREATE DATABASE \"ikisaki\"");
      assertRefused(
          write(server, "monitor", "right"), "run: GRANT ALL ON \"ikisaki\" TO \"monitor\"");

      server.query("", "GRANT ALL ON \"ikisaki\" TO \"monitor\"");
      assertThat(write(server, "monitor", "right")).isEqualTo(Reply.STORED);
      assertThat(write(server, "admin", "admin")).isEqualTo(Reply.STORED);
    }
  }

  @Test
  void whoMayWriteMayAlsoDelete(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.startAuthenticated(directory)) {
      server.query("", "CREATE DATABASE \"ikisaki\"");
      server.query("", "CREATE USER \"monitor\" WITH PASSWORD 'right'");
      server.query("", "GRANT WRITE ON \"ikisaki\" TO \"monitor\"");
      try (Exporter exporter = exporter(server, "ikisaki", "", "monitor", "right")) {
        assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);
        assertThat(exporter.delete(Level.TEN_SECONDS, Instant.EPOCH, Instant.ofEpochSecond(100)))
            .isEqualTo(Reply.STORED);
      }

      assertThat(server.query("ikisaki", "SELECT * FROM traffic")).isEmpty();
    }
  }

  @Test
  void aMissingRetentionPolicyIsTheUsersToMake(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter = exporter(server, "ikisaki", "raw", "", null)) {
      assertRefused(
          exporter.write(Level.TEN_SECONDS, LINES),
          "CREATE RETENTION POLICY \"raw\" ON \"ikisaki\"");

      server.query("", "CREATE RETENTION POLICY raw ON ikisaki DURATION INF REPLICATION 1");
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);
      assertThat(server.query("ikisaki", "SELECT * FROM raw.traffic")).hasSize(1);
    }
  }

  @Test
  void pointsBeyondRetentionAreCountedNotSentForEver(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter = exporter(server, "ikisaki", "raw", "", null)) {
      server.query("", "CREATE DATABASE ikisaki");
      server.query("", "CREATE RETENTION POLICY raw ON ikisaki DURATION 1h REPLICATION 1");

      Reply reply = exporter.write(Level.TEN_SECONDS, LINES);

      assertThat(reply.outcome()).isEqualTo(Outcome.STORED);
      assertThat(reply.rejected()).isEqualTo(1);
    }
  }

  @Test
  void eachLevelIsKeptForItsOwnTime(@TempDir Path directory) throws IOException {
    Terms terms =
        new Terms(
            1_000,
            Map.of(
                Level.TEN_SECONDS, Duration.ofDays(36_000),
                Level.MINUTE, Duration.ofDays(36_400),
                Level.HOUR, Retention.FOREVER));
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter =
            new Influx1Exporter(
                new Target.Influx1("t", HttpUrl.get(server.url()), "ikisaki", "", "", null, terms),
                "home")) {
      assertThat(exporter.write(Level.TEN_SECONDS, LINES)).isEqualTo(Reply.STORED);
      assertThat(exporter.write(Level.MINUTE, List.of("traffic_1m,sensor=home n=1i 60")))
          .isEqualTo(Reply.STORED);
      assertThat(exporter.write(Level.HOUR, List.of("traffic_1h,sensor=home n=1i 3600")))
          .isEqualTo(Reply.STORED);

      assertThat(server.query("", "SHOW RETENTION POLICIES ON ikisaki"))
          .extracting(row -> row.text("name") + " " + row.text("duration"))
          .containsExactlyInAnyOrder(
              "autogen 864000h0m0s", "ikisaki_1m 873600h0m0s", "ikisaki_1h 0s");
      assertThat(server.query("ikisaki", "SELECT * FROM traffic")).hasSize(1);
      assertThat(server.query("ikisaki", "SELECT * FROM ikisaki_1m.traffic_1m")).hasSize(1);
      assertThat(exporter.delete(Level.MINUTE, Instant.EPOCH, Instant.ofEpochSecond(100)))
          .isEqualTo(Reply.STORED);
      assertThat(server.query("ikisaki", "SELECT * FROM ikisaki_1m.traffic_1m")).isEmpty();
      assertThat(server.query("ikisaki", "SELECT * FROM ikisaki_1h.traffic_1h")).hasSize(1);
      assertThat(server.query("ikisaki", "SELECT * FROM traffic")).hasSize(1);
    }
  }

  @Test
  void deletesARangeOfThisSensorOnly(@TempDir Path directory) throws IOException {
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter = exporter(server, "ikisaki", "", "", null)) {
      exporter.write(
          Level.TEN_SECONDS,
          List.of(
              "traffic,sensor=home,service=a bytes_up=1i 10",
              "traffic,sensor=home,service=a bytes_up=2i 20",
              "traffic,sensor=home,service=b bytes_up=4i 20",
              "traffic,sensor=home,service=a bytes_up=8i 30",
              "traffic,sensor=attic,service=a bytes_up=16i 20"));

      assertThat(
              exporter.delete(
                  Level.TEN_SECONDS, Instant.ofEpochSecond(20), Instant.ofEpochSecond(20)))
          .isEqualTo(Reply.STORED);

      assertThat(server.query("ikisaki", "SELECT sum(bytes_up) FROM traffic"))
          .extracting(row -> row.number("sum"))
          .containsExactly(1L + 8 + 16);
    }
  }

  @Test
  void takesTagsOfAnyText(@TempDir Path directory) throws IOException {
    int texts = 20_000;
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Exporter exporter = exporter(server, "ikisaki", "", "", null)) {
      SplittableRandom random = new SplittableRandom(2);
      Set<String> tags = new HashSet<>();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < texts; i++) {
        String tag = SafeText.tag(HostileText.next(random));
        tags.add(tag);
        lines.add(
            Point.measurement("t")
                .addTag("service", tag)
                .addField("n", 1L)
                .time(i, WritePrecision.S)
                .toLineProtocol());
        if (lines.size() == Exporter.MAX_LINES) {
          assertThat(exporter.write(Level.TEN_SECONDS, lines)).isEqualTo(Reply.STORED);
          lines.clear();
        }
      }

      assertThat(server.query("ikisaki", "SELECT count(n) FROM t"))
          .extracting(row -> row.number("count"))
          .containsExactly((long) texts);
      assertThat(server.query("ikisaki", "SHOW TAG VALUES WITH KEY = service"))
          .extracting(row -> row.text("value"))
          .containsExactlyInAnyOrderElementsOf(tags);
    }
  }

  private static Reply write(RealInfluxDb server, String username, @Nullable String password) {
    try (Exporter exporter = exporter(server, "ikisaki", "", username, password)) {
      return exporter.write(Level.TEN_SECONDS, LINES);
    }
  }

  private static Exporter exporter(
      RealInfluxDb server,
      String database,
      String retentionPolicy,
      String username,
      @Nullable String password) {
    HttpUrl url = HttpUrl.get(server.url());
    assertThat(url).isNotNull();
    Secret secret = password == null ? null : new Secret(password);
    return new Influx1Exporter(
        new Target.Influx1("t", url, database, retentionPolicy, username, secret, Terms.DEFAULTS),
        "home");
  }

  private static void assertRefused(Reply reply, String remedy) {
    assertThat(reply.outcome()).as(reply.message()).isEqualTo(Outcome.REFUSED);
    assertThat(reply.message()).contains(remedy);
  }
}
