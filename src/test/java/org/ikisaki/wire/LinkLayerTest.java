package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.wire.PacketBytes.ethernet;
import static org.ikisaki.wire.PacketBytes.frame;
import static org.ikisaki.wire.PacketBytes.ipv4;
import static org.ikisaki.wire.PacketBytes.ipv6;
import static org.ikisaki.wire.PacketBytes.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLayerTest {
  private static final Bytes IPV4 = ipv4(17, udp(1000, 2000, new Bytes().text("four")));
  private static final Bytes IPV6 = ipv6(17, udp(1000, 2000, new Bytes().text("six")));

  private final Packet packet = new Packet();

  @ParameterizedTest
  @ValueSource(ints = {0x8100, 0x88a8, 0x9100, 0x9200, 0x9300})
  void aVlanTagOfAnyKindIsPassed(int type) {
    assertIp(4, LinkType.ETHERNET, ethernet(type, new Bytes().u16(5).u16(0x0800).add(IPV4)));
  }

  @Test
  void manyVlanTagsArePassedUpToABound() {
    Bytes tags = new Bytes();
    for (int i = 1; i < LinkLayer.MAX_DEPTH - 1; i++) {
      tags.u16(i).u16(EtherType.VLAN);
    }
    Bytes most = new Bytes().add(tags).u16(99).u16(EtherType.IPV4).add(IPV4);
    assertIp(4, LinkType.ETHERNET, ethernet(EtherType.PROVIDER_VLAN, most));

    Bytes more =
        new Bytes().add(tags).u16(98).u16(EtherType.VLAN).u16(99).u16(EtherType.IPV4).add(IPV4);
    assertThat(packet.wrap(frame(LinkType.ETHERNET, ethernet(EtherType.PROVIDER_VLAN, more))))
        .isEqualTo(Verdict.TOO_DEEP);
  }

  @Test
  void aVlanTagThatIsCutIsTruncated() {
    Bytes cut = ethernet(EtherType.VLAN, new Bytes().u16(5).u8(8));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, cut))).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void mplsLabelsArePassedToWhatTheFirstNibbleSays() {
    Bytes labels = new Bytes().u32(0x0001_00ff).u32(0x0002_01ffL);
    assertIp(4, LinkType.ETHERNET, ethernet(0x8847, new Bytes().add(labels).add(IPV4)));
    assertIp(6, LinkType.ETHERNET, ethernet(0x8848, new Bytes().add(labels).add(IPV6)));

    Bytes pseudowire = ethernet(0x8847, new Bytes().add(labels).u32(0).zeros(60));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, pseudowire))).isEqualTo(Verdict.NOT_IP);
    Bytes nothingUnder = ethernet(0x8847, labels);
    assertThat(packet.wrap(frame(LinkType.ETHERNET, nothingUnder))).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void anEndlessMplsStackIsTooDeep() {
    Bytes labels = ethernet(0x8847, new Bytes().zeros(4 * 100));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, labels))).isEqualTo(Verdict.TOO_DEEP);
  }

  @Test
  void pppoeSessionsAreEntered() {
    Bytes session = new Bytes().u8(0x11).u8(0).u16(7).u16(2 + IPV4.size()).u16(0x0021).add(IPV4);
    assertIp(4, LinkType.ETHERNET, ethernet(0x8864, session));
    assertIp(4, LinkType.PPP_ETHER, session);

    Bytes discovery = new Bytes().u8(0x11).u8(9).u16(0).u16(0);
    assertThat(packet.wrap(frame(LinkType.ETHERNET, ethernet(0x8863, discovery))))
        .isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(LinkType.PPP_ETHER, discovery))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(LinkType.PPP_ETHER, discovery, 5))).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void pppIsReadWithAndWithoutFramingAndCompression() {
    assertIp(4, LinkType.PPP, new Bytes().u16(0x0021).add(IPV4));
    assertIp(6, LinkType.PPP, new Bytes().u16(0x0057).add(IPV6));
    assertIp(4, LinkType.PPP, new Bytes().u8(0x21).add(IPV4));
    assertIp(6, LinkType.PPP, new Bytes().u16(0xff03).u16(0x0057).add(IPV6));
    assertIp(4, LinkType.PPP_HDLC, new Bytes().u16(0xff03).u8(0x21).add(IPV4));

    Bytes linkControl = new Bytes().u16(0xc021).zeros(20);
    assertThat(packet.wrap(frame(LinkType.PPP, linkControl))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(LinkType.PPP, linkControl, 1))).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void ciscoHdlcIsReadUnderBothLinkTypes() {
    assertIp(4, LinkType.C_HDLC, new Bytes().u16(0x0f00).u16(0x0800).add(IPV4));
    assertIp(6, LinkType.PPP_HDLC, new Bytes().u16(0x8f00).u16(0x86dd).add(IPV6));

    Bytes keepalive = new Bytes().u16(0x8f00).u16(0x8035).zeros(18);
    assertThat(packet.wrap(frame(LinkType.C_HDLC, keepalive))).isEqualTo(Verdict.NOT_IP);
    Bytes neither = new Bytes().u16(0x0300).u16(0x0800).add(IPV4);
    assertThat(packet.wrap(frame(LinkType.C_HDLC, neither))).isEqualTo(Verdict.NOT_IP);
  }

  @Test
  void snapAndLlcCarryIp() {
    Bytes snap = new Bytes().u24(0xaaaa03).u24(0).u16(0x0800).add(IPV4);
    assertIp(4, LinkType.ETHERNET, ethernet(snap.size(), snap));
    Bytes bridged = new Bytes().u24(0xaaaa03).u24(0xf8).u16(0x86dd).add(IPV6);
    assertIp(6, LinkType.ETHERNET, ethernet(bridged.size(), bridged));
    assertIp(4, LinkType.ETHERNET, ethernet(60, new Bytes().u24(0x060603).add(IPV4)));

    Bytes spanningTree = ethernet(38, new Bytes().u24(0x424203).zeros(35));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, spanningTree))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.etherType()).isZero();
    Bytes otherVendor = ethernet(60, new Bytes().u24(0xaaaa03).u24(0x0c).u16(0x0800).add(IPV4));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, otherVendor))).isEqualTo(Verdict.NOT_IP);
    Bytes cutSnap = ethernet(60, new Bytes().u24(0xaaaa03).u24(0).u8(8));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, cutSnap))).isEqualTo(Verdict.TRUNCATED);
  }

  @Test
  void cookedCapturesGiveTheSendersAddress() {
    Bytes sll = new Bytes().u16(0).u16(1).u16(6).u16(0x0200).u32(1).u16(0).u16(0x0800).add(IPV4);
    assertIp(4, LinkType.LINUX_SLL, sll);
    assertThat(packet.sourceMac()).isEqualTo(PacketBytes.SOURCE_MAC);
    assertThat(packet.destinationMac()).isEqualTo(MacAddress.NONE);

    Bytes sll2 = new Bytes().u16(0x86dd).u16(0).u32(2).u16(1).u8(0).u8(6).u16(0x0200).u32(1).u16(0);
    assertIp(6, LinkType.LINUX_SLL2, sll2.add(IPV6));
    assertThat(packet.sourceMac()).isEqualTo(PacketBytes.SOURCE_MAC);

    Bytes pointToPoint = new Bytes().u16(4).u16(512).u16(0).zeros(8).u16(0x0800).add(IPV4);
    assertIp(4, LinkType.LINUX_SLL, pointToPoint);
    assertThat(packet.sourceMac()).isEqualTo(MacAddress.NONE);

    Bytes spanningTree = new Bytes().u16(1).u16(1).u16(6).zeros(8).u16(4).zeros(40);
    assertThat(packet.wrap(frame(LinkType.LINUX_SLL, spanningTree))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(LinkType.LINUX_SLL, sll, 15))).isEqualTo(Verdict.TRUNCATED);
    assertThat(packet.wrap(frame(LinkType.LINUX_SLL2, sll2, 19))).isEqualTo(Verdict.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 24, 28, 30})
  void loopbackFamiliesOfEverySystemAreIpv6(int family) {
    assertIp(6, LinkType.LOOP, new Bytes().u32(family).add(IPV6));
    assertIp(6, LinkType.NULL, new Bytes().u32((long) family << 24).add(IPV6));
  }

  @Test
  void loopbackIpv4IsReadInBothByteOrders() {
    assertIp(4, LinkType.NULL, new Bytes().u32(2).add(IPV4));
    assertIp(4, LinkType.NULL, new Bytes().u32(0x0200_0000).add(IPV4));
    assertThat(packet.wrap(frame(LinkType.NULL, new Bytes().u32(7).add(IPV4))))
        .isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(LinkType.NULL, new Bytes().u24(2)))).isEqualTo(Verdict.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 101, 228, 229})
  void rawLinkTypesBeginWithIp(int linkType) {
    assertIp(4, linkType, IPV4);
    assertIp(6, linkType, IPV6);
    assertThat(packet.wrap(frame(linkType, new Bytes().zeros(40)))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.wrap(frame(linkType, new Bytes()))).isEqualTo(Verdict.TRUNCATED);
  }

  private void assertIp(int version, int linkType, Bytes bytes) {
    assertThat(packet.wrap(frame(linkType, bytes))).isEqualTo(Verdict.PORTS);
    assertThat(packet.ipVersion()).isEqualTo(version);
    assertThat(packet.ipBytes()).isEqualTo(version == 4 ? IPV4.size() : IPV6.size());
    assertThat(packet.sourcePort()).isEqualTo(1000);
    assertThat(packet.destinationPort()).isEqualTo(2000);
    assertThat(packet.payloadLength()).isEqualTo(version == 4 ? 4 : 3);
    assertThat(packet.networkOffset()).isEqualTo(bytes.size() - (int) packet.ipBytes());
  }
}
