package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopCommandTest {
  private static final Duration LENGTH = Duration.ofMinutes(4);

  @TempDir private static Path directory;
  private static Commands commands;
  private static Truth truth;
  private static Instant start;

  @BeforeAll
  static void fillStore() throws IOException {
    start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(30));
    commands = Commands.in(directory);
    Path capture = directory.resolve("a.pcap");
    truth = Households.write(capture, start, LENGTH);
    assertThat(commands.run("replay", capture, "--store", directory.resolve("store.db")).status())
        .isZero();
  }

  @Test
  void theLastHourIsShownUnlessToldOtherwise() {
    assertThat(bytes(commands.run("top", "--json"))).isEqualTo(truth.total().bytes());
    assertThat(bytes(commands.run("top", "--json", "--last", "1h")))
        .isEqualTo(truth.total().bytes());
    assertThat(bytes(commands.run("top", "--json", "--last", "10m"))).isZero();
  }

  @Test
  void partsOfTheTimeAddUp() {
    Instant middle = start.plusSeconds(120);

    long before = bytes(commands.run("top", "--json", "--from", start, "--to", middle));
    long after = bytes(commands.run("top", "--json", "--from", middle));

    assertThat(before).isPositive();
    assertThat(after).isPositive();
    assertThat(before + after).isEqualTo(truth.total().bytes());
    assertThat(bytes(commands.run("top", "--json", "--to", start))).isZero();
  }

  @Test
  void theLargestComesFirstAndOnlySoManyAreShown() {
    List<JsonObject> rows =
        new ArrayList<>(commands.run("top", "--json", "-n", 5).lines("rows", "name").values());

    assertThat(rows)
        .hasSize(5)
        .isSortedAccordingTo(
            Comparator.comparingLong((JsonObject row) -> -row.get("bytes").getAsLong()));
    assertThat(rows.get(0).keySet())
        .containsExactly(
            "bytes",
            "bytes_down",
            "bytes_up",
            "packets_down",
            "packets_up",
            "flows",
            "name",
            "detail");
    List<String> lines = commands.run("top", "-n", 5).out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(6)).matches("named .* with the outside; DNS seen for .* new connections");
    assertThat(lines.get(0)).matches("SERVICE +DOWN +UP +SHARE +FLOWS");
    assertThat(lines.get(1)).startsWith(rows.get(0).get("name").getAsString());
  }

  @Test
  void framesThatWereLostAreSaidOfTheirTimeOnly() throws Exception {
    Path store = directory.resolve("lossy.db");
    Files.copy(directory.resolve("store.db"), store);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE capture_stats SET dropped_by_kernel = 3, dropped_by_interface = 2 WHERE time = "
              + start.plusSeconds(60).getEpochSecond());
      // The sums of what was there before.
      statement.executeUpdate("DELETE FROM rollup_1m");
      statement.executeUpdate("DELETE FROM rollup_1h");
    }
    String words = "5 frames were lost uncounted: the figures are too low";
    Instant after = start.plusSeconds(70);

    assertThat(commands.run("top", "--store", store).out()).endsWith(words + "\n");
    assertThat(commands.run("top", "--store", store, "--from", after).out()).doesNotContain("lost");
    JsonObject json = commands.run("top", "--store", store, "--json").json();
    assertThat(json.get("lost_frames").getAsLong()).isEqualTo(5);
    assertThat(json.get("incomplete").getAsBoolean()).isTrue();
    assertThat(commands.run("top", "--json").json().get("incomplete").getAsBoolean()).isFalse();
  }

  @Test
  void whereNothingIsStoredItSaysWhenTheNewestRowIsFrom() {
    Result result = commands.run("top", "--from", "2001-01-01", "--to", "2001-01-02");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("Nothing is stored between ")
        .contains("The newest row is from " + start.plus(LENGTH).minusSeconds(10));
  }

  private static long bytes(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    long total = result.json().getAsJsonObject("total").get("bytes").getAsLong();
    return total;
  }
}
