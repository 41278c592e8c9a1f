package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Store;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
  @TempDir private Path directory;
  private Commands commands;

  @BeforeEach
  void writeRules() throws IOException {
    commands = Commands.in(directory);
    Files.writeString(
        directory.resolve("services.yaml"),
        """
        services:
          Our cloud:
            category: home
            hosts: ["*.cloud.example", backup.example]
            networks: [192.0.2.0/24]
            as: [64500]
        """);
  }

  @Test
  void aHostIsTestedAgainstTheUsersRulesAndTheCatalogues() {
    Result own = commands.run("rules", "test", "Files.Cloud.example");
    assertThat(own.out())
        .startsWith("Files.Cloud.example: Our cloud (home)\n")
        .containsPattern("by +\\*\\.cloud\\.example +Our cloud +.*services\\.yaml:4");
    assertThat(commands.run("rules", "test", "rr3---sn-abc.googlevideo.com").out())
        .contains(": YouTube (video)");
    assertThat(commands.run("rules", "test", "www.nobody.example").out())
        .contains(": nobody.example\n", "no rule matches: its domain stands in");
  }

  @Test
  void soIsAnAddressAndAnAs() {
    assertThat(commands.run("rules", "test", "192.0.2.7").out()).contains(": Our cloud (home)");
    assertThat(commands.run("rules", "test", "198.51.100.7").out())
        .contains(": (unnamed)\n", "its network stands in");
    assertThat(commands.run("rules", "test", "198.51.100.7", "--as", 64500).out())
        .contains(": Our cloud (home)");
  }

  @Test
  void aTestInJson() {
    JsonObject json = commands.run("rules", "test", "192.0.2.7", "--as", 64500, "--json").json();

    assertThat(json.keySet()).containsExactly("subject", "service", "category", "rules");
    assertThat(json.get("service").getAsString()).isEqualTo("Our cloud");
    JsonArray rules = json.getAsJsonArray("rules");
    assertThat(rules).hasSize(2);
    assertThat(rules.get(0).getAsJsonObject().get("pattern").getAsString())
        .isEqualTo("192.0.2.0/24");
    assertThat(rules.get(1).getAsJsonObject().get("pattern").getAsString()).isEqualTo("AS64500");
  }

  @Test
  void theListHoldsTheUsersFirst() {
    Result result = commands.run("rules", "list");

    assertThat(result.out().lines().findFirst().orElseThrow())
        .matches("SERVICE +CATEGORY +PATTERN +FROM");
    assertThat(result.out().lines().skip(1).limit(4)).allMatch(l -> l.startsWith("Our cloud "));
    assertThat(result.out().lines()).hasSizeGreaterThan(1_000);
  }

  @Test
  void ofOneServiceOrInJson() {
    assertThat(commands.run("rules", "list", "--service", "our CLOUD").out().lines()).hasSize(5);
    JsonArray rules =
        JsonParser.parseString(
                commands.run("rules", "list", "--json", "--service", "YouTube").out())
            .getAsJsonArray();
    assertThat(Commands.byKey(rules, "pattern")).containsKey("*.googlevideo.com");
  }

  @Test
  void rightRulesAreInOrder() {
    Result result = commands.run("rules", "check");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith(directory.resolve("services.yaml") + ": in order; ");
    Result shipped = Commands.bare("rules", "check", "config/services.yaml");
    assertThat(shipped.status()).as(shipped.err()).isZero();
  }

  @Test
  void rulesThatDoNothingAreNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("idle.yaml"),
            "services:\n  Mine:\n    hosts: ['rr*.googlevideo.com', '*.youtube.test']\n");
    Result result = Commands.bare("rules", "check", file);

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("idle.yaml:3: 'rr*.googlevideo.com' never wins: '*.googlevideo.com' of 'YouTube'")
        .contains("rules that do nothing: 1");
  }

  @Test
  void aHostIsTestedOnAPortAndForADevice() throws IOException {
    Files.writeString(
        directory.resolve("services.yaml"),
        """
        services:
          Mail: {all: [{hosts: ["*.site.example"], ports: [tcp/993]}]}
          Mine: {all: [{hosts: ["*.site.example"], devices: ["02:00:00:00:00:0A"]}]}
        """);
    assertThat(commands.run("rules", "test", "a.site.example").out()).contains(": site.example");
    assertThat(commands.run("rules", "test", "a.site.example", "--port", "tcp/993").out())
        .contains(": Mail\n", "*.site.example and tcp/993");
    assertThat(commands.run("rules", "test", "a.site.example", "--port", "udp/993").out())
        .contains(": site.example");
    assertThat(
            commands.run("rules", "test", "a.site.example", "--device", "02-00-00-00-00-0a").out())
        .contains(": Mine\n");
    Result wrong = commands.run("rules", "test", "a.site.example", "--port", "https");
    assertThat(wrong.status()).isNotZero();
    assertThat(wrong.err()).contains("--port is one such as 8443 or udp/443, not https");
  }

  @Test
  void rulesAreAddedAndRemovedInTheUsersFile() throws IOException {
    Path file = directory.resolve("services.yaml");
    String before = Files.readString(file);
    Result added =
        commands.run("rules", "add", "Club", "--host", "*.club.example", "--category", "sport");
    assertThat(added.status()).as(added.err()).isZero();
    assertThat(commands.run("rules", "test", "www.club.example").out()).contains(": Club (sport)");
    assertThat(file).content().startsWith(before);

    assertThat(commands.run("rules", "remove", "Club").status()).isZero();
    assertThat(file).content().isEqualTo(before);
    Result nothing = commands.run("rules", "remove", "Club");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).contains("has nothing of that of 'Club'");
  }

  @Test
  void aPatternThatIsNoneIsRefusedAndChangesNothing() throws IOException {
    Path file = directory.resolve("services.yaml");
    String before = Files.readString(file);
    Result result = commands.run("rules", "add", "Club", "--host", "https://club.example/");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("without 'https://'", "nothing was changed");
    assertThat(file).content().isEqualTo(before);
    assertThat(commands.run("rules", "add", "Club").err()).contains("what belongs to it?");
  }

  @Test
  void suggestionsAreRulesReadyToPaste() throws Exception {
    Instant start = Instant.parse("2026-11-01T12:00:00Z");
    Endpoint club =
        new Endpoint(
            "www.film-club.example",
            null,
            IpAddress.parse("203.0.113.0"),
            6,
            443,
            Place.UNKNOWN,
            NameSource.SNI);
    Counters counters = new Counters(900_000, 100_000, 900, 100, 1);
    try (Store store = Store.open(directory.resolve("store.db"), RuleSet.EMPTY)) {
      store.add(
          new IntervalRows(
              "eth0",
              start,
              start.plusSeconds(10),
              List.of(new Traffic(new DeviceId("02:00:00:00:00:01"), club, counters)),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Set.of(),
              List.of(),
              Visibility.NONE,
              CaptureStats.ZERO));
    }
    Result result = commands.run("rules", "suggest", "--last", "36500d", "-n", 5);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("# What no rule knows of 1.00 MB ")
        .contains(
            """
            services:
              Film-club: # 1.00 MB, 100.0 %
                # seen: www.film-club.example
                hosts:
                  - "*.film-club.example"
            """);
    Path pasted = Files.writeString(directory.resolve("pasted.yaml"), result.out());
    Result checked = Commands.bare("rules", "check", pasted);
    assertThat(checked.status()).as(checked.err()).isZero();
    assertThat(checked.out()).contains("in order");
  }

  @Test
  void aFileThatIsNotThereCanNotBeChecked() {
    Result result = Commands.bare("rules", "check", directory.resolve("none.yaml"));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("none.yaml: there is no such file");
  }

  @Test
  void whatIsAskedForIsEchoedHarmlessly() {
    Result result = commands.run("rules", "test", "a\u001b[31m\u202eb.example");
    assertThat(result.out()).doesNotContain("\u001b", "\u202e");
    Result json = commands.run("rules", "test", "a\u001b[31m\u202e\u009bb.example", "--json");
    assertThat(json.out()).doesNotContain("\u001b", "\u202e", "\u009b");
    assertThat(json.json().get("subject").getAsString())
        .isEqualTo("a\u001b[31m\u202e\u009bb.example");
  }
}
