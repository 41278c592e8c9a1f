package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds :authority in the first field block of a connection (HPACK, RFC 7541, 6). A reusable
 * reader.
 *
 * <p>At that point the dynamic table is empty, and a request's pseudo-header fields come before all
 * others, so neither a table nor other names are needed.
 */
final class HpackAuthority {
  /** Index of :authority in the static table (RFC 7541, appendix A). */
  private static final int AUTHORITY_INDEX = 1;

  private static final int MAX_HOST = 260;

  /*
   * Huffman codes (RFC 7541, appendix B) are assigned by length, then by symbol. Those of five to
   * eight bits hold every character of a host name; what is longer is none.
   */
  private static final int SHORTEST_CODE = 5;
  private static final int LONGEST_CODE = 8;
  private static final String[] SYMBOLS = {
    "012aceiost", " %-./3456789=A_bdfghlmnpru", ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz", "&*,;XZ"
  };
  private static final int[] FIRST_CODES = {0x00, 0x14, 0x5c, 0xf8};

  private final ByteBuffer text = ByteBuffer.allocate(MAX_HOST);
  private int at;
  private int end;

  /** Reads the block from {@code offset} to {@code end}; null if it has no such host name. */
  @Nullable String read(ByteBuffer buffer, int offset, int end) {
    this.at = offset;
    this.end = end;
    while (at < this.end) {
      int first = buffer.get(at) & 0xff;
      if ((first & 0x80) != 0) {
        integer(buffer, 7);
        continue;
      }
      if ((first & 0xe0) == 0x20) {
        integer(buffer, 5);
        continue;
      }
      int index = integer(buffer, (first & 0x40) != 0 ? 6 : 4);
      if (index == 0) {
        skipString(buffer);
      }
      if (index == AUTHORITY_INDEX) {
        return string(buffer);
      }
      skipString(buffer);
    }
    return null;
  }

  /** An integer with a prefix of {@code bits} (RFC 7541, 5.1); ends the block if it is absurd. */
  private int integer(ByteBuffer buffer, int bits) {
    if (at >= end) {
      return 0;
    }
    int max = (1 << bits) - 1;
    int value = buffer.get(at++) & max;
    if (value < max) {
      return value;
    }
    for (int shift = 0; at < end && shift < 21; shift += 7) {
      int b = buffer.get(at++);
      value += (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    at = end;
    return 0;
  }

  private void skipString(ByteBuffer buffer) {
    int length = integer(buffer, 7);
    at = length > end - at ? end : at + length;
  }

  private @Nullable String string(ByteBuffer buffer) {
    boolean huffman = at < end && buffer.get(at) < 0;
    int length = integer(buffer, 7);
    if (length == 0 || length > Math.min(end - at, MAX_HOST)) {
      return null;
    }
    if (!huffman) {
      return HostNames.host(buffer, at, length);
    }
    text.clear();
    return decode(buffer, at, length) ? HostNames.host(text, 0, text.position()) : null;
  }

  private boolean decode(ByteBuffer buffer, int offset, int length) {
    int bits = 0;
    int count = 0;
    for (int i = offset; i < offset + length; i++) {
      bits = bits << 8 | (buffer.get(i) & 0xff);
      count += 8;
      while (count >= LONGEST_CODE) {
        int used = decodeOne(bits << (32 - count) >>> 24);
        if (used == 0) {
          return false;
        }
        count -= used;
      }
      bits &= (1 << count) - 1;
    }
    // What is left is shorter than the longest code: codes, and padding of ones (RFC 7541, 5.2).
    while (count >= SHORTEST_CODE) {
      int padded = (bits << (8 - count) | 0xff >>> count) & 0xff;
      int used = decodeOne(padded);
      if (used == 0 || used > count) {
        return padded == 0xff;
      }
      count -= used;
      bits &= (1 << count) - 1;
    }
    return true;
  }

  /** Appends the symbol that the eight bits begin with; returns its code's length, 0 if longer. */
  private int decodeOne(int eightBits) {
    for (int i = 0; i < SYMBOLS.length; i++) {
      int length = SHORTEST_CODE + i;
      int index = (eightBits >>> (8 - length)) - FIRST_CODES[i];
      if (index < SYMBOLS[i].length()) {
        if (index < 0 || !text.hasRemaining()) {
          return 0;
        }
        text.put((byte) SYMBOLS[i].charAt(index));
        return length;
      }
    }
    return 0;
  }
}
