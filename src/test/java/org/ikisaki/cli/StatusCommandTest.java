package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the store stands, in words and as JSON. */
final class StatusCommandTest {
  private static final Duration LENGTH = Duration.ofMinutes(70);

  private final Path store;
  private final Commands commands;
  private final Instant began =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));

  StatusCommandTest(@TempDir Path directory) throws IOException {
    store = directory.resolve("store.db");
    commands = Commands.in(directory);
  }

  @BeforeEach
  void fillStore(@TempDir Path captures) throws IOException {
    Path capture = captures.resolve("capture.pcap");
    Households.write(capture, began, LENGTH);
    commands.run("replay", capture, "--store", store);
  }

  @Test
  void itSaysWhatEachLevelHasAndWhatAYearTakes() {
    JsonObject status = commands.run("status", "--json").json();

    assertThat(status.get("file").getAsString()).isEqualTo(store.toString());
    assertThat(status.get("file_bytes").getAsLong()).isPositive();
    assertThat(status.get("process").isJsonNull()).isTrue();
    assertThat(status.get("problem").isJsonNull()).isTrue();
    assertThat(status.get("year_bytes").getAsLong())
        .isGreaterThan(status.get("file_bytes").getAsLong());
    assertThat(status.getAsJsonArray("levels")).hasSize(4);
    JsonObject hours = status.getAsJsonArray("levels").get(2).getAsJsonObject();
    assertThat(hours.get("level").getAsString()).isEqualTo("1h");
    assertThat(hours.get("from").getAsString()).isEqualTo(began.toString());
    assertThat(hours.get("rows").getAsLong()).isPositive();
  }

  @Test
  void itSaysSoInWords() {
    Result result = commands.run("status");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("Store    " + store, "not running", "10s", "7d", "730d", "forever")
        .containsPattern("A year at this rate takes [0-9.]+ [kMG]B\\.");
  }

  @Test
  void aMonitorThatRunsAndAnExporterThatIsBehindAreShown() throws IOException {
    try (Store open =
        Store.open(store, RuleSet.EMPTY, StoreSettings.DEFAULTS, InstantSource.system())) {
      open.saveCursor("influx", 5);
      JsonObject status = commands.run("status", "--json").json();
      assertThat(status.get("process").getAsLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(status.get("problem").getAsString()).contains("monitor runs", "old");
      JsonObject exporter = status.getAsJsonArray("exporters").get(0).getAsJsonObject();
      assertThat(exporter.get("changes").getAsLong()).isPositive();
      assertThat(commands.run("status").out()).containsPattern("Export influx: [0-9]+ intervals");
    }
  }
}
