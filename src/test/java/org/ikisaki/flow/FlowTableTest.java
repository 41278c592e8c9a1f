package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.PHONE;
import static org.ikisaki.flow.Tap.PHONE_IP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.flow.Tap.SERVER_IP;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.ipv6;
import static org.ikisaki.testing.Frames.rest;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;
import static org.ikisaki.testing.Frames.vlan;

import java.time.Duration;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;

class FlowTableTest {
  private final Tap tap = new Tap();

  @Test
  void countsIpBytesAndPacketsEachWay() {
    tap.up(tcp(50_000, 443, SYN, 0));
    tap.down(tcp(443, 50_000, SYN | ACK, 0));
    tap.down(tcp(443, 50_000, ACK, 1_000));

    assertThat(tap.only())
        .isEqualTo(
            new FlowUpdate(
                1,
                new DeviceId(LAPTOP),
                IpAddress.parse(LAPTOP_IP),
                50_000,
                IpAddress.parse(SERVER_IP),
                443,
                6,
                true,
                true,
                false,
                tap.now(),
                true,
                false,
                40 + 1_040,
                40,
                2,
                1,
                0,
                0,
                0,
                0));
  }

  @Test
  void returnsTheSameFlowForBothDirectionsWithItsIdAndClient() {
    Flow flow = tap.up(udp(50_000, 53, 30));

    assertThat(flow.client()).isEqualTo(LAPTOP);
    assertThat(flow.id()).isEqualTo(1);
    assertThat(tap.down(udp(53, 50_000, 90))).isSameAs(flow);
    assertThat(tap.up(udp(50_001, 53, 30)).id()).isEqualTo(2);
  }

  @Test
  void flowsAreTheSameOnAnyVlan() {
    tap.frame(ethernet(ROUTER, LAPTOP, vlan(5, ipv4(LAPTOP_IP, SERVER_IP, udp(50_000, 443, 8)))));
    tap.frame(ethernet(ROUTER, LAPTOP, vlan(6, ipv4(LAPTOP_IP, SERVER_IP, udp(50_000, 443, 8)))));

    assertThat(tap.only().packetsUp()).isEqualTo(2);
  }

  @Test
  void protocolsAndPortsTellFlowsApart() {
    tap.up(udp(50_000, 443, 0));
    tap.up(tcp(50_000, 443, SYN, 0));
    tap.up(udp(50_000, 444, 0));
    tap.up(udp(443, 50_000, 0));
    tap.up(rest(47, 10));

    assertThat(tap.drain()).hasSize(5).extracting(FlowUpdate::packetsUp).containsOnly(1L);
  }

  @Test
  void aFrameWithoutIpIsOfNoFlow() {
    assertThat(tap.frame(ethernet(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, udp(1, 2, 3)))))
        .isNotNull();
    byte[] spanningTree = new byte[60];
    assertThat(tap.frame(spanningTree)).isNull();
    assertThat(tap.frame(new byte[3])).isNull();
    assertThat(tap.frame(new byte[60], 147)).isNull();
    assertThat(tap.drain()).hasSize(1);
  }

  @Test
  void theSenderOfASynOpened() {
    tap.down(tcp(50_000, 40_000, SYN, 0));

    assertThat(tap.only().localOpened()).isFalse();
  }

  @Test
  void theReceiverOfASynAckOpened() {
    tap.up(tcp(50_000, 40_000, SYN | ACK, 0));

    assertThat(tap.only().localOpened()).isFalse();
  }

  @Test
  void theFirstSenderOpenedWhereNothingElseTells() {
    tap.down(udp(40_000, 50_000, 8));
    tap.up(udp(40_001, 50_001, 8));

    assertThat(tap.drain()).extracting(FlowUpdate::localOpened).containsExactly(false, true);
  }

  @Test
  void theEphemeralPortOpenedWhateverWasSeenFirst() {
    tap.down(tcp(443, 50_000, ACK, 100));
    tap.down(udp(3_478, 50_001, 100));
    tap.down(tcp(993, 1_050, ACK, 100));
    tap.up(tcp(22, 60_000, ACK, 100));

    assertThat(tap.drain())
        .extracting(FlowUpdate::localOpened, FlowUpdate::serverPort)
        .containsExactly(tuple(true, 443), tuple(true, 3_478), tuple(true, 993), tuple(false, 22));
  }

  @Test
  void betweenTwoDevicesBytesCountOnceForTheOpener() {
    tap.frame(LAPTOP, PHONE, ipv4(PHONE_IP, LAPTOP_IP, tcp(50_000, 445, SYN, 0)));
    tap.frame(PHONE, LAPTOP, ipv4(LAPTOP_IP, PHONE_IP, tcp(445, 50_000, SYN | ACK, 0)));
    tap.frame(PHONE, LAPTOP, ipv4(LAPTOP_IP, PHONE_IP, tcp(445, 50_000, ACK, 960)));

    FlowUpdate update = tap.only();
    assertThat(update.device()).isEqualTo(new DeviceId(PHONE));
    assertThat(update.bytesUp()).isEqualTo(40);
    assertThat(update.bytesDown()).isEqualTo(1_040);
  }

  @Test
  void whereNeitherEndIsAtHomeTheDeviceIsUnknownAndTheClientTheOpenersAddress() {
    Flow flow =
        tap.frame(ROUTER, LAPTOP, ipv4("198.51.100.2", SERVER_IP, tcp(50_000, 443, SYN, 0)));

    assertThat(flow).isNotNull().extracting(Flow::client).isEqualTo("198.51.100.2");
    FlowUpdate update = tap.only();
    assertThat(update.device()).isEqualTo(DeviceId.UNKNOWN);
    assertThat(update.localAddress()).isEqualTo(IpAddress.parse("198.51.100.2"));
    assertThat(update.client()).isEqualTo("198.51.100.2");
  }

  @Test
  void theSenderToAGroupIsLocal() {
    tap.frame("01:00:5e:00:00:fb", LAPTOP, ipv4(LAPTOP_IP, "224.0.0.251", udp(5_353, 5_353, 100)));
    tap.frame("33:33:00:00:00:fb", PHONE, ipv6("fe80::b", "ff02::fb", udp(5_353, 5_353, 100)));
    tap.frame(Tap.BROADCAST, PHONE, ipv4(PHONE_IP, "192.168.1.255", udp(50_000, 137, 50)));
    tap.frame(Tap.BROADCAST, LAPTOP, ipv4("0.0.0.0", "255.255.255.255", udp(68, 67, 300)));

    assertThat(tap.drain())
        .allSatisfy(update -> assertThat(update.bytesDown()).isZero())
        .allSatisfy(update -> assertThat(update.localOpened()).isTrue())
        .extracting(update -> update.device().text())
        .containsExactly(LAPTOP, PHONE, PHONE, LAPTOP);
  }

  @Test
  void aPacketToItsOwnSenderIsCountedOnce() {
    byte[] land = ethernet(LAPTOP, LAPTOP, ipv4(LAPTOP_IP, LAPTOP_IP, tcp(80, 80, SYN, 0)));
    tap.frame(land);

    FlowUpdate update = tap.only();
    assertThat(update.bytesUp() + update.bytesDown()).isEqualTo(40);
  }

  @Test
  void loopbackIsAtHomeThoughItHasNoMacAddresses() {
    String none = "00:00:00:00:00:00";
    tap.frame(none, none, ipv4("127.0.0.1", "127.0.0.1", udp(50_000, 53, 10)));

    assertThat(tap.only().device()).isEqualTo(new DeviceId("127.0.0.1"));
    assertThat(tap.table.drainDevices())
        .containsExactly(
            new DeviceUpdate(
                new DeviceId("127.0.0.1"),
                List.of(IpAddress.parse("127.0.0.1")),
                0,
                0,
                false,
                false));
  }

  @Test
  void withoutALinkLayerDevicesAreKnownByTheirAddresses() {
    byte[] packet = ipv4(LAPTOP_IP, SERVER_IP, udp(50_000, 443, 10)).bytes();
    tap.frame(packet, LinkType.RAW);

    assertThat(tap.only().device()).isEqualTo(new DeviceId(LAPTOP_IP));
  }

  @Test
  void anUpdateTellsWhatWasDoneSinceTheLastAndOnlyTheFirstIsNew() {
    tap.up(udp(50_000, 443, 72));
    assertThat(tap.only().isNew()).isTrue();
    tap.later(Duration.ofSeconds(10)).up(udp(50_000, 443, 72));

    FlowUpdate second = tap.only();
    assertThat(second.isNew()).isFalse();
    assertThat(second.bytesUp()).isEqualTo(100);
    assertThat(second.firstSeen()).isEqualTo(tap.now() - Duration.ofSeconds(10).toNanos());
    assertThat(tap.later(Duration.ofSeconds(10)).drain()).isEmpty();
  }

  @Test
  void anIdleFlowEndsOnceAfterItsTimeout() {
    tap.up(udp(50_000, 443, 10));
    tap.up(tcp(50_000, 443, SYN, 0));
    tap.drain();

    assertThat(tap.later(Duration.ofMinutes(1)).drain()).isEmpty();
    List<FlowUpdate> udp = tap.later(Duration.ofSeconds(1)).drain();
    assertThat(udp).extracting(FlowUpdate::protocol).containsExactly(17);
    assertThat(udp).allMatch(FlowUpdate::ended).allMatch(update -> update.packetsUp() == 0);
    List<FlowUpdate> tcp = tap.later(Duration.ofMinutes(4)).drain();
    assertThat(tcp).extracting(FlowUpdate::protocol).containsExactly(6);
    assertThat(tcp).allMatch(FlowUpdate::ended);
    assertThat(tap.later(Duration.ofMinutes(10)).drain()).isEmpty();
    assertThat(tap.table.size()).isZero();
  }

  @Test
  void aPacketAfterTheTimeoutIsOfANewFlow() {
    tap.up(udp(50_000, 443, 10));
    Flow second = tap.later(Duration.ofSeconds(61)).up(udp(50_000, 443, 20));

    assertThat(second.id()).isEqualTo(2);
    List<FlowUpdate> updates = tap.drain();
    assertThat(updates).extracting(FlowUpdate::id).containsExactly(1L, 2L);
    assertThat(updates).extracting(FlowUpdate::ended).containsExactly(true, false);
    assertThat(updates).extracting(FlowUpdate::bytesUp).containsExactly(38L, 48L);
    assertThat(tap.table.evicted()).isZero();
  }

  @Test
  void aClockThatGoesBackEndsNothing() {
    tap.up(udp(50_000, 443, 10));
    tap.later(Duration.ofDays(-400)).up(udp(50_000, 443, 10));

    assertThat(tap.only().packetsUp()).isEqualTo(2);
  }

  @Test
  void atTheEndEveryFlowEnds() {
    tap.up(udp(50_000, 443, 10));
    tap.drain();
    tap.up(udp(50_001, 443, 10));

    assertThat(tap.drainAll())
        .allMatch(FlowUpdate::ended)
        .extracting(FlowUpdate::packetsUp)
        .containsExactly(0L, 1L);
    assertThat(tap.drainAll()).isEmpty();
  }

  @Test
  void aSlotIsUsedAgainWithoutATraceOfItsFormerFlow() {
    tap.up(udp(50_000, 443, 10)).client();
    tap.drainAll();
    Flow flow = tap.frame(ROUTER, PHONE, ipv4(PHONE_IP, SERVER_IP, udp(50_000, 443, 10)));

    assertThat(flow).isNotNull().extracting(Flow::client).isEqualTo(PHONE);
    assertThat(tap.only().isNew()).isTrue();
  }
}
