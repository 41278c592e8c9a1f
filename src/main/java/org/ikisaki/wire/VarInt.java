package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * Variable-length integers of QUIC (RFC 9000, 16): the first two bits are the logarithm of the
 * length in bytes.
 */
final class VarInt {
  private VarInt() {}

  /** The integer at {@code at}, or -1 if not all of it lies before {@code limit}. */
  static long read(ByteBuffer buffer, int at, int limit) {
    if (at >= limit || length(buffer, at) > limit - at) {
      return -1;
    }
    return switch (length(buffer, at)) {
      case 1 -> buffer.get(at) & 0x3f;
      case 2 -> buffer.getShort(at) & 0x3fff;
      case 4 -> buffer.getInt(at) & 0x3fff_ffff;
      default -> buffer.getLong(at) & 0x3fff_ffff_ffff_ffffL;
    };
  }

  /** How many bytes the integer at {@code at} takes. */
  static int length(ByteBuffer buffer, int at) {
    return 1 << (buffer.get(at) >>> 6 & 3);
  }
}
