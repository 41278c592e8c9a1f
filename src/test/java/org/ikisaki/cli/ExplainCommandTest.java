package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String HOST = "i.ytimg.com";

  @TempDir private static Path directory;
  private static Commands commands;
  private static Truth truth;

  @BeforeAll
  static void fillStore() throws IOException {
    commands = Commands.in(directory);
    Files.writeString(
        directory.resolve("services.yaml"),
        """
        services:
          Moving pictures:
            category: fun
            hosts: ["*.ytimg.com"]
        """);
    Path capture = directory.resolve("a.pcap");
    truth = Households.write(capture, Duration.ofMinutes(4));
    assertThat(commands.run("replay", capture, "--store", directory.resolve("store.db")).status())
        .isZero();
  }

  @Test
  void aHostHasItsServiceTheRuleThatWonAndItsEvidence() {
    Result result = commands.run("explain", HOST);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(HOST + " port 443/udp in ")
        .containsPattern(
            "service +Moving pictures \\(fun\\), by \\*\\.ytimg\\.com \\(.*services\\.yaml:4.*\\)")
        .contains("            not YouTube, by ")
        .contains("name      by ")
        .contains("place     country unknown, AS unknown")
        .containsPattern("EVIDENCE +HOST +ADDRESS +DEVICE +TIMES +AGE +VERDICT")
        .containsPattern("(?m)^dns +" + HOST);
  }

  @Test
  void itsBytesAreThoseThatWereSent() {
    JsonObject json = commands.run("explain", HOST, "--json").json();

    assertThat(json.keySet())
        .containsExactly(
            "subject",
            "endpoints",
            "unnamed",
            "evidence",
            "naming",
            "encrypted_dns",
            "shared_resolver");
    long bytes = 0;
    for (var endpoint : json.getAsJsonArray("endpoints")) {
      bytes += endpoint.getAsJsonObject().get("bytes").getAsLong();
      assertThat(endpoint.getAsJsonObject().get("service").getAsString())
          .isEqualTo("Moving pictures");
    }
    assertThat(bytes).isPositive().isEqualTo(sent(HOST));
    assertThat(json.getAsJsonArray("evidence")).isNotEmpty();
  }

  @Test
  void howTheHostIsWrittenDoesNotMatter() {
    assertThat(commands.run("explain", "I.YTIMG.com.")).isEqualTo(commands.run("explain", HOST));
  }

  @Test
  void anAddressWithoutANameSaysWhy() {
    String address =
        truth.rows().stream()
            .filter(row -> row.key().service().equals(Truth.UNNAMED))
            .map(row -> row.key().host())
            .findFirst()
            .orElseThrow();

    Result result = commands.run("explain", address);

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(address + " port ")
        .contains("service   (unnamed), by its network, as no rule matches")
        .contains("name      none")
        .containsPattern("    why     no DNS answer to this device had the address")
        .contains("    remedy  restart the app")
        .doesNotContain("EVIDENCE");
  }

  @Test
  void aNamedAddressShowsTheNamesThatItHad() {
    JsonObject evidence =
        commands
            .run("explain", HOST, "--json")
            .json()
            .getAsJsonArray("evidence")
            .get(0)
            .getAsJsonObject();
    String address = evidence.get("address").getAsString();

    assertThat(commands.run("explain", address).out()).contains(HOST);
    assertThat(commands.run("explain", address, "--json").lines("evidence", "host"))
        .containsKey(HOST);
  }

  @Test
  void aDeviceGoesByItsNameInCapitalsOrNot() {
    JsonObject row =
        commands
            .run("top", "--by", "unnamed", "--last", "9000d", "--json")
            .json()
            .getAsJsonArray("rows")
            .get(0)
            .getAsJsonObject();
    String device = row.get("device").getAsString();
    String name = row.get("device_name").getAsString();
    String endpoint = row.get("endpoint").getAsString();

    assertThat(name).isNotEqualTo(device);
    assertThat(commands.run("top", "--by", "unnamed", "--last", "9000d").out()).contains(name);
    Result result = commands.run("explain", name.toUpperCase(Locale.ROOT), endpoint);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("of " + name + " since ");
    assertThat(result).isEqualTo(commands.run("explain", device, endpoint));
  }

  @Test
  void aDeviceThatNobodyIsCalledIsSaidSo() {
    Result result = commands.run("explain", "nobody's phone", "192.0.2.1:443/tcp");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("no device is called 'nobody's phone'")
        .contains("'ikisaki devices' shows all of them");
  }

  @Test
  void whatWasNeverSeenIsSaidSo() {
    assertThat(commands.run("explain", "nowhere.example").out())
        .isEqualTo("Nothing is known of nowhere.example: no traffic and no DNS answer.\n");
    assertThat(commands.run("explain", "198.51.100.254").status()).isZero();
  }

  private static long sent(String host) {
    return truth.byHost().getOrDefault(host, new Truth.Volume(0, 0, 0, 0)).bytes();
  }
}
