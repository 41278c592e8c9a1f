package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.wire.PacketBytes.ethernet;
import static org.ikisaki.wire.PacketBytes.frame;
import static org.ikisaki.wire.PacketBytes.ipv4;
import static org.ikisaki.wire.PacketBytes.ipv6;
import static org.ikisaki.wire.PacketBytes.tcp;
import static org.ikisaki.wire.PacketBytes.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLayerTest {
  private static final Bytes UDP = udp(1000, 2000, new Bytes().text("datagram"));

  private final Packet packet = new Packet();

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x44, 0x55, 0x65})
  void anIpv4HeaderOfImpossibleVersionOrLengthIsRefused(int versionAndIhl) {
    byte[] bytes = ethernet(EtherType.IPV4, ipv4(17, UDP)).array();
    bytes[14] = (byte) versionAndIhl;
    assertThat(packet.wrap(frame(LinkType.ETHERNET, new Bytes().add(bytes))))
        .isEqualTo(Verdict.BAD_IP_HEADER);
  }

  @Test
  void anIpv4LengthBelowItsHeaderIsRefused() {
    assertThat(raw(ipv4(19, 0, 0, 17, UDP))).isEqualTo(Verdict.BAD_IP_HEADER);
    assertThat(raw(ipv4(20, 0, 0, 17, UDP))).isEqualTo(Verdict.PORTS_UNREACHED);
  }

  @Test
  void ipv4OptionsArePassed() {
    byte[] bytes = ipv4(40 + 12, 0, 0, 17, new Bytes().zeros(20).add(UDP)).array();
    bytes[0] = 0x4a;
    assertThat(raw(new Bytes().add(bytes))).isEqualTo(Verdict.PORTS);
    assertThat(packet.sourcePort()).isEqualTo(1000);
    assertThat(packet.payloadLength()).isEqualTo(4);
  }

  @Test
  void optionsThatWereNotCapturedLeaveTheAddresses() {
    byte[] bytes = ipv4(60 + UDP.size(), 0, 0, 17, new Bytes().zeros(40).add(UDP)).array();
    bytes[0] = 0x4f;
    Frame cut = frame(LinkType.RAW, new Bytes().add(bytes), 30);
    assertThat(packet.wrap(cut)).isEqualTo(Verdict.PORTS_UNREACHED);
    assertThat(packet.ipBytes()).isEqualTo(76);
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void aTotalLengthOfZeroIsTheWiresLessTheLinkHeader() {
    Bytes offloaded = ipv4(0, 0, 0, 6, tcp(1000, 2000, new Bytes().zeros(3000)));
    Bytes tagged = ethernet(EtherType.VLAN, new Bytes().u16(5).u16(0x0800).add(offloaded));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, tagged, 200))).isEqualTo(Verdict.PORTS);
    assertThat(packet.ipBytes()).isEqualTo(3040);
    assertThat(packet.payloadLength()).isEqualTo(200 - 18 - 40);
  }

  @Test
  void linkLayerPaddingIsNoPayload() {
    Bytes padded = new Bytes().add(ipv4(17, UDP)).zeros(10);
    assertThat(raw(padded)).isEqualTo(Verdict.PORTS);
    assertThat(packet.payloadLength()).isEqualTo(8);

    assertThat(raw(new Bytes().add(ipv6(17, UDP)).zeros(10))).isEqualTo(Verdict.PORTS);
    assertThat(packet.payloadLength()).isEqualTo(8);
  }

  @Test
  void ipv4FragmentsAreToldApart() {
    raw(ipv4(36, 0xbeef, 0x2000, 17, UDP));
    assertThat(packet.isFirstFragment()).isTrue();
    assertThat(packet.isLaterFragment()).isFalse();
    assertThat(packet.sourcePort()).isEqualTo(1000);
    assertThat(packet.fragmentId()).isEqualTo(0xbeef);

    assertThat(raw(ipv4(36, 0xbeef, 0x2001, 17, UDP))).isEqualTo(Verdict.NO_PORTS);
    assertThat(packet.isFirstFragment()).isFalse();
    assertThat(packet.isLaterFragment()).isTrue();
    assertThat(packet.sourcePort()).isZero();
    assertThat(packet.payloadLength()).isEqualTo(16);

    assertThat(raw(ipv4(36, 0xbeef, 0x4000, 17, UDP))).isEqualTo(Verdict.PORTS);
    assertThat(packet.isFirstFragment()).isFalse();
  }

  @Test
  void anIpv6HeaderOfAnotherVersionIsRefused() {
    byte[] bytes = ethernet(EtherType.IPV6, ipv6(17, UDP)).array();
    bytes[14] = 0x45;
    assertThat(packet.wrap(frame(LinkType.ETHERNET, new Bytes().add(bytes))))
        .isEqualTo(Verdict.BAD_IP_HEADER);
  }

  @Test
  void extensionHeadersArePassedInAnyOrder() {
    Bytes chain =
        new Bytes()
            .add(extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 0))
            .add(extension(IpProtocol.IPV6_ROUTING, 1))
            .add(extension(IpProtocol.UDP, 2))
            .add(UDP);
    assertThat(raw(ipv6(IpProtocol.HOP_BY_HOP, chain))).isEqualTo(Verdict.PORTS);
    assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
    assertThat(packet.sourcePort()).isEqualTo(1000);
    assertThat(packet.payloadLength()).isEqualTo(8);
    assertThat(packet.ipBytes()).isEqualTo(40 + 8 + 16 + 24 + 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 51, 59, 58, 47})
  void otherHeadersEndTheWalkAsProtocols(int protocol) {
    assertThat(raw(ipv6(protocol, new Bytes().zeros(24)))).isEqualTo(Verdict.NO_PORTS);
    assertThat(packet.protocol()).isEqualTo(protocol);
    assertThat(packet.payloadLength()).isEqualTo(24);
  }

  @Test
  void aLongChainEndsTheWalkButNotTheAccounting() {
    Bytes chain = new Bytes();
    for (int i = 0; i < 1000; i++) {
      chain.add(extension(IpProtocol.HOP_BY_HOP, 0));
    }
    assertThat(raw(ipv6(IpProtocol.HOP_BY_HOP, chain))).isEqualTo(Verdict.PORTS_UNREACHED);
    assertThat(packet.ipBytes()).isEqualTo(8040);
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void aChainThatLeavesThePacketReachesNoPorts() {
    Bytes beyond = new Bytes().u8(IpProtocol.UDP).u8(200).zeros(6).add(UDP);
    assertThat(raw(ipv6(IpProtocol.HOP_BY_HOP, beyond))).isEqualTo(Verdict.PORTS_UNREACHED);
    assertThat(packet.sourcePort()).isZero();
  }

  @Test
  void ipv6FragmentsAreToldApart() {
    Bytes first = new Bytes().u8(17).u8(0).u16(1).u32(0xdead_beefL).add(UDP);
    assertThat(raw(ipv6(IpProtocol.IPV6_FRAGMENT, first))).isEqualTo(Verdict.PORTS);
    assertThat(packet.isFirstFragment()).isTrue();
    assertThat(packet.fragmentId()).isEqualTo(0xdead_beef);
    assertThat(packet.sourcePort()).isEqualTo(1000);

    // Data that looks like one more extension header.
    Bytes later = new Bytes().u8(60).u8(0).u16(8).u32(0xdead_beefL).u8(17).zeros(7).add(UDP);
    assertThat(raw(ipv6(IpProtocol.IPV6_FRAGMENT, later))).isEqualTo(Verdict.NO_PORTS);
    assertThat(packet.isLaterFragment()).isTrue();
    assertThat(packet.protocol()).isEqualTo(60);

    Bytes atomic = new Bytes().u8(17).u8(0).u16(0).u32(1).add(UDP);
    assertThat(raw(ipv6(IpProtocol.IPV6_FRAGMENT, atomic))).isEqualTo(Verdict.PORTS);
    assertThat(packet.isFirstFragment()).isFalse();

    Bytes cut = ipv6(IpProtocol.IPV6_FRAGMENT, first);
    assertThat(packet.wrap(frame(LinkType.RAW, cut, 47))).isEqualTo(Verdict.PORTS_UNREACHED);
  }

  @Test
  void jumbogramsCountTheirOptionsLength() {
    assertThat(packet.wrap(jumbo(new Bytes().u16(0xc204).u32(100_000), 100_040)))
        .isEqualTo(Verdict.PORTS);
    assertThat(packet.ipBytes()).isEqualTo(100_040);
    assertThat(packet.payloadLength()).isEqualTo(50);
  }

  @Test
  void aJumboOptionIsFoundBehindPadding() {
    packet.wrap(jumbo(new Bytes().u8(0).u8(1).u8(1).zeros(1).u16(0xc204).u32(90_000), 90_040));
    assertThat(packet.ipBytes()).isEqualTo(90_040);
  }

  @Test
  void aJumboLengthBeyondTheWireCountsWhatTheWireCarried() {
    packet.wrap(jumbo(new Bytes().u16(0xc204).u32(0xffff_ffffL), 5_000));
    assertThat(packet.ipBytes()).isEqualTo(5_000);
  }

  @Test
  void anIpv6LengthOfZeroIsTheWires() {
    Frame offloaded =
        frame(LinkType.RAW, ipv6(0, 6, tcp(1000, 2000, new Bytes().zeros(3000))), 200);
    assertThat(packet.wrap(offloaded)).isEqualTo(Verdict.PORTS);
    assertThat(packet.ipBytes()).isEqualTo(3060);
    assertThat(packet.payloadLength()).isEqualTo(140);

    packet.wrap(jumbo(new Bytes().u16(0x0504).u32(0), 3_000));
    assertThat(packet.ipBytes()).isEqualTo(3_000);

    raw(new Bytes().add(ipv6(0, IpProtocol.IPV6_NO_NEXT_HEADER, new Bytes())).zeros(6));
    assertThat(packet.ipBytes()).isEqualTo(40);
  }

  private Verdict raw(Bytes bytes) {
    return packet.wrap(frame(LinkType.RAW, bytes));
  }

  private static Bytes extension(int nextHeader, int length) {
    return new Bytes().u8(nextHeader).u8(length).u16(0x0104).zeros(4 + 8 * length);
  }

  /** A UDP packet of length 0 with a hop-by-hop header that holds {@code options}. */
  private static Frame jumbo(Bytes options, long wireLength) {
    Bytes hopByHop = new Bytes().u8(17).u8((options.size() + 1) / 8).add(options);
    hopByHop.zeros((8 - hopByHop.size() % 8) % 8);
    Bytes bytes = ipv6(0, 0, hopByHop.add(udp(1000, 2000, 0, new Bytes().zeros(50))));
    Frame frame = new Frame();
    frame.set(bytes.buffer(), 0, bytes.size(), wireLength, LinkType.RAW, 0);
    return frame;
  }
}
