package org.ikisaki.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message under construction, in network byte order. Confined to one thread. */
final class Bytes {
  private static final int CAPACITY = 4096;

  private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

  Bytes u8(int value) {
    buffer.put((byte) value);
    return this;
  }

  Bytes u16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  Bytes u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  Bytes u32(long value) {
    buffer.putInt((int) value);
    return this;
  }

  Bytes u48(long value) {
    return u16((int) (value >>> 32)).u32(value);
  }

  Bytes put(byte... bytes) {
    buffer.put(bytes);
    return this;
  }

  Bytes zeros(int count) {
    return put(new byte[count]);
  }

  Bytes ascii(String text) {
    return put(text.getBytes(StandardCharsets.US_ASCII));
  }

  int size() {
    return buffer.position();
  }

  /** Leaves room for a length of two bytes, to be filled in by {@link #close}. */
  int open() {
    u16(0);
    return size();
  }

  /** Fills in the length of what was written since {@link #open} returned {@code mark}. */
  Bytes close(int mark) {
    buffer.putShort(mark - Short.BYTES, (short) (size() - mark));
    return this;
  }

  byte[] toArray() {
    return Arrays.copyOf(buffer.array(), size());
  }
}
