package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Retention;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreSettings;
import org.ikisaki.store.StoreStatus.LevelStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneCommandTest {
  private static final Duration LENGTH = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private Path store;
  private Commands commands;
  private Truth recent;

  @BeforeEach
  void fillStore() throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    commands = Commands.in(directory);
    store = directory.resolve("store.db");
    Path old = directory.resolve("old.pcap");
    Path young = directory.resolve("young.pcap");
    Households.write(old, now.minus(Duration.ofDays(90)), LENGTH);
    recent = Households.write(young, now.minus(Duration.ofDays(1)), LENGTH);
    commands.run("replay", old, "--store", store);
    commands.run("replay", young, "--store", store);
  }

  @Test
  void aDryRunSaysWhatIsRemovedThen() throws IOException, SQLException {
    var before = StoreContent.of(store);
    JsonObject planned = commands.run("prune", "--older-than", "30d", "--dry-run", "--json").json();
    assertThat(StoreContent.of(store)).isEqualTo(before);
    JsonObject done = commands.run("prune", "--older-than", "30d", "--json").json();

    assertThat(planned.get("dry_run").getAsBoolean()).isTrue();
    assertThat(done.get("dry_run").getAsBoolean()).isFalse();
    assertThat(done.get("rows").getAsLong())
        .isPositive()
        .isEqualTo(planned.get("rows").getAsLong());
    assertThat(done.get("kept_for_export").getAsLong()).isZero();
    assertThat(done.get("file_bytes").getAsLong())
        .isLessThanOrEqualTo(done.get("file_bytes_before").getAsLong());
    try (StoreReader reader = StoreReader.open(store)) {
      assertThat(reader.total(Instant.EPOCH, Instant.now()).bytes())
          .isEqualTo(recent.total().bytes());
    }
    assertThat(commands.run("prune", "--older-than", "30d").out()).startsWith("Removed 0 rows");
  }

  @Test
  void withoutATimeTheConfigurationsHolds() throws IOException {
    Result result = commands.run("prune");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("Removed [0-9]+ rows of 10s from before \\S+\\.\n");
    try (StoreReader reader = StoreReader.open(store)) {
      LevelStatus tenSeconds = reader.status(Retention.DEFAULTS).levels().get(0);
      assertThat(tenSeconds.from()).isAfter(Instant.now().minus(Duration.ofDays(2)));
      assertThat(reader.total(recent(), Instant.now()).bytes()).isEqualTo(recent.total().bytes());
      assertThat(reader.total(Instant.EPOCH, recent()).bytes()).isPositive();
    }
  }

  @Test
  void aDryRunTellsItInWords() {
    assertThat(commands.run("prune", "--older-than", "30d", "--dry-run").out())
        .matches("(Would remove [1-9][0-9]* rows of 1[0smhd]+ from before \\S+\\.\n)+");
    assertThat(commands.run("prune", "--older-than", "999999w", "--dry-run").out())
        .startsWith("Would remove 0 rows");
  }

  @Test
  void aDeviceIsForgotten() {
    JsonObject top = commands.run("top", "--by", "device", "--last", "999d", "--json").json();
    String device = top.getAsJsonArray("rows").get(0).getAsJsonObject().get("name").getAsString();
    JsonObject planned = commands.run("prune", "--device", device, "--dry-run", "--json").json();
    Result done = commands.run("prune", "--device", device);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("Forgot " + planned.get("rows").getAsLong() + " rows of traffic");
    assertThat(commands.run("top", "--by", "device", "--last", "999d").out())
        .doesNotContain(device);
    Result again = commands.run("prune", "--device", device);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("no device is known as", "ikisaki devices");
  }

  @Test
  void aServiceIsForgotten() {
    JsonObject top = commands.run("top", "--last", "999d", "--json").json();
    String service = top.getAsJsonArray("rows").get(0).getAsJsonObject().get("name").getAsString();
    assertThat(commands.run("prune", "--service", service, "--json").json().get("rows").getAsLong())
        .isPositive();
    assertThat(commands.run("top", "--last", "999d", "--json").out())
        .doesNotContain("\"" + service + "\"");
  }

  @Test
  void oneThingIsAskedForAtATime() {
    Result both = commands.run("prune", "--device", "x", "--older-than", "1d");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("exclusive");
  }

  @Test
  void theMonitorMayRunMeanwhile() throws IOException, SQLException {
    try (Store open =
        Store.open(store, RuleSet.EMPTY, StoreSettings.DEFAULTS, InstantSource.system())) {
      Result result = commands.run("prune", "--older-than", "30d", "--json");
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.json().get("rows").getAsLong()).isPositive();
      open.saveCursor("still-writes", 1);
    }
    assertThat(StoreContent.rows(store, "SELECT exporter FROM export_cursor"))
        .containsExactly("still-writes");
  }

  @Test
  void aSecondMonitorIsRefusedWithTheReason() throws IOException {
    Path capture = directory.resolve("young.pcap");
    try (Store open =
        Store.open(store, RuleSet.EMPTY, StoreSettings.DEFAULTS, InstantSource.system())) {
      assertThat(open.counters().pendingRows()).isZero();
      Result result = commands.run("replay", capture, "--store", store);
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err()).contains("store.db").contains("another").doesNotContain("\tat ");
    }
  }

  /** Before what is kept, and after what is not. */
  private static Instant recent() {
    return Instant.now().minus(Duration.ofDays(30));
  }
}
