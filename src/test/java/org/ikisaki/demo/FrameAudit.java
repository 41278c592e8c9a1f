package org.ikisaki.demo;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;

/** Reads a frame's headers anew, byte by byte, and checks their lengths and checksums. */
final class FrameAudit {
  private static final int ETHERNET = 14;
  private static final int IPV6 = 0x86dd;
  private static final int ARP = 0x0806;

  private final Frame frame;
  private final ByteBuffer bytes;

  private FrameAudit(Frame frame) {
    this.frame = frame;
    this.bytes = frame.buffer();
  }

  /** The frame's IP bytes, 0 if it has none. */
  static long ipBytes(Frame frame) {
    return new FrameAudit(frame).check();
  }

  private long check() {
    same("link type", frame.linkType(), LinkType.ETHERNET);
    int type = u16(12);
    if (type == ARP) {
      same("ARP frame", frame.capturedLength(), 60);
      same("ARP frame on the wire", frame.originalLength(), 60);
      return 0;
    }
    return type == IPV6 ? ipv6() : ipv4();
  }

  private long ipv4() {
    same("version and header length", u8(ETHERNET), 0x45);
    int total = u16(ETHERNET + 2);
    same("IPv4 header checksum", fold(words(ETHERNET, 20)), 0xffff);
    long addresses = words(ETHERNET + 12, 8);
    transport(u8(ETHERNET + 9), ETHERNET + 20, total - 20, addresses);
    return total;
  }

  private long ipv6() {
    same("version", u8(ETHERNET) >> 4, 6);
    int payload = u16(ETHERNET + 4);
    transport(u8(ETHERNET + 6), ETHERNET + 40, payload, words(ETHERNET + 8, 32));
    return 40L + payload;
  }

  private void transport(int protocol, int at, int length, long addresses) {
    same("frame length", frame.originalLength(), Math.max(60, at + length));
    long sum = words(at, length);
    switch (protocol) {
      case 1 -> {}
      case 6, 17, 58 -> sum += addresses + protocol + length;
      default -> throw new AssertionError("unexpected protocol " + protocol);
    }
    same("transport checksum", fold(sum), 0xffff);
    if (protocol == 17) {
      same("UDP length", u16(at + 4), length);
    }
  }

  /** Plain, for it is asked millions of times. */
  private void same(String what, long actual, long expected) {
    if (actual != expected) {
      throw new AssertionError(
          what + " at " + frame.timestamp() + " is " + actual + ", not " + expected);
    }
  }

  /** Sums 16-bit words; what was on the wire only is zeros. */
  private long words(int at, int length) {
    long sum = 0;
    int end = Math.min(at + length, frame.capturedLength());
    for (int i = at; i < end; i++) {
      sum += (i - at) % 2 == 0 ? (long) u8(i) << 8 : u8(i);
    }
    return sum;
  }

  private static long fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return folded;
  }

  private int u8(int at) {
    return bytes.get(frame.offset() + at) & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }
}
