package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.naming.WhyUnnamed;
import org.ikisaki.testing.HouseScript;
import org.ikisaki.testing.HouseScript.Device;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A house in which traffic goes without a name for every reason there is; and what the
 * documentation shows of it ({@code -Dgolden.update=true} rewrites that).
 */
class ExplainCasesTest {
  private static final Path PAGE = Path.of("docs/explain.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```\\n\\$ ikisaki ([^\\n]*)\\n(.*?)```", Pattern.DOTALL);

  private static final Device LAPTOP = new Device(5);
  private static final Device PHONE = new Device(6);
  private static final Device TABLET = new Device(7);
  private static final Device NAS = new Device(8);
  private static final Device CAMERA = new Device(9);
  private static final Device CONSOLE = new Device(10);

  @TempDir private static Path directory;
  private static Commands commands;

  @BeforeAll
  static void fillStore() throws IOException {
    commands = Commands.in(directory);
    Files.writeString(
        directory.resolve("services.yaml"),
        """
        services:
          Moving pictures:
            category: fun
            hosts: ["*.googlevideo.com"]
        """);
    HouseScript house = new HouseScript(Households.START);
    house.midway(LAPTOP, "203.0.113.20", 443, 40_000);
    house.midway(LAPTOP, "203.0.113.21", 443, 2_000);
    house.pause(Duration.ofSeconds(30));
    house.lookup(LAPTOP, "r4---sn-4g5e6nsz.googlevideo.com", "203.0.113.10");
    house.tls(LAPTOP, "203.0.113.10", 443, "r4---sn-4g5e6nsz.googlevideo.com", 90_000);
    house.lookup(LAPTOP, "first.example.com", "203.0.113.11");
    house.pause(Duration.ofSeconds(20));
    house.lookup(LAPTOP, "second.example.org", "203.0.113.11");
    house.lookup(PHONE, "third.example.net", "203.0.113.11");
    house.namelessTls(LAPTOP, "203.0.113.11", 443, 5_000);
    house.lookup(LAPTOP, "one.example.com", "203.0.113.21");
    house.lookup(LAPTOP, "two.example.org", "203.0.113.21");
    house.namelessTls(LAPTOP, "203.0.113.22", 8443, 3_000);
    house.tls(LAPTOP, "203.0.113.23", 443, "cloudflare-ech.com", 20_000);
    house.lookup(PHONE, "dns.google", "203.0.113.53");
    house.tls(PHONE, "203.0.113.53", 853, "dns.google", 4_000);
    house.namelessTls(PHONE, "203.0.113.30", 443, 30_000);
    house.lookup(TABLET, "mask.icloud.com", "203.0.113.54");
    house.tls(TABLET, "203.0.113.54", 443, "mask.icloud.com", 50_000);
    house.namelessTls(TABLET, "203.0.113.31", 443, 6_000);
    house.visit(NAS, "203.0.113.60", 32_400, 8_000);
    house.atHome(LAPTOP, NAS, 445, 10_000);
    house.pause(Duration.ofMinutes(2));
    house.namelessTls(CAMERA, "203.0.113.70", 443, 7_000);
    for (int peer = 80; peer < 90; peer++) {
      house.datagrams(CONSOLE, "203.0.113." + peer, 3_074, 30_000 + peer, 3_000);
    }
    house.datagrams(CONSOLE, "203.0.113.99", 40_000, 123, 76);
    Path capture = directory.resolve("house.pcap");
    house.write(capture);
    assertThat(commands.run("replay", capture, "--store", directory.resolve("store.db")).status())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.20, OPEN_BEFORE",
    "203.0.113.21, SEVERAL_NAMES",
    "203.0.113.22, LITERAL_ADDRESS",
    "cloudflare-ech.com, HIDDEN_NAME",
    "203.0.113.30, ENCRYPTED_DNS",
    "203.0.113.31, RELAY",
    "203.0.113.60, FROM_OUTSIDE",
    "203.0.113.70, NO_DNS_AT_ALL",
    "203.0.113.85, PEER_TO_PEER",
    "203.0.113.99, SET_BY_ADDRESS",
    "192.168.1.8, LOCAL_NETWORK"
  })
  void trafficWithoutANameHasItsReason(String subject, WhyUnnamed why) {
    JsonArray unnamed = explain(subject).getAsJsonArray("unnamed");

    assertThat(unnamed).hasSize(1);
    assertThat(unnamed.get(0).getAsJsonObject().get("why").getAsString()).isEqualTo(why.label());
  }

  @Test
  void theWorkListHasEachOfThemOnceTheLargestFirstWithoutTheLocalNetwork() {
    JsonArray rows =
        commands
            .run("top", "--by", "unnamed", "--last", "9000d", "--json", "-n", 100)
            .json()
            .getAsJsonArray("rows");

    assertThat(rows).hasSize(19);
    assertThat(texts(rows, "endpoint"))
        .startsWith("203.0.113.20:443/tcp", "203.0.113.30:443/tcp")
        .contains("cloudflare-ech.com:443/tcp", "203.0.113.80:30080/udp")
        .doesNotHaveDuplicates();
    assertThat(texts(rows, "why")).doesNotContain("local-network");
  }

  @Test
  void whatIsNotInTheWorkListIsNamed() {
    JsonObject list =
        commands.run("top", "--by", "unnamed", "--last", "9000d", "--json", "-n", 100).json();
    long unnamed = 0;
    for (JsonElement row : list.getAsJsonArray("rows")) {
      unnamed += row.getAsJsonObject().get("bytes").getAsLong();
    }
    JsonObject naming = list.getAsJsonObject("naming");

    assertThat(unnamed).isPositive();
    assertThat(naming.get("bytes").getAsLong() - naming.get("bytes_named").getAsLong())
        .isEqualTo(unnamed);
  }

  @Test
  void connectionsAreCountedIfTheirOpeningWasSeenAndWithDnsIfAnAnswerCameBefore() {
    JsonObject devices = commands.run("top", "--by", "device", "--last", "9000d", "--json").json();

    JsonObject laptop = naming(devices, LAPTOP);
    assertThat(laptop.get("connections").getAsInt()).isEqualTo(4);
    assertThat(laptop.get("connections_with_dns").getAsInt()).isEqualTo(2);
    JsonObject phone = naming(devices, PHONE);
    assertThat(phone.get("connections").getAsInt()).as("DNS itself is none").isEqualTo(1);
    assertThat(naming(devices, NAS).get("connections").getAsInt()).isZero();
  }

  @Test
  void ofCandidatesOneWinsAndTheOthersSayWhyTheyLose() {
    JsonArray evidence = explain("203.0.113.11").getAsJsonArray("evidence");

    assertThat(texts(evidence, "verdict"))
        .containsExactlyInAnyOrder(
            "wins: the host is right in 93 of 100, the service in 93",
            "loses to second.example.org: newer",
            "wins: the host is right in 99 of 100, the service in 99");
    JsonArray ofLaptop =
        commands
            .run("explain", LAPTOP.mac(), "203.0.113.11:443/tcp", "--json")
            .json()
            .getAsJsonArray("evidence");
    assertThat(texts(ofLaptop, "verdict"))
        .containsExactlyInAnyOrder(
            "wins: the host is right in 93 of 100, the service in 93",
            "loses to second.example.org: newer",
            "loses to second.example.org: the device's own");
  }

  @Test
  void aFlowMayBeWrittenInSeveralWays() {
    String expected = commands.run("explain", LAPTOP.mac(), "203.0.113.20:443/tcp").out();

    assertThat(expected).contains("open before capture began");
    assertThat(commands.run("explain", LAPTOP.mac() + ">203.0.113.20:443/tcp").out())
        .isEqualTo(expected);
    assertThat(commands.run("explain", LAPTOP.address() + ":50000>203.0.113.20:443/tcp").out())
        .isEqualTo(expected);
    assertThat(commands.run("explain", PHONE.mac(), "203.0.113.20:443/tcp").out())
        .startsWith("Nothing is known of " + PHONE.mac() + " > 203.0.113.20:443/tcp");
    assertThat(commands.run("explain", LAPTOP.mac(), "203.0.113.20:80/tcp").out())
        .startsWith("Nothing is known of ");
  }

  @Test
  void theDocumentationShowsWhatIsPrinted() throws IOException {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    StringBuilder printed = new StringBuilder();
    while (example.find()) {
      String line = example.group(1);
      Object[] words = Arrays.stream(line.split(" ")).map(w -> w.replace("'", "")).toArray();
      String block = "```\n$ ikisaki " + line + "\n" + commands.run(words).out() + "```";
      example.appendReplacement(printed, Matcher.quoteReplacement(block));
    }
    example.appendTail(printed);
    String expected = printed.toString().replace(directory + "/", "");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).as("-Dgolden.update=true rewrites it").isEqualTo(expected);
  }

  private static JsonObject explain(String subject) {
    return commands.run("explain", subject, "--json").json();
  }

  private static JsonObject naming(JsonObject top, Device device) {
    JsonObject row =
        Objects.requireNonNull(
            Commands.byKey(top.getAsJsonArray("rows"), "name").get(label(device)));
    return row.getAsJsonObject("naming");
  }

  /** What a device is called of which nothing is known. */
  private static String label(Device device) {
    return "private " + device.mac().substring(device.mac().length() - 5);
  }

  private static List<String> texts(JsonArray array, String key) {
    return array.asList().stream().map(e -> e.getAsJsonObject().get(key).getAsString()).toList();
  }
}
