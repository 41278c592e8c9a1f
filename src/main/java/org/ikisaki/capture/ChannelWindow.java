package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.ikisaki.wire.BigEndian;

/**
 * A window that slides over a channel and always holds the record being read in one piece. Confined
 * to the thread that reads, but for {@link #close}.
 */
final class ChannelWindow implements Closeable {
  /** Large reads, yet small enough that what was read is still in the cache when decoded. */
  static final int SIZE = 256 * 1024;

  /** No longer record is believed: four times libpcap's largest snapshot length. */
  static final int MAX_RECORD = 1024 * 1024;

  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ReadableByteChannel channel;

  /** What a read brings, on its way to {@link #bytes}: channels would copy by way of their own. */
  private final ByteBuffer room = ByteBuffer.allocateDirect(SIZE);

  private byte[] bytes = new byte[SIZE];
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);

  /** Where {@link #buffer} begins in the channel. */
  private long base;

  private int index;
  private int filled;

  ChannelWindow(ReadableByteChannel channel) {
    this.channel = channel;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** Index in {@link #buffer()} of the first byte not yet read. */
  int index() {
    return index;
  }

  /** The same as a position in the channel, from 0. */
  long position() {
    return base + index;
  }

  /** Bytes in the buffer and not yet read; at the channel's end, all that is left. */
  int available() {
    return filled - index;
  }

  /**
   * Reads until {@code length} bytes are available, which moves {@link #index()} and may change
   * {@link #buffer()}.
   *
   * @param length at most {@link #MAX_RECORD}
   * @return whether they are; if not, the channel has ended
   */
  boolean require(int length) throws IOException {
    return available() >= length || fill(length);
  }

  void advance(int length) {
    index += length;
  }

  /** Passes over {@code length} bytes, however many; false if the channel ends before. */
  boolean skip(long length) throws IOException {
    long left = length;
    while (left > available()) {
      left -= available();
      index = filled;
      if (!fill(1)) {
        return false;
      }
    }
    index += (int) left;
    return true;
  }

  /** The unsigned 32-bit number {@code offset} bytes from here. */
  long u32(int offset, boolean littleEndian) {
    return i32(index + offset, littleEndian) & 0xffff_ffffL;
  }

  /** The unsigned 16-bit number {@code offset} bytes from here. */
  int u16(int offset, boolean littleEndian) {
    short value = buffer.getShort(index + offset);
    return (littleEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private int i32(int at, boolean littleEndian) {
    return littleEndian ? (int) LITTLE_ENDIAN_INT.get(bytes, at) : BigEndian.i32(bytes, at);
  }

  private boolean fill(int length) throws IOException {
    int rest = available();
    byte[] source = bytes;
    if (length > bytes.length) {
      bytes = new byte[MAX_RECORD];
      buffer = ByteBuffer.wrap(bytes);
    }
    System.arraycopy(source, index, bytes, 0, rest);
    base += index;
    index = 0;
    filled = rest;
    int read = 0;
    while (filled < length && read >= 0) {
      read = channel.read(room.clear().limit(Math.min(SIZE, bytes.length - filled)));
      room.get(0, bytes, filled, Math.max(0, read));
      filled += Math.max(0, read);
    }
    return filled >= length;
  }
}
