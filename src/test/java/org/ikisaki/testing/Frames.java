package org.ikisaki.testing;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.MacAddress;

/**
 * Makes frames from the inside out: {@code ethernet(to, from, ipv4(from, to, udp(…)))}.
 *
 * <p>Checksums are those of IPv4 alone; nothing here verifies the others.
 */
public final class Frames {
  public static final int SYN = 0x02;
  public static final int ACK = 0x10;

  private static final int MORE_FRAGMENTS = 0x2000;

  private Frames() {}

  /** A datagram, segment or message with its protocol number. */
  public static final class Transport {
    private final int protocol;
    private final byte[] bytes;

    public Transport(int protocol, byte[] bytes) {
      this.protocol = protocol;
      this.bytes = bytes;
    }
  }

  /** An IP packet, or whatever else a frame may hold. */
  public static final class Network {
    private final int etherType;
    private final byte[] bytes;

    public Network(int etherType, byte[] bytes) {
      this.etherType = etherType;
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes.clone();
    }
  }

  public static byte[] ethernet(String to, String from, Network network) {
    return ethernet(MacAddress.parse(to), MacAddress.parse(from), network);
  }

  public static byte[] ethernet(long to, long from, Network network) {
    return ByteBuffer.allocate(14 + network.bytes.length)
        .putShort((short) (to >>> 32))
        .putInt((int) to)
        .putShort((short) (from >>> 32))
        .putInt((int) from)
        .putShort((short) network.etherType)
        .put(network.bytes)
        .array();
  }

  /** A Linux cooked frame, which names its sender alone. */
  public static byte[] cooked(String from, Network network) {
    long mac = MacAddress.parse(from);
    return ByteBuffer.allocate(16 + network.bytes.length)
        .putShort((short) 0)
        .putShort((short) 1)
        .putShort((short) 6)
        .putShort((short) (mac >>> 32))
        .putInt((int) mac)
        .putShort((short) 0)
        .putShort((short) network.etherType)
        .put(network.bytes)
        .array();
  }

  /** The same packet under an IEEE 802.1Q tag. */
  public static Network vlan(int id, Network network) {
    return new Network(
        0x8100,
        ByteBuffer.allocate(4 + network.bytes.length)
            .putShort((short) id)
            .putShort((short) network.etherType)
            .put(network.bytes)
            .array());
  }

  public static Network arp(
      int operation, String senderMac, String sender, String targetMac, String target) {
    ByteBuffer arp = ByteBuffer.allocate(28);
    arp.putInt(0x0001_0800).putShort((short) 0x0604).putShort((short) operation);
    putMac(arp, senderMac).put(IpAddress.parse(sender).toBytes());
    putMac(arp, targetMac).put(IpAddress.parse(target).toBytes());
    return new Network(0x0806, arp.array());
  }

  public static Network ipv4(String from, String to, Transport transport) {
    return ipv4(from, to, 0, 0, false, transport);
  }

  /** A fragment; {@code offset} in bytes, a multiple of eight. */
  public static Network ipv4(
      String from, String to, int id, int offset, boolean more, Transport transport) {
    int length = 20 + transport.bytes.length;
    ByteBuffer packet = ByteBuffer.allocate(length);
    packet.putShort((short) 0x4500).putShort((short) length).putShort((short) id);
    packet.putShort((short) (offset / 8 | (more ? MORE_FRAGMENTS : 0)));
    packet.put((byte) 64).put((byte) transport.protocol).putShort((short) 0);
    packet.put(IpAddress.parse(from).toBytes()).put(IpAddress.parse(to).toBytes());
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += packet.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    packet.putShort(10, (short) ~(sum + (sum >>> 16)));
    return new Network(0x0800, packet.put(transport.bytes).array());
  }

  public static Network ipv6(String from, String to, Transport transport) {
    return ipv6(from, to, 64, transport);
  }

  public static Network ipv6(String from, String to, int hopLimit, Transport transport) {
    return new Network(
        0x86dd,
        ByteBuffer.allocate(40 + transport.bytes.length)
            .putInt(6 << 28)
            .putShort((short) transport.bytes.length)
            .put((byte) transport.protocol)
            .put((byte) hopLimit)
            .put(IpAddress.parse(from).toBytes())
            .put(IpAddress.parse(to).toBytes())
            .put(transport.bytes)
            .array());
  }

  public static Transport udp(int from, int to, int payloadLength) {
    return udp(from, to, new byte[payloadLength]);
  }

  public static Transport udp(int from, int to, byte[] payload) {
    return new Transport(
        17,
        ByteBuffer.allocate(8 + payload.length)
            .putShort((short) from)
            .putShort((short) to)
            .putShort((short) (8 + payload.length))
            .putShort((short) 0)
            .put(payload)
            .array());
  }

  public static Transport tcp(int from, int to, int flags, int payloadLength) {
    return tcp(from, to, flags, 0, new byte[payloadLength]);
  }

  public static Transport tcp(int from, int to, int flags, int sequence, byte[] payload) {
    return tcp(from, to, flags, sequence, 0, payload);
  }

  public static Transport tcp(
      int from, int to, int flags, int sequence, int acknowledgment, byte[] payload) {
    return new Transport(
        6,
        ByteBuffer.allocate(20 + payload.length)
            .putShort((short) from)
            .putShort((short) to)
            .putInt(sequence)
            .putInt(acknowledgment)
            .put((byte) 0x50)
            .put((byte) flags)
            .putShort((short) 0xffff)
            .putInt(0)
            .put(payload)
            .array());
  }

  /** What is left of a transport in a fragment other than the first. */
  public static Transport rest(int protocol, int length) {
    return new Transport(protocol, new byte[length]);
  }

  /** A router advertisement with one prefix information option (RFC 4861, 4.2, 4.6.2). */
  public static Transport routerAdvertisement(
      String prefix, int length, boolean onLink, int validLifetime) {
    return new Transport(
        58,
        ByteBuffer.allocate(16 + 8 + 32)
            .putInt(134 << 24)
            .putInt(64 << 24 | 1800)
            .putLong(0)
            // An option of another kind first: MTU.
            .putInt(5 << 24 | 1 << 16)
            .putInt(1500)
            .put((byte) 3)
            .put((byte) 4)
            .put((byte) length)
            .put((byte) (onLink ? 0xc0 : 0x40))
            .putInt(validLifetime)
            .putInt(validLifetime)
            .putInt(0)
            .put(IpAddress.parse(prefix).toBytes())
            .array());
  }

  public static Transport neighbourSolicitation(String target) {
    return new Transport(
        58,
        ByteBuffer.allocate(24)
            .putInt(135 << 24)
            .putInt(0)
            .put(IpAddress.parse(target).toBytes())
            .array());
  }

  public static Transport neighbourAdvertisement(String target) {
    return new Transport(
        58,
        ByteBuffer.allocate(24)
            .putInt(136 << 24)
            .putInt(0x6000_0000)
            .put(IpAddress.parse(target).toBytes())
            .array());
  }

  /** An Ethernet frame, captured whole. */
  public static Frame captured(byte[] bytes, long timestamp) {
    return captured(bytes, LinkType.ETHERNET, timestamp);
  }

  public static Frame captured(byte[] bytes, int linkType, long timestamp) {
    Frame frame = new Frame();
    frame.set(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length, linkType, timestamp);
    return frame;
  }

  private static ByteBuffer putMac(ByteBuffer target, String mac) {
    long bits = MacAddress.parse(mac);
    return target.putShort((short) (bits >>> 32)).putInt((int) bits);
  }
}
