package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.wire.PacketBytes.frame;
import static org.ikisaki.wire.PacketBytes.ipv4;
import static org.ikisaki.wire.PacketBytes.tcp;
import static org.ikisaki.wire.PacketBytes.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportLayerTest {
  private static final Bytes DATA = new Bytes().zeros(30);

  private final Packet packet = new Packet();

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void aTcpHeaderBelowTwentyBytesKeepsItsPorts(int dataOffset) {
    assertThat(wrap(IpProtocol.TCP, tcp(1, 2, dataOffset, DATA))).isEqualTo(Verdict.BAD_TRANSPORT);
    assertPorts();
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void aTcpHeaderThatLeavesItsPacketIsBad() {
    assertThat(wrap(IpProtocol.TCP, tcp(1, 2, 15, DATA))).isEqualTo(Verdict.BAD_TRANSPORT);
    assertThat(wrap(IpProtocol.TCP, tcp(1, 2, 12, DATA))).isEqualTo(Verdict.PORTS);
    assertThat(packet.payloadLength()).isEqualTo(2);
  }

  @Test
  void aTcpHeaderThatWasNotCapturedWholeIsNotBad() {
    Bytes bytes = ipv4(IpProtocol.TCP, tcp(1, 2, 12, DATA));
    for (int captured = 24; captured < bytes.size(); captured++) {
      assertThat(packet.wrap(frame(LinkType.RAW, bytes, captured))).isEqualTo(Verdict.PORTS);
      assertThat(packet.tcpSequence()).isEqualTo(captured < 28 ? 0 : 0x89ab_cdef);
      assertThat(packet.tcpFlags()).isEqualTo(captured < 34 ? 0 : 0x18);
      assertThat(packet.tcpAcknowledgment()).isEqualTo(captured < 34 ? 0 : 0x0123_4567);
      assertThat(packet.tcpPayloadBytes()).isEqualTo(captured < 34 ? 0 : 2);
      assertThat(packet.payloadLength()).isEqualTo(Math.max(0, captured - 68));
    }
  }

  @Test
  void aFirstFragmentMayEndWithinItsHeader() {
    Bytes tiny = ipv4(28, 1, 0x2000, IpProtocol.TCP, new Bytes().u16(1).u16(2).u32(3));
    assertThat(packet.wrap(frame(LinkType.RAW, tiny))).isEqualTo(Verdict.PORTS);
    assertPorts();
    assertThat(packet.payloadLength()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void aUdpLengthBelowItsHeaderKeepsItsPorts(int length) {
    assertThat(wrap(IpProtocol.UDP, udp(1, 2, length, DATA))).isEqualTo(Verdict.BAD_TRANSPORT);
    assertPorts();
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void theUdpLengthBoundsThePayload() {
    wrap(IpProtocol.UDP, udp(1, 2, 18, DATA));
    assertThat(packet.payloadLength()).isEqualTo(10);
    wrap(IpProtocol.UDP, udp(1, 2, 60_000, DATA));
    assertThat(packet.payloadLength()).isEqualTo(30);
  }

  @Test
  void aUdpLengthOfZeroIsTheRestOfThePacket() {
    assertThat(wrap(IpProtocol.UDP, udp(1, 2, 0, DATA))).isEqualTo(Verdict.PORTS);
    assertThat(packet.payloadLength()).isEqualTo(30);
  }

  @Test
  void udpThatEndsAfterItsPortsHasNoPayload() {
    Bytes bytes = ipv4(IpProtocol.UDP, udp(1, 2, DATA));
    assertThat(packet.wrap(frame(LinkType.RAW, bytes, 25))).isEqualTo(Verdict.PORTS);
    assertThat(packet.payloadLength()).isZero();

    Bytes short4 = new Bytes().u16(1).u16(2);
    assertThat(wrap(IpProtocol.UDP, short4)).isEqualTo(Verdict.BAD_TRANSPORT);
    assertPorts();
  }

  @Test
  void sctpUdpLiteAndDccpHavePortsToo() {
    Bytes header = new Bytes().u16(1).u16(2).u32(0x0400_0000).u32(0).add(DATA);
    assertThat(wrap(IpProtocol.SCTP, header)).isEqualTo(Verdict.PORTS);
    assertPorts();
    assertThat(packet.payloadLength()).isEqualTo(30);

    assertThat(wrap(IpProtocol.UDP_LITE, header)).isEqualTo(Verdict.PORTS);
    assertPorts();
    assertThat(packet.payloadLength()).isEqualTo(34);

    assertThat(wrap(IpProtocol.DCCP, header)).isEqualTo(Verdict.PORTS);
    assertPorts();
    assertThat(packet.payloadLength()).isEqualTo(26);
  }

  @Test
  void aDccpHeaderBelowTwelveBytesIsBad() {
    Bytes header = new Bytes().u16(1).u16(2).u32(0x0200_0000).u32(0).add(DATA);
    assertThat(wrap(IpProtocol.DCCP, header)).isEqualTo(Verdict.BAD_TRANSPORT);
    assertPorts();
    Bytes cut = ipv4(IpProtocol.DCCP, header);
    assertThat(packet.wrap(frame(LinkType.RAW, cut, 24))).isEqualTo(Verdict.PORTS);
  }

  private Verdict wrap(int protocol, Bytes transport) {
    return packet.wrap(frame(LinkType.RAW, ipv4(protocol, transport)));
  }

  private void assertPorts() {
    assertThat(packet.sourcePort()).isEqualTo(1);
    assertThat(packet.destinationPort()).isEqualTo(2);
  }
}
