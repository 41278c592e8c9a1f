package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.ikisaki.flow.Tap.BROADCAST;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.PHONE;
import static org.ikisaki.flow.Tap.PHONE_IP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.flow.Tap.ROUTER_IP;
import static org.ikisaki.flow.Tap.SERVER_IP;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.arp;
import static org.ikisaki.testing.Frames.cooked;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.ipv6;
import static org.ikisaki.testing.Frames.neighbourAdvertisement;
import static org.ikisaki.testing.Frames.neighbourSolicitation;
import static org.ikisaki.testing.Frames.routerAdvertisement;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.testing.Frames.Transport;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.MacAddress;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final String ALL_NODES = "33:33:00:00:00:01";
  private static final Transport PREFIX = routerAdvertisement("2001:db8:1::", 64, true, 86_400);

  private final Tap tap = new Tap();

  @Test
  void everyFrameCountsForItsSendersMacAddress() {
    tap.up(udp(50_000, 443, 58));
    tap.down(udp(443, 50_000, 158));
    tap.frame(BROADCAST, LAPTOP, arp(1, LAPTOP, LAPTOP_IP, BROADCAST, ROUTER_IP));
    byte[] spanningTree = new byte[60];
    spanningTree[11] = 9;
    tap.frame(spanningTree);

    assertThat(tap.table.drainDevices())
        .containsExactly(
            new DeviceUpdate(new DeviceId("00:00:00:00:00:09"), List.of(), 1, 60, false, false),
            new DeviceUpdate(new DeviceId(ROUTER), List.of(), 1, 200, true, false),
            new DeviceUpdate(new DeviceId(LAPTOP), ips(LAPTOP_IP), 2, 142, false, false));
    assertThat(tap.table.drainDevices()).isEmpty();
  }

  @Test
  void framesThatDecodeToNothingStillCountForTheirSender() {
    byte[] bad = ethernet(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, udp(1, 2, 3)));
    bad[14] = 0x41;

    assertThat(tap.frame(bad)).isNull();
    assertThat(tap.table.drainDevices())
        .containsExactly(
            new DeviceUpdate(new DeviceId(LAPTOP), List.of(), 1, bad.length, false, false));
  }

  @Test
  void groupAndZeroSendersAreNobody() {
    tap.frame(ROUTER, BROADCAST, ipv4(SERVER_IP, "198.51.100.1", udp(1, 2, 3)));
    tap.frame(ROUTER, "00:00:00:00:00:00", ipv4(SERVER_IP, "198.51.100.1", udp(1, 2, 3)));

    assertThat(tap.table.drainDevices()).isEmpty();
  }

  @Test
  void anIncomingPacketShowsItsDeviceByTheDestinationMacAddress() {
    tap.down(tcp(443, 50_000, ACK, 100));

    assertThat(tap.only().device()).isEqualTo(new DeviceId(LAPTOP));
    assertThat(tap.table.drainDevices())
        .contains(new DeviceUpdate(new DeviceId(LAPTOP), ips(LAPTOP_IP), 0, 0, false, false));
  }

  @Test
  void anAddressIsNewOnce() {
    tap.up(udp(50_000, 443, 1));
    tap.table.drainDevices();
    tap.up(udp(50_001, 443, 1));

    assertThat(tap.table.drainDevices()).allMatch(update -> update.newAddresses().isEmpty());
  }

  @Test
  void bothDevicesOfALocalConversationAreKnown() {
    tap.frame(LAPTOP, PHONE, ipv4(PHONE_IP, LAPTOP_IP, tcp(50_000, 445, SYN, 0)));

    assertThat(tap.table.drainDevices())
        .extracting(DeviceUpdate::newAddresses)
        .containsExactly(ips(LAPTOP_IP), ips(PHONE_IP));
  }

  @Test
  void devicesBehindARouterAreKnownByTheirAddress() {
    tap.down(udp(443, 50_000, 10));
    tap.frame(LAPTOP, ROUTER, ipv4("192.168.7.7", LAPTOP_IP, tcp(50_000, 445, SYN, 0)));
    tap.frame(LAPTOP, ROUTER, ipv4("192.168.7.8", LAPTOP_IP, tcp(50_000, 445, SYN, 0)));

    assertThat(tap.drain())
        .extracting(update -> update.device().text())
        .containsExactly(LAPTOP, "192.168.7.7", "192.168.7.8");
    assertThat(tap.table.drainDevices())
        .filteredOn(update -> update.device().text().startsWith("192"))
        .containsExactly(
            new DeviceUpdate(new DeviceId("192.168.7.7"), ips("192.168.7.7"), 0, 0, false, false),
            new DeviceUpdate(new DeviceId("192.168.7.8"), ips("192.168.7.8"), 0, 0, false, false));
  }

  @Test
  void whenAMacAddressTurnsOutToBeARoutersItsFlowsAreReadAnew() {
    Flow flow = tap.frame(LAPTOP, ROUTER, ipv4("192.168.7.7", LAPTOP_IP, tcp(50_000, 445, SYN, 0)));
    assertThat(flow).isNotNull().extracting(Flow::client).isEqualTo(ROUTER);
    tap.down(udp(443, 50_000, 10));

    assertThat(flow).extracting(Flow::client).isEqualTo("192.168.7.7");
    assertThat(tap.table.drainDevices())
        .extracting(update -> update.device().text())
        .containsExactly(ROUTER, LAPTOP, "192.168.7.7");
    assertThat(tap.table.drainDevices()).isEmpty();
  }

  @Test
  void aRouterKeepsTheAddressesThatAreItsOwn() {
    tap.frame(LAPTOP, ROUTER, arp(2, ROUTER, ROUTER_IP, LAPTOP, LAPTOP_IP));
    tap.down(udp(443, 50_000, 10));
    tap.frame(LAPTOP, ROUTER, ipv4(ROUTER_IP, LAPTOP_IP, tcp(50_000, 22, SYN, 0)));
    tap.frame(BROADCAST, ROUTER, ipv4("192.168.2.1", "255.255.255.255", udp(50_000, 1_900, 10)));
    tap.frame(LAPTOP, ROUTER, ipv4("192.168.2.1", LAPTOP_IP, tcp(50_000, 22, SYN, 0)));
    tap.frame(LAPTOP, ROUTER, ipv6("fe80::1", "fe80::a", udp(50_000, 53, 10)));

    assertThat(tap.drain().stream().skip(1))
        .hasSize(4)
        .allMatch(update -> update.device().text().equals(ROUTER));
  }

  @Test
  void aDeviceSeenDirectlyIsItselfThoughItsPacketsAlsoComeThroughARouter() {
    tap.frame(BROADCAST, PHONE, arp(1, PHONE, PHONE_IP, BROADCAST, ROUTER_IP));
    tap.down(udp(443, 50_000, 10));
    tap.drain();
    tap.frame(LAPTOP, ROUTER, ipv4(PHONE_IP, LAPTOP_IP, tcp(50_000, 445, SYN, 0)));

    assertThat(tap.only().device()).isEqualTo(new DeviceId(PHONE));
  }

  @Test
  void whoAnswersForAnotherIsNotTheOwner() {
    tap.frame(LAPTOP, ROUTER, arp(2, "02:00:00:00:00:77", PHONE_IP, LAPTOP, LAPTOP_IP));

    assertThat(tap.table.drainDevices()).allMatch(update -> update.newAddresses().isEmpty());
  }

  @Test
  void aPhoneThatSendsFromItsMobileAddressIsNoRouter() {
    tap.frame(ROUTER, PHONE, ipv4("198.51.100.99", SERVER_IP, tcp(50_000, 443, ACK, 0)));
    tap.frame(ROUTER, PHONE, ipv4(PHONE_IP, SERVER_IP, tcp(50_000, 443, SYN, 0)));

    assertThat(tap.drain())
        .extracting(FlowUpdate::device)
        .containsExactly(DeviceId.UNKNOWN, new DeviceId(PHONE));
  }

  @Test
  void arpProbesAndForeignAddressesBindNothing() {
    tap.frame(BROADCAST, PHONE, arp(1, PHONE, "0.0.0.0", BROADCAST, PHONE_IP));
    tap.frame(BROADCAST, PHONE, arp(1, PHONE, "198.51.100.1", BROADCAST, PHONE_IP));
    byte[] cut = ethernet(BROADCAST, PHONE, arp(1, PHONE, PHONE_IP, BROADCAST, ROUTER_IP));
    tap.frame(Arrays.copyOf(cut, cut.length - 1));

    assertThat(tap.table.drainDevices())
        .allMatch(update -> update.newAddresses().isEmpty())
        .extracting(DeviceUpdate::framesSent)
        .containsExactly(3L);
  }

  @Test
  void neighbourDiscoveryBindsAddresses() {
    tap.down(udp(443, 50_000, 10));
    tap.frame(
        ALL_NODES, LAPTOP, ipv6("fe80::a", "ff02::1", 255, neighbourAdvertisement("fd00::a")));
    tap.frame(LAPTOP, PHONE, ipv6("fd00::b", "fd00::a", 255, neighbourSolicitation("fd00::a")));
    assertThat(tap.table.drainDevices())
        .extracting(DeviceUpdate::newAddresses)
        .containsExactly(ips(), ips(LAPTOP_IP, "fe80::a", "fd00::a"), ips("fd00::b"));
  }

  @Test
  void neighbourDiscoveryThatWasForwardedBindsNothing() {
    tap.down(udp(443, 50_000, 10));
    tap.frame(LAPTOP, ROUTER, ipv6("fd00::c", "fd00::a", 254, neighbourSolicitation("fd00::a")));

    assertThat(tap.table.drainDevices())
        .extracting(update -> update.device().text())
        .containsExactly(ROUTER, LAPTOP, "fd00::c");
  }

  @Test
  void aPrefixAnnouncedOnTheLinkIsAtHomeFromThenOn() {
    String address = "2001:db8:1::a";
    Flow flow = tap.frame(ROUTER, LAPTOP, ipv6(address, "2001:db8:f::1", udp(50_000, 443, 10)));
    assertThat(tap.only().device()).isEqualTo(DeviceId.UNKNOWN);
    assertThat(flow).isNotNull().extracting(Flow::client).isEqualTo(address);

    tap.frame(ALL_NODES, ROUTER, ipv6("fe80::1", "ff02::1", 255, PREFIX));
    tap.frame(LAPTOP, ROUTER, ipv6("2001:db8:f::1", address, udp(443, 50_000, 10)));

    assertThat(flow).extracting(Flow::client).isEqualTo(LAPTOP);
    assertThat(tap.drain())
        .filteredOn(update -> update.protocol() == 17)
        .extracting(FlowUpdate::id, FlowUpdate::device, FlowUpdate::packetsDown)
        .containsExactly(tuple(1L, new DeviceId(LAPTOP), 1L));
  }

  @Test
  void onlyARouterOnTheLinkCanAnnounceAPrefixAndOnlyOneOnTheLink() {
    Stream.of(
            ipv6("fe80::1", "ff02::1", 64, PREFIX),
            ipv6("2001:db8:9::1", "ff02::1", 255, PREFIX),
            ipv6("fe80::1", "ff02::1", 255, routerAdvertisement("2001:db8:1::", 64, false, 9)),
            ipv6("fe80::1", "ff02::1", 255, routerAdvertisement("2001:db8:1::", 64, true, 0)),
            ipv6("fe80::1", "ff02::1", 255, routerAdvertisement("2001:db8:1::", 200, true, 9)),
            ipv6("fe80::1", "ff02::1", 255, routerAdvertisement("2001::", 16, true, 9)))
        .forEach(advertisement -> tap.frame(BROADCAST, ROUTER, advertisement));
    tap.drain();
    tap.frame(ROUTER, LAPTOP, ipv6("2001:db8:1::a", "2001:db8:f::1", udp(50_000, 443, 10)));

    assertThat(tap.only().device()).isEqualTo(DeviceId.UNKNOWN);
  }

  @Test
  void anAdvertisementCutAnywhereIsHarmless() {
    byte[] whole = ethernet(BROADCAST, ROUTER, ipv6("fe80::1", "ff02::1", 255, PREFIX));
    for (int length = 0; length < whole.length; length++) {
      tap.frame(Arrays.copyOf(whole, length));
    }
    tap.drain();
    tap.frame(ROUTER, LAPTOP, ipv6("2001:db8:1::a", "2001:db8:f::1", udp(50_000, 443, 10)));

    assertThat(tap.only().device()).isEqualTo(DeviceId.UNKNOWN);
  }

  @Test
  void inACookedCaptureADeviceIsKnownByItsAddressUntilItSends() {
    tap.frame(cooked(ROUTER, ipv4(SERVER_IP, LAPTOP_IP, udp(443, 50_000, 10))), LinkType.LINUX_SLL);
    assertThat(tap.only().device()).isEqualTo(new DeviceId(LAPTOP_IP));
    tap.frame(cooked(LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, udp(50_000, 443, 10))), LinkType.LINUX_SLL);

    assertThat(tap.only().device()).isEqualTo(new DeviceId(LAPTOP));
  }

  @Test
  void madeUpMacAddressesAreOneDeviceBeyondTheBound() {
    int sent = 1_000_000;
    byte[] frame = ethernet(ROUTER, PHONE, ipv4(PHONE_IP, SERVER_IP, udp(50_000, 443, 10)));
    for (int i = 0; i < sent; i++) {
      frame[8] = (byte) (i >>> 24);
      frame[9] = (byte) (i >>> 16);
      frame[10] = (byte) (i >>> 8);
      frame[11] = (byte) i;
      tap.frame(frame);
    }

    List<DeviceUpdate> updates = tap.table.drainDevices();
    assertThat(updates).hasSize(Devices.MAX + 1);
    assertThat(updates.stream().mapToLong(DeviceUpdate::framesSent).sum()).isEqualTo(sent);
    assertThat(updates)
        .filteredOn(update -> update.device().equals(DeviceId.OVERFLOW))
        .extracting(DeviceUpdate::framesSent)
        .containsExactly((long) sent - updates.size() + 1);
  }

  @Test
  void aDeviceThatTheUserNamedHasItsPlaceHoweverManyAreMadeUp() {
    KeptDevices kept = new KeptDevices();
    kept.keep(List.of(MacAddress.parse(LAPTOP)));
    Tap full =
        new Tap(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()), kept);
    byte[] frame =
        ethernet(BROADCAST, "02:01:00:00:00:00", arp(1, PHONE, PHONE_IP, BROADCAST, ROUTER_IP));
    for (int i = 0; i < 1_000_000; i++) {
      frame[9] = (byte) (i >> 16);
      frame[10] = (byte) (i >> 8);
      frame[11] = (byte) i;
      full.frame(frame);
    }
    assertThat(full.table.drainDevices()).hasSize(Devices.MAX + 1);

    full.up(udp(50_000, 443, 10));
    assertThat(full.only().device()).isEqualTo(new DeviceId(LAPTOP));
    full.later(Duration.ofDays(3)).frame(frame);
    full.table.drainDevices();
    full.up(udp(50_001, 443, 10));
    assertThat(full.drain()).extracting(FlowUpdate::device).containsOnly(new DeviceId(LAPTOP));
  }

  @Test
  void anAddressInUseIsToldOfAgainAfterAnHour() {
    tap.up(udp(50_000, 443, 10));
    assertThat(tap.table.drainDevices().get(0).newAddresses()).isEqualTo(ips(LAPTOP_IP));
    tap.later(Duration.ofMinutes(59)).up(udp(50_001, 443, 10));
    assertThat(tap.table.drainDevices().get(0).newAddresses()).isEmpty();
    tap.later(Duration.ofMinutes(1)).up(udp(50_002, 443, 10));
    assertThat(tap.table.drainDevices().get(0).newAddresses()).isEqualTo(ips(LAPTOP_IP));
  }

  @Test
  void aNewDeviceFindsRoomWhenOthersWereSilentForADay() {
    for (int i = 0; i < Devices.MAX; i++) {
      String mac = "02:00:00:01:%02x:%02x".formatted(i >> 8, i & 0xff);
      tap.frame(BROADCAST, mac, arp(1, mac, PHONE_IP, BROADCAST, ROUTER_IP));
    }
    tap.table.drainDevices();
    tap.later(Duration.ofHours(25)).up(udp(50_000, 443, 10));
    assertThat(tap.only().device()).isEqualTo(DeviceId.OVERFLOW);
    tap.table.drainDevices();
    tap.up(udp(50_001, 443, 10));

    assertThat(tap.drain()).extracting(FlowUpdate::device).contains(new DeviceId(LAPTOP));
    assertThat(tap.table.drainDevices())
        .contains(new DeviceUpdate(new DeviceId(LAPTOP), ips(LAPTOP_IP), 1, 52, false, false));
  }

  @Test
  void addressesAreBoundedWhateverOneDeviceClaims() {
    for (int i = 0; i < 20_000; i++) {
      String address = "10.9.%d.%d".formatted(i >> 8, i & 0xff);
      tap.frame(BROADCAST, PHONE, arp(1, PHONE, address, BROADCAST, ROUTER_IP));
    }

    assertThat(tap.table.drainDevices())
        .extracting(update -> update.newAddresses().size())
        .containsExactly(Devices.MAX_NEW_ADDRESSES);
  }

  private static List<IpAddress> ips(String... addresses) {
    return Stream.of(addresses).map(IpAddress::parse).toList();
  }
}
