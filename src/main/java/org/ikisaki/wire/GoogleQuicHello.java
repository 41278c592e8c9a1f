package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client hello of Google's first QUIC, versions Q024 to Q046, which is sent in the clear: a
 * reusable view. Numbers are little-endian.
 *
 * <pre>
 *  Q024–Q043: flags 8 | connection ID 64 | version 32 | packet number | hash 96 | stream frame …
 *  Q046:      1100…… 8 | version 32 | ID lengths 8 | connection ID 64 | packet number | hash 96 | …
 *  "CHLO" | tag count 16 | 0 16 | { tag 32 | end offset of its value 32 } | values
 * </pre>
 */
public final class GoogleQuicHello {
  private static final int FLAG_VERSION = 0x01;
  private static final int FLAG_CONNECTION_ID = 0x08;
  private static final int OLD_VERSION = 9;
  private static final int NEW_VERSION = 1;
  private static final int LONG_HEADER_AND_FIXED_BIT = 0xc0;
  private static final int CHLO = 0x43484c4f;
  private static final int SNI = 0x534e4900;
  private static final int HELLO_HEADER = 8;
  private static final int TAG_LENGTH = 8;
  private static final int MAX_TAGS = 128;

  /** Everything before the hello, at its longest. */
  private static final int MAX_PREFIX = 64;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int nameOffset;
  private int nameLength;

  /** Whether the bytes begin like a client's packet that says its version. */
  public static boolean begins(byte[] bytes, int offset, int available) {
    if (available <= MAX_PREFIX) {
      return false;
    }
    int flags = bytes[offset];
    if ((flags & LONG_HEADER_AND_FIXED_BIT) == LONG_HEADER_AND_FIXED_BIT) {
      return isVersion(BigEndian.i32(bytes, offset + NEW_VERSION));
    }
    return (flags & (LONG_HEADER_AND_FIXED_BIT | FLAG_VERSION | FLAG_CONNECTION_ID))
            == (FLAG_VERSION | FLAG_CONNECTION_ID)
        && isVersion(BigEndian.i32(bytes, offset + OLD_VERSION));
  }

  /** Finds the hello; false if the packet has none. */
  public boolean wrap(ByteBuffer buffer, int offset, int available) {
    this.buffer = buffer;
    nameLength = 0;
    int limit = offset + available;
    int last = Math.min(limit - HELLO_HEADER, offset + MAX_PREFIX);
    for (int at = offset + NEW_VERSION; at <= last; at++) {
      if (buffer.getInt(at) == CHLO) {
        readTags(at, limit);
        return true;
      }
    }
    return false;
  }

  /** The server name, null if there is none or it is no host name. */
  public @Nullable String serverName() {
    return HostNames.host(buffer, nameOffset, nameLength);
  }

  private void readTags(int hello, int limit) {
    int count = Short.reverseBytes(buffer.getShort(hello + 4)) & 0xffff;
    int values = hello + HELLO_HEADER + count * TAG_LENGTH;
    if (count > MAX_TAGS || values > limit) {
      return;
    }
    int start = 0;
    for (int i = 0; i < count; i++) {
      int tag = hello + HELLO_HEADER + i * TAG_LENGTH;
      int end = Integer.reverseBytes(buffer.getInt(tag + 4));
      if (end < start || end > limit - values) {
        return;
      }
      if (buffer.getInt(tag) == SNI) {
        nameOffset = values + start;
        nameLength = end - start;
        return;
      }
      start = end;
    }
  }

  /** Q0, and two digits. */
  private static boolean isVersion(int version) {
    return version >>> 16 == 0x5130 && (version & 0xf0f0) == 0x3030;
  }
}
