package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import org.ikisaki.wire.IpAddress;

/** The Internet checksum (RFC 1071), of big-endian buffers. */
final class Checksum {
  private Checksum() {}

  /**
   * Of {@code length} bytes.
   *
   * @param sum of what else belongs to it, as {@link #pseudoHeader} gives it
   */
  static int of(ByteBuffer bytes, int at, int length, long sum) {
    long total = sum;
    int end = at + length;
    for (int i = at; i < end - 1; i += 2) {
      total += bytes.getShort(i) & 0xffff;
    }
    if ((length & 1) == 1) {
      total += (bytes.get(end - 1) & 0xff) << 8;
    }
    return ~fold(total) & 0xffff;
  }

  /** The sum of addresses, protocol and length (RFC 768, RFC 8200 8.1). */
  static long pseudoHeader(IpAddress from, IpAddress to, int protocol, int length) {
    return sum(from) + sum(to) + protocol + length;
  }

  /** Sixteen bits of the same value in ones' complement. */
  static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }

  private static long sum(IpAddress address) {
    byte[] bytes = address.toBytes();
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
    }
    return sum;
  }
}
