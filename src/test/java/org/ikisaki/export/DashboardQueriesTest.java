package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.ikisaki.testing.RealInfluxDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of every dashboard, run as Grafana would, on a database that the product filled. */
class DashboardQueriesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int INTERVALS = 90;
  private static final String DATABASE = "ikisaki";

  private static RealInfluxDb server;
  private static TestStore store;

  @BeforeAll
  static void fill(@TempDir Path directory) throws IOException {
    server = RealInfluxDb.start(Files.createDirectory(directory.resolve("server")));
    store = new TestStore(Files.createDirectory(directory.resolve("store")));
    store.fillHousehold(START, INTERVALS);
    for (int i = 0; i < INTERVALS; i += 6) {
      store.trace(START.plusSeconds(10L * i), "www.example.com");
    }
    Target.Influx1 target =
        new Target.Influx1(
            "t", HttpUrl.get(server.url().toString()), DATABASE, "", "", null, Loops.FAST);
    ExportLoop loop = Loops.of(target, store, new TestClock(START.plusSeconds(10L * INTERVALS)));
    while (loop.doWork()) {}
    assertThat(loop.status().problem()).isNull();
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
    server.close();
  }

  static Stream<Dashboard.Query> queries() {
    return Dashboard.all().stream().flatMap(d -> d.queries().stream());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersWhenAllIsChosen(Dashboard.Query query) {
    String statement = interpolate(query.text(), ".*", ".*", ".*", ".*");

    assertThat(statement).doesNotContain("${");
    assertThat(server.query(DATABASE, statement)).anySatisfy(DashboardQueriesTest::hasValues);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersWhenSomeAreChosen(Dashboard.Query query) {
    String statement =
        interpolate(
            query.text(),
            "home",
            "(private 00:01|private 00:02)",
            "(First|domain1\\.test)",
            "www\\.example\\.com");

    assertThat(server.query(DATABASE, statement)).anySatisfy(DashboardQueriesTest::hasValues);
  }

  @Test
  void theChartOfServicesAddsUpToWhatTheStoreHolds() throws IOException {
    Dashboard.Query chart =
        queries().filter(q -> q.place().contains("Traffic by service")).findFirst().orElseThrow();
    List<RealInfluxDb.Row> rows =
        server.query(DATABASE, interpolate(chart.text(), ".*", ".*", ".*", ".*"));

    // Bits per second in groups of a minute; as much goes up as a tenth of what comes down.
    double bytes = rows.stream().mapToDouble(row -> last(row).getAsDouble()).sum() * 60 / 8;

    long down = store.bytesDown();
    assertThat(bytes).isBetween(down * 1.09, down * 1.1);
  }

  @Test
  void theTableOfHopsSaysRoundTripAndLoss() {
    Dashboard.Query table =
        queries().filter(q -> q.place().contains("Hops of traces")).findFirst().orElseThrow();

    assertThat(server.query(DATABASE, interpolate(table.text(), ".*", ".*", ".*", ".*")))
        .extracting(
            row ->
                "%s %s %.1f ms %.1f %%"
                    .formatted(
                        row.text("ttl"),
                        row.text("router"),
                        Double.parseDouble(row.text("best")),
                        Double.parseDouble(row.text("loss"))))
        .containsExactlyInAnyOrder("1 192.0.2.1 1.5 ms 66.7 %", "2 203.0.113.80 9.0 ms 0.0 %");
  }

  /** Neither an empty text nor a group that was filled with zero. */
  private static void hasValues(RealInfluxDb.Row row) {
    assertThat(row.values().values())
        .noneMatch(JsonElement::isJsonNull)
        .extracting(JsonElement::getAsString)
        .doesNotContain("", "0");
  }

  private static JsonElement last(RealInfluxDb.Row row) {
    return List.copyOf(row.values().values()).get(row.values().size() - 1);
  }

  /** As Grafana does it; a variable becomes part of a regular expression. */
  private static String interpolate(
      String query, String sensor, String device, String service, String target) {
    return query
        .replace(
            "$timeFilter",
            "time >= %ds AND time < %ds"
                .formatted(START.getEpochSecond(), START.getEpochSecond() + 10L * INTERVALS))
        .replace("$__interval_ms", "60000")
        .replace("$__interval", "1m")
        .replace("${sensor:regex}", sensor)
        .replace("${device:regex}", device)
        .replace("${service:regex}", service)
        .replace("${target:regex}", target);
  }
}
