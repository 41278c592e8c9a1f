package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.cli.Commands.Result;
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
