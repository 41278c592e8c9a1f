package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.Frames.Network;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DeviceBytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.MacAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tablet with an IPv4 address, three temporary IPv6 addresses and two names is one device, and so
 * is a printer whose names are hostile.
 */
class DevicesCommandTest {
  private static final String TABLET = "7e:3d:0a:41:c2:18";
  private static final String PRINTER = "3c:d9:2b:e6:58:25";
  private static final String ROUTER = "e0:28:6d:70:4b:91";
  private static final String MDNS_GROUP = "01:00:5e:00:00:fb";
  private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
  private static final String TABLET_IP = "192.168.7.24";
  private static final String HOSTILE = "\u001b[2J<script>x</script>\u202egnp\n";

  private static final List<String> TEMPORARY =
      List.of("2001:db8:1::a1", "2001:db8:1::b2", "2001:db8:1::c3");

  private final List<byte[]> frames = new ArrayList<>();
  private final Commands commands;
  private final Path directory;

  DevicesCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    commands = Commands.in(directory);
  }

  @BeforeEach
  void capture() throws IOException {
    frame(
        "33:33:00:00:00:01",
        ROUTER,
        Frames.ipv6(
            "fe80::1",
            "ff02::1",
            255,
            Frames.routerAdvertisement("2001:db8:1::", 64, true, 3_600)));
    dhcp(TABLET, new Bytes().text("kitchen-ipad"));
    dhcp(PRINTER, new Bytes().add(HOSTILE.getBytes(UTF_8)));
    frame(BROADCAST, TABLET, Frames.arp(1, TABLET, TABLET_IP, BROADCAST, "192.168.7.1"));
    frame(
        MDNS_GROUP,
        TABLET,
        Frames.ipv4(
            TABLET_IP,
            "224.0.0.251",
            Frames.udp(
                5353, 5353, DnsBytes.response(0).address("annas-ipad.local", TABLET_IP).array())));
    Bytes instance = new Bytes().name("<b>Printer</b>._ipp._tcp.local");
    frame(
        MDNS_GROUP,
        PRINTER,
        Frames.ipv4(
            "192.168.7.61",
            "224.0.0.251",
            Frames.udp(
                5353, 5353, DnsBytes.response(0).answer("_ipp._tcp.local", 12, instance).array())));
    frame(ROUTER, TABLET, Frames.ipv4(TABLET_IP, "203.0.113.7", Frames.udp(50_000, 443, 100)));
    for (String address : TEMPORARY) {
      frame(ROUTER, TABLET, Frames.ipv6(address, "2001:db8:ffff::7", Frames.udp(50_000, 443, 100)));
      frame(TABLET, ROUTER, Frames.ipv6("2001:db8:ffff::7", address, Frames.udp(443, 50_000, 900)));
    }
    Path capture = directory.resolve("capture.pcap");
    Households.write(capture, frames);
    Result replay = commands.run("replay", capture, "--store", directory.resolve("store.db"));
    assertThat(replay.status()).as(replay.err()).isZero();
  }

  private void frame(String to, String from, Network network) {
    frames.add(Frames.ethernet(to, from, network));
  }

  private void dhcp(String mac, Bytes name) {
    Bytes options = new Bytes().u8(12).vector(1, name).u8(255);
    byte[] message = DeviceBytes.dhcp(MacAddress.parse(mac), options).array();
    frame(BROADCAST, mac, Frames.ipv4("0.0.0.0", "255.255.255.255", Frames.udp(68, 67, message)));
  }

  private Map<String, JsonObject> devices() {
    return commands.run("devices", "--json", "--last", "3000d").lines("devices", "device");
  }

  private JsonObject device(String mac) {
    return Objects.requireNonNull(devices().get(mac), mac);
  }

  private static List<String> texts(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  @Test
  void allAddressesAndNamesOfADeviceAreOneLine() {
    JsonObject tablet = device(TABLET);
    assertThat(tablet.get("name").getAsString()).isEqualTo("kitchen-ipad");
    assertThat(tablet.get("name_source").getAsString()).isEqualTo("dhcp");
    assertThat(tablet.get("type").getAsString()).isEqualTo("tablet");
    assertThat(texts(tablet.getAsJsonArray("addresses")))
        .startsWith(TABLET_IP)
        .containsAll(TEMPORARY);
    assertThat(texts(tablet.getAsJsonArray("flags"))).containsExactly("random MAC");

    Result top = commands.run("top", "--by", "device", "--last", "3000d", "--json");
    assertThat(top.lines("rows", "name")).containsKey("kitchen-ipad");
    long mine = 4 * (20 + 8 + 100) + 3 * 20 + 3 * (40 + 8 + 900);
    assertThat(tablet.get("bytes").getAsLong()).isGreaterThanOrEqualTo(mine);
    assertThat(commands.run("devices").out().lines().filter(line -> line.contains("ipad")))
        .hasSize(1);
  }

  @Test
  void theGatewayIsRecognised() {
    assertThat(texts(device(ROUTER).getAsJsonArray("flags"))).containsExactly("gateway");
    assertThat(device(ROUTER).get("type").getAsString()).isEqualTo("router");
    assertThat(device(ROUTER).get("name").getAsString()).isEqualTo("AVM 4b:91");
  }

  @Test
  void hostileNamesAreHarmlessEverywhere() {
    assertThat(device(PRINTER).get("name").getAsString()).isEqualTo("2j script x script gnp");
    for (List<String> command :
        List.of(
            List.of("devices"),
            List.of("devices", "--json"),
            List.of("devices", "show", PRINTER),
            List.of("devices", "show", PRINTER, "--json"),
            List.of("top", "--by", "device", "--last", "3000d"))) {
      Result result = commands.run(command.toArray());
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out().replaceAll("[\r\n]", "").codePoints())
          .as("%s", command)
          .noneMatch(Text::isHarmful);
      assertThat(result.out()).doesNotContain("<script");
    }
  }

  @Test
  void showSaysOnWhichEvidence() {
    String out = commands.run("devices", "show", TEMPORARY.get(1)).out();
    assertThat(out)
        .startsWith("kitchen-ipad")
        .contains("by dhcp", "tablet: its name in dhcp is kitchen-ipad", TABLET)
        .containsPattern("mdns +annas-ipad");
    Result unknown = commands.run("devices", "show", "nobody");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("'ikisaki devices' lists what is");
  }

  @Test
  void aNameIsGivenShownEverywhereAndForgotten() {
    assertThat(commands.run("devices", "name", TABLET_IP, "Küchen-Tablet", "--owner", "Anna").out())
        .contains("is called Küchen-Tablet");
    assertThat(device(TABLET).get("owner").getAsString()).isEqualTo("Anna");
    assertThat(commands.run("top", "--by", "device", "--last", "3000d").out())
        .contains("Küchen-Tablet")
        .doesNotContain("kitchen-ipad");
    assertThat(commands.run("devices", "name", TABLET, "--forget").out())
        .contains("is called kitchen-ipad");
  }

  @Test
  void whatIsNoNameIsRefused() {
    for (Object[] wrong :
        new Object[][] {
          {"devices", "name", TABLET},
          {"devices", "name", TABLET, "x", "--forget"},
          {"devices", "name", TABLET, "\u001b[2J"},
          {"devices", "name", TABLET, "x".repeat(65)}
        }) {
      assertThat(commands.run(wrong).status()).isEqualTo(Main.WRONG_USE);
    }
  }

  @Test
  void twoAreJoinedAndParted() {
    assertThat(commands.run("devices", "join", TABLET, PRINTER).out())
        .contains("counts as kitchen-ipad");
    assertThat(devices()).doesNotContainKey(PRINTER);
    assertThat(texts(device(TABLET).getAsJsonArray("joined"))).containsExactly(PRINTER);
    assertThat(commands.run("devices", "part", PRINTER).status()).isZero();
    assertThat(devices()).containsKey(PRINTER);
  }
}
