package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DeviceBytes;
import org.ikisaki.wire.DnsBytes;
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
}
