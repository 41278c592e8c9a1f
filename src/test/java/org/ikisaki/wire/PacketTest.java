package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.wire.PacketBytes.ethernet;
import static org.ikisaki.wire.PacketBytes.frame;
import static org.ikisaki.wire.PacketBytes.ipv4;
import static org.ikisaki.wire.PacketBytes.ipv6;
import static org.ikisaki.wire.PacketBytes.tcp;
import static org.ikisaki.wire.PacketBytes.udp;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketTest {
  /** An HTTP request's first segment, with a TCP option, as it stands on the wire. */
  private static final byte[] TCP_OVER_IPV4 =
      Bytes.hex(
          """
          02 00 00 00 00 02 02 00 00 00 00 01 08 00
          45 00 00 37 1c 46 40 00 40 06 00 00 c0 00 02 01 c6 33 64 02
          c3 50 00 50 01 02 03 04 05 06 07 08 80 18 01 f6 00 00 00 00
          01 01 08 0a 00 00 00 01 00 00 00 02
          47 45 54
          """);

  private static final int[] LINK_TYPES = {
    LinkType.NULL,
    LinkType.ETHERNET,
    LinkType.PPP,
    LinkType.SYSTEM_RAW,
    LinkType.PPP_HDLC,
    LinkType.PPP_ETHER,
    LinkType.RAW,
    LinkType.C_HDLC,
    LinkType.LINUX_SLL,
    LinkType.LINUX_SLL2
  };

  private final Packet packet = new Packet();

  @Test
  void everyFieldOfTcpOverIpv4IsRead() {
    Frame frame = new Frame();
    frame.set(ByteBuffer.wrap(TCP_OVER_IPV4), 0, TCP_OVER_IPV4.length, 69, LinkType.ETHERNET, 7);

    assertThat(packet.wrap(frame)).isEqualTo(Verdict.PORTS);
    assertThat(packet.frame()).isSameAs(frame);
    assertThat(packet.sourceMac()).isEqualTo(PacketBytes.SOURCE_MAC);
    assertThat(packet.destinationMac()).isEqualTo(PacketBytes.DESTINATION_MAC);
    assertThat(packet.etherType()).isEqualTo(EtherType.IPV4);
    assertThat(packet.networkOffset()).isEqualTo(14);
    assertThat(packet.ipVersion()).isEqualTo(4);
    assertThat(new IpAddress(packet.sourceHigh(), packet.sourceLow()))
        .isEqualTo(PacketBytes.SOURCE_IPV4);
    assertThat(new IpAddress(packet.destinationHigh(), packet.destinationLow()))
        .isEqualTo(PacketBytes.DESTINATION_IPV4);
    assertThat(packet.protocol()).isEqualTo(IpProtocol.TCP);
    assertThat(packet.ipBytes()).isEqualTo(55);
    assertThat(packet.sourcePort()).isEqualTo(50_000);
    assertThat(packet.destinationPort()).isEqualTo(80);
    assertThat(packet.isFirstFragment()).isFalse();
    assertThat(packet.isLaterFragment()).isFalse();
    assertThat(packet.fragmentId()).isEqualTo(0x1c46);
    assertThat(packet.tcpFlags()).isEqualTo(0x18);
    assertThat(packet.tcpSequence()).isEqualTo(0x01020304);
    assertThat(payload()).isEqualTo("GET");
  }

  @Test
  void everyFieldOfUdpOverIpv6IsRead() {
    Bytes bytes = ethernet(EtherType.IPV6, ipv6(17, udp(546, 547, new Bytes().text("hi"))));

    assertThat(packet.wrap(frame(LinkType.ETHERNET, bytes))).isEqualTo(Verdict.PORTS);
    assertThat(packet.etherType()).isEqualTo(EtherType.IPV6);
    assertThat(packet.ipVersion()).isEqualTo(6);
    assertThat(new IpAddress(packet.sourceHigh(), packet.sourceLow()))
        .isEqualTo(PacketBytes.SOURCE_IPV6);
    assertThat(new IpAddress(packet.destinationHigh(), packet.destinationLow()))
        .isEqualTo(PacketBytes.DESTINATION_IPV6);
    assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
    assertThat(packet.ipBytes()).isEqualTo(50);
    assertThat(packet.sourcePort()).isEqualTo(546);
    assertThat(packet.destinationPort()).isEqualTo(547);
    assertThat(packet.tcpFlags()).isZero();
    assertThat(packet.tcpSequence()).isZero();
    assertThat(payload()).isEqualTo("hi");
  }

  @Test
  void aFrameWithinALargerBufferIsReadFromItsOffset() {
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    buffer.put(100, TCP_OVER_IPV4);
    Frame frame = new Frame();
    frame.set(buffer, 100, TCP_OVER_IPV4.length, 69, LinkType.ETHERNET, 0);

    assertThat(packet.wrap(frame)).isEqualTo(Verdict.PORTS);
    assertThat(packet.networkOffset()).isEqualTo(114);
    assertThat(payload()).isEqualTo("GET");
  }

  @Test
  void theNextFrameLeavesNothingOfTheLast() {
    packet.wrap(frame(LinkType.ETHERNET, new Bytes().add(TCP_OVER_IPV4)));
    Bytes arp = ethernet(EtherType.ARP, new Bytes().zeros(28));
    assertThat(packet.wrap(frame(LinkType.ETHERNET, arp))).isEqualTo(Verdict.NOT_IP);
    assertThat(packet.etherType()).isEqualTo(EtherType.ARP);
    assertThat(packet.networkOffset()).isEqualTo(14);

    packet.wrap(frame(LinkType.RAW, ipv4(IpProtocol.ICMP, new Bytes().zeros(8))));
    assertThat(packet.sourceMac()).isEqualTo(MacAddress.NONE);
    assertThat(packet.destinationMac()).isEqualTo(MacAddress.NONE);
    assertThat(packet.etherType()).isZero();
    assertThat(packet.sourcePort()).isZero();
    assertThat(packet.destinationPort()).isZero();
    assertThat(packet.tcpFlags()).isZero();
    assertThat(packet.tcpSequence()).isZero();
    assertThat(packet.payloadLength()).isEqualTo(8);
  }

  @Test
  void everyTruncationOfIpv4HasItsVerdict() {
    for (int length = 0; length < TCP_OVER_IPV4.length; length++) {
      Verdict expected =
          length < 34 ? Verdict.TRUNCATED : length < 38 ? Verdict.PORTS_UNREACHED : Verdict.PORTS;
      Frame cut = frame(LinkType.ETHERNET, new Bytes().add(TCP_OVER_IPV4), length);
      assertThat(packet.wrap(cut)).as("%d bytes", length).isEqualTo(expected);
      if (expected.isIp()) {
        assertThat(packet.ipBytes()).isEqualTo(55);
        assertThat(packet.payloadLength())
            .as("%d bytes", length)
            .isEqualTo(Math.max(0, length - 66));
      }
    }
  }

  @Test
  void everyTruncationOfIpv6HasItsVerdict() {
    Bytes destinationOptions = new Bytes().u8(IpProtocol.UDP).u8(0).zeros(6);
    Bytes bytes = ipv6(60, destinationOptions.add(udp(1, 2, new Bytes().text("payload"))));
    for (int length = 0; length < bytes.size(); length++) {
      Verdict expected =
          length < 40 ? Verdict.TRUNCATED : length < 52 ? Verdict.PORTS_UNREACHED : Verdict.PORTS;
      assertThat(packet.wrap(frame(LinkType.RAW, bytes, length)))
          .as("%d bytes", length)
          .isEqualTo(expected);
    }
  }

  @Test
  void everyVerdictIsReached() {
    Bytes tooDeep = new Bytes();
    for (int i = 0; i < 100; i++) {
      tooDeep.u16(1).u16(EtherType.VLAN);
    }
    Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
    List.of(
            frame(LinkType.RAW, ipv4(IpProtocol.TCP, tcp(1, 2, new Bytes()))),
            frame(LinkType.RAW, ipv4(IpProtocol.ICMP, new Bytes().zeros(8))),
            frame(LinkType.RAW, ipv4(IpProtocol.TCP, new Bytes())),
            frame(LinkType.RAW, ipv4(IpProtocol.TCP, tcp(1, 2, 4, new Bytes()))),
            frame(LinkType.ETHERNET, ethernet(EtherType.ARP, new Bytes().zeros(28))),
            frame(127, new Bytes().zeros(100)),
            frame(LinkType.ETHERNET, new Bytes().zeros(13)),
            frame(LinkType.RAW, new Bytes().u8(0x44).zeros(40)),
            frame(LinkType.ETHERNET, ethernet(EtherType.VLAN, tooDeep)))
        .forEach(frame -> seen.add(packet.wrap(frame)));

    assertThat(seen).containsExactlyInAnyOrder(Verdict.values());
  }

  @Test
  void noBytesMakeItThrowOrPointOutsideTheFrame() {
    Random random = new Random(20261101);
    Bytes seed = ethernet(EtherType.IPV6, ipv6(0, new Bytes().u16(0x2b00).zeros(60)));
    int ip = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = round % 2 == 0 ? TCP_OVER_IPV4.clone() : seed.array();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Frame frame = new Frame();
      int offset = random.nextInt(20);
      int length = random.nextInt(bytes.length - offset + 1);
      int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
      frame.set(ByteBuffer.wrap(bytes), offset, length, random.nextInt(100), linkType, 0);

      if (packet.wrap(frame).isIp()) {
        ip++;
        assertThat(packet.payloadLength()).isNotNegative();
        assertThat(packet.payloadOffset() + packet.payloadLength())
            .isLessThanOrEqualTo(offset + length);
        assertThat(packet.ipBytes()).isBetween(20L, 65_575L);
      }
    }
    assertThat(ip).isGreaterThan(1000);
  }

  private String payload() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < packet.payloadLength(); i++) {
      text.append((char) packet.buffer().get(packet.payloadOffset() + i));
    }
    return text.toString();
  }
}
