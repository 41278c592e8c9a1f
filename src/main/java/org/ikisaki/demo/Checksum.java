package org.ikisaki.demo;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071), summed in words of 32 bits and folded at the end. */
final class Checksum {
  private Checksum() {}

  /** The unfolded sum of {@code length} bytes; an odd last byte counts as if a zero followed. */
  static long sum(ByteBuffer buffer, int offset, int length) {
    long sum = 0;
    int end = offset + length;
    int at = offset;
    for (; at + 4 <= end; at += 4) {
      sum += buffer.getInt(at) & 0xffff_ffffL;
    }
    if (at + 2 <= end) {
      sum += buffer.getShort(at) & 0xffff;
      at += 2;
    }
    if (at < end) {
      sum += (buffer.get(at) & 0xff) << 8;
    }
    return sum;
  }

  /** Folds a sum to the 16 bits that go into a header. */
  static short finish(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
