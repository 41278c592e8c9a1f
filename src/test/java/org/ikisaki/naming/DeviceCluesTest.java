package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DeviceBytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

final class DeviceCluesTest {
  private static final long OTHER_MAC = 0x0200_0000_0007L;

  private final Feed feed = new Feed();

  private static DeviceClue clue(ClueKind kind, String value) {
    return DeviceClue.of(Feed.CLIENT_MAC, kind, value);
  }

  @Test
  void collectsWhatDevicesCallThemselves() {
    Bytes option = new Bytes().u8(12).vector(1, new Bytes().text("Kitchen-TV"));
    feed.datagram(67, DeviceBytes.dhcp(OTHER_MAC, option).array());
    feed.datagram(547, DeviceBytes.dhcp6("laptop.home.arpa").array());
    feed.datagram(137, DeviceBytes.netbiosRegistration("OLD-PC", 0, 0).array());
    feed.datagram(5353, DnsBytes.response(0).address("Printer.local", "192.0.2.10").array());
    feed.useClientPort(5353);
    feed.datagram(40_000, DnsBytes.response(1).address("lamp.local", "192.0.2.10").array());
    feed.useClientPort(137);
    feed.datagram(40_000, DeviceBytes.netbiosStatus("HOME", "NEW-PC").array());
    feed.useClientPort(5355);
    feed.datagram(40_000, DnsBytes.response(1).address("desk", "192.0.2.10").array());
    assertThat(feed.observer.drainDeviceClues())
        .containsExactly(
            DeviceClue.of(OTHER_MAC, ClueKind.DHCP, "kitchen-tv"),
            clue(ClueKind.DHCPV6_FQDN, "laptop.home.arpa"),
            clue(ClueKind.NETBIOS, "old-pc"),
            clue(ClueKind.MDNS, "printer"),
            clue(ClueKind.MDNS, "lamp"),
            clue(ClueKind.NETBIOS, "new-pc"),
            clue(ClueKind.LLMNR, "desk"));
  }

  @Test
  void tellsEachClueOnceAnHour() {
    byte[] answer = DnsBytes.response(0).address("printer.local", "192.0.2.10").array();
    feed.datagram(5353, answer);
    assertThat(feed.observer.drainDeviceClues()).hasSize(1);
    feed.datagram(5353, answer);
    assertThat(feed.observer.drainDeviceClues()).isEmpty();
    feed.pass(3_600_000);
    feed.datagram(5353, answer);
    assertThat(feed.observer.drainDeviceClues()).hasSize(1);
  }

  @Test
  void boundsTheNames() {
    for (int i = 0; i < 5_000; i++) {
      feed.datagram(5353, DnsBytes.response(0).address("n" + i + ".local", "192.0.2.10").array());
    }
    assertThat(feed.observer.drainDeviceClues()).hasSize(1_024);
  }

  @Test
  void aQueryNamesNobody() {
    feed.datagram(5353, DnsBytes.query(0).question("printer.local", 1).array());
    feed.datagram(137, DnsBytes.query(0).question("a".repeat(32), 0x20).array());
    assertThat(feed.observer.drainDeviceClues()).isEmpty();
  }

  @Test
  void readsWhatServicesADeviceOffers() {
    feed.useClient(IpAddress.parse("192.168.1.5"));
    Bytes model = new Bytes().vector(1, new Bytes().text("am=AppleTV11,1"));
    feed.datagram(
        5353,
        DnsBytes.response(0)
            .answer("_airplay._tcp.local", 12, new Bytes().name("Living Room._airplay._tcp.local"))
            .answer("Living Room._airplay._tcp.local", 16, model)
            .array());
    assertThat(feed.observer.drainDeviceClues())
        .containsExactly(
            clue(ClueKind.MDNS_SERVICE, "_airplay._tcp"),
            clue(ClueKind.MDNS_INSTANCE, "living\\032room"),
            clue(ClueKind.MDNS_MODEL, "AppleTV11,1"));
  }

  @Test
  void readsSsdp() {
    feed.useClient(IpAddress.parse("192.168.1.5"));
    feed.datagram(1900, ascii("NOTIFY * HTTP/1.1\r\nNT: urn:x:device:Y:1\r\nSERVER: s\r\n\r\n"));
    feed.datagram(1900, ascii("M-SEARCH * HTTP/1.1\r\nST: urn:z\r\nUSER-AGENT: u\r\n\r\n"));
    assertThat(feed.observer.drainDeviceClues())
        .containsExactly(
            clue(ClueKind.SSDP_SERVER, "s"),
            clue(ClueKind.SSDP_TYPE, "urn:x:device:Y:1"),
            clue(ClueKind.SSDP_AGENT, "u"));
  }

  @Test
  void aStrangersAnswerThatARouterBringsSaysNothingOfTheRouter() {
    feed.useClientPort(1900);
    feed.datagram(40_000, ascii("HTTP/1.1 200 OK\r\nST: urn:x\r\nSERVER: s\r\n\r\n"));
    assertThat(feed.observer.drainDeviceClues()).isEmpty();
  }

  @Test
  void readsTheRolesThatADhcpServerGives() {
    Bytes options =
        new Bytes()
            .u8(54)
            .vector(1, new Bytes().add(Feed.CLIENT.toBytes()))
            .u8(3)
            .vector(1, new Bytes().u32(0xc0a80102L));
    byte[] message = DeviceBytes.dhcp(OTHER_MAC, options).array();
    message[0] = 2;
    feed.useClientPort(67);
    feed.datagram(68, message);
    assertThat(feed.observer.drainDeviceClues())
        .containsExactly(
            clue(ClueKind.ROLE, "dhcp-server"), DeviceClue.of("192.168.1.2", Role.GATEWAY));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
