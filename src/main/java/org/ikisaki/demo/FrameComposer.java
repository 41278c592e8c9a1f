package org.ikisaki.demo;

import java.nio.ByteBuffer;
import org.ikisaki.wire.IpAddress;

/**
 * Composes one Ethernet frame at a time in a reused buffer, with valid lengths and checksums.
 *
 * <p>A payload is its captured bytes and then so many bytes of zeros that are on the wire only:
 * they lengthen the frame, do not change a checksum, and cost nothing. Confined to one thread.
 */
final class FrameComposer {
  static final int SYN = 0x02;

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_ARP = 0x0806;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;

  private static final int ETHERNET_HEADER = 14;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int MINIMUM_FRAME = 60;
  private static final int CAPACITY = 2048;

  /** MSS 1460, SACK permitted, window scale 7 (RFC 9293, 2018, 7323). */
  private static final byte[] SYN_OPTIONS = {2, 4, 5, (byte) 0xb4, 1, 3, 3, 7, 1, 1, 4, 2};

  private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);
  private int capturedLength;
  private int originalLength;
  private int ipBytes;
  private int identification;

  ByteBuffer buffer() {
    return buffer;
  }

  int capturedLength() {
    return capturedLength;
  }

  /** Bytes on the wire, without the frame check sequence. */
  int originalLength() {
    return originalLength;
  }

  /** Bytes of the IP packet, 0 if there is none. */
  int ipBytes() {
    return ipBytes;
  }

  /** Composes a TCP segment (RFC 9293). */
  void tcp(
      Endpoint from,
      Endpoint to,
      int hopLimit,
      int flags,
      int sequence,
      int acknowledgment,
      byte[] payload,
      int offset,
      int length,
      int zeros) {
    int header = TCP_HEADER + ((flags & SYN) == 0 ? 0 : SYN_OPTIONS.length);
    int at = ip(from, to, TCP, header + length + zeros, hopLimit);
    buffer.putShort(at, (short) from.port());
    buffer.putShort(at + 2, (short) to.port());
    buffer.putInt(at + 4, sequence);
    buffer.putInt(at + 8, acknowledgment);
    buffer.putShort(at + 12, (short) (header << 10 | flags));
    buffer.putShort(at + 14, (short) 0xfaf0);
    buffer.putInt(at + 16, 0);
    if (header > TCP_HEADER) {
      buffer.put(at + TCP_HEADER, SYN_OPTIONS);
    }
    buffer.put(at + header, payload, offset, length);
    seal(from, to, TCP, at, header + length, zeros, at + 16);
  }

  /** Composes a UDP datagram (RFC 768). */
  void udp(Endpoint from, Endpoint to, int hopLimit, byte[] payload, int length, int zeros) {
    int at = ip(from, to, UDP, UDP_HEADER + length + zeros, hopLimit);
    buffer.putShort(at, (short) from.port());
    buffer.putShort(at + 2, (short) to.port());
    buffer.putShort(at + 4, (short) (UDP_HEADER + length + zeros));
    buffer.putShort(at + 6, (short) 0);
    buffer.put(at + UDP_HEADER, payload, 0, length);
    seal(from, to, UDP, at, UDP_HEADER + length, zeros, at + 6);
    if (buffer.getShort(at + 6) == 0) {
      buffer.putShort(at + 6, (short) 0xffff);
    }
  }

  /** Composes an ICMP or ICMPv6 message, whose checksum at its third byte is filled in. */
  void icmp(Endpoint from, Endpoint to, int hopLimit, byte[] message) {
    int protocol = from.address().isIpv4() ? ICMP : ICMPV6;
    int at = ip(from, to, protocol, message.length, hopLimit);
    buffer.put(at, message);
    seal(from, to, protocol, at, message.length, 0, at + 2);
  }

  /** Composes ARP for IPv4 over Ethernet (RFC 826): 1 asks, 2 answers. */
  void arp(int operation, Endpoint sender, Endpoint target, long destinationMac) {
    ethernet(sender.mac(), destinationMac, ETHERTYPE_ARP);
    int at = ETHERNET_HEADER;
    buffer.putInt(at, 0x0001_0800);
    buffer.putInt(at + 4, 0x0604_0000 | operation);
    mac(at + 8, sender.mac());
    buffer.putInt(at + 14, (int) sender.address().low());
    mac(at + 18, operation == 1 ? 0 : target.mac());
    buffer.putInt(at + 24, (int) target.address().low());
    ipBytes = 0;
    end(at + 28, 0);
  }

  private int ip(Endpoint from, Endpoint to, int protocol, int length, int hopLimit) {
    boolean ipv4 = from.address().isIpv4();
    ethernet(from.mac(), to.mac(), ipv4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6);
    int at = ETHERNET_HEADER;
    if (ipv4) {
      ipBytes = IPV4_HEADER + length;
      buffer.putInt(at, 0x4500_0000 | ipBytes);
      buffer.putInt(at + 4, identification++ << 16 | 0x4000);
      buffer.putInt(at + 8, hopLimit << 24 | protocol << 16);
      buffer.putInt(at + 12, (int) from.address().low());
      buffer.putInt(at + 16, (int) to.address().low());
      buffer.putShort(at + 10, Checksum.finish(Checksum.sum(buffer, at, IPV4_HEADER)));
      return at + IPV4_HEADER;
    }
    ipBytes = IPV6_HEADER + length;
    buffer.putInt(at, 0x6000_0000);
    buffer.putInt(at + 4, length << 16 | protocol << 8 | hopLimit);
    buffer.putLong(at + 8, from.address().high());
    buffer.putLong(at + 16, from.address().low());
    buffer.putLong(at + 24, to.address().high());
    buffer.putLong(at + 32, to.address().low());
    return at + IPV6_HEADER;
  }

  private void seal(
      Endpoint from, Endpoint to, int protocol, int at, int length, int zeros, int checksumAt) {
    long sum = Checksum.sum(buffer, at, length);
    if (protocol != ICMP) {
      sum += pseudoHeader(from.address()) + pseudoHeader(to.address());
      sum += protocol + length + zeros;
    }
    buffer.putShort(checksumAt, Checksum.finish(sum));
    end(at + length, zeros);
  }

  private static long pseudoHeader(IpAddress address) {
    long low = address.low();
    if (address.isIpv4()) {
      return low & 0xffff_ffffL;
    }
    long high = address.high();
    return (high >>> 32) + (high & 0xffff_ffffL) + (low >>> 32) + (low & 0xffff_ffffL);
  }

  private void ethernet(long source, long destination, int etherType) {
    mac(0, destination);
    mac(6, source);
    buffer.putShort(12, (short) etherType);
  }

  private void mac(int at, long mac) {
    buffer.putShort(at, (short) (mac >>> 32));
    buffer.putInt(at + 2, (int) mac);
  }

  private void end(int captured, int zeros) {
    int length = captured;
    while (length < MINIMUM_FRAME && zeros == 0) {
      buffer.put(length++, (byte) 0);
    }
    capturedLength = length;
    originalLength = Math.max(length + zeros, MINIMUM_FRAME);
  }
}
