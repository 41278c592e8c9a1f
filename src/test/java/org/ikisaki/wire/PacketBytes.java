package org.ikisaki.wire;

/** Puts frames together for tests, with documentation addresses and room to be wrong. */
public final class PacketBytes {
  public static final IpAddress SOURCE_IPV4 = IpAddress.parse("192.0.2.1");
  public static final IpAddress DESTINATION_IPV4 = IpAddress.parse("198.51.100.2");
  public static final IpAddress SOURCE_IPV6 = IpAddress.parse("2001:db8::1");
  public static final IpAddress DESTINATION_IPV6 = IpAddress.parse("2001:db8::2");
  public static final long SOURCE_MAC = MacAddress.parse("02:00:00:00:00:01");
  public static final long DESTINATION_MAC = MacAddress.parse("02:00:00:00:00:02");

  private PacketBytes() {}

  public static Frame frame(int linkType, Bytes bytes) {
    return frame(linkType, bytes, bytes.size());
  }

  /** A frame of which the first {@code captured} bytes were kept. */
  public static Frame frame(int linkType, Bytes bytes, int captured) {
    Frame frame = new Frame();
    frame.set(bytes.buffer(), 0, captured, bytes.size(), linkType, 0);
    return frame;
  }

  public static Bytes ethernet(int etherType, Bytes payload) {
    return new Bytes().add(macs()).u16(etherType).add(payload);
  }

  public static Bytes macs() {
    return new Bytes().u16(0x0200).u32(2).u16(0x0200).u32(1);
  }

  public static Bytes ipv4(int protocol, Bytes payload) {
    return ipv4(20 + payload.size(), 0x1234, 0, protocol, payload);
  }

  public static Bytes ipv4(
      int totalLength, int id, int flagsAndOffset, int protocol, Bytes payload) {
    return new Bytes()
        .u8(0x45)
        .u8(0)
        .u16(totalLength)
        .u16(id)
        .u16(flagsAndOffset)
        .u8(64)
        .u8(protocol)
        .u16(0)
        .add(SOURCE_IPV4.toBytes())
        .add(DESTINATION_IPV4.toBytes())
        .add(payload);
  }

  public static Bytes ipv6(int nextHeader, Bytes payload) {
    return ipv6(payload.size(), nextHeader, payload);
  }

  public static Bytes ipv6(int payloadLength, int nextHeader, Bytes payload) {
    return new Bytes()
        .u32(0x6000_0000L)
        .u16(payloadLength)
        .u8(nextHeader)
        .u8(64)
        .add(SOURCE_IPV6.toBytes())
        .add(DESTINATION_IPV6.toBytes())
        .add(payload);
  }

  public static Bytes udp(int sourcePort, int destinationPort, Bytes payload) {
    return udp(sourcePort, destinationPort, 8 + payload.size(), payload);
  }

  public static Bytes udp(int sourcePort, int destinationPort, int length, Bytes payload) {
    return new Bytes().u16(sourcePort).u16(destinationPort).u16(length).u16(0).add(payload);
  }

  public static Bytes tcp(int sourcePort, int destinationPort, Bytes payload) {
    return tcp(sourcePort, destinationPort, 5, payload);
  }

  public static Bytes tcp(int sourcePort, int destinationPort, int dataOffset, Bytes payload) {
    return new Bytes()
        .u16(sourcePort)
        .u16(destinationPort)
        .u32(0x89ab_cdefL)
        .u32(0x0123_4567L)
        .u8(dataOffset << 4)
        .u8(0x18)
        .u16(0xffff)
        .u32(0)
        .add(payload);
  }
}
