package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A window that slides over a channel and always holds the record being read in one piece. Confined
 * to the thread that reads, but for {@link #close}.
 */
final class ChannelWindow implements Closeable {
  /** Large reads, yet small enough that what was read is still in the cache when decoded. */
  private static final int SIZE = 256 * 1024;

  /** No longer record is believed: four times libpcap's largest snapshot length. */
  static final int MAX_RECORD = 1024 * 1024;

  private final ReadableByteChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

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
    int value = buffer.getInt(index + offset);
    return (littleEndian ? Integer.reverseBytes(value) : value) & 0xffff_ffffL;
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

  private boolean fill(int length) throws IOException {
    int rest = available();
    ByteBuffer target = length > buffer.capacity() ? ByteBuffer.allocateDirect(MAX_RECORD) : buffer;
    target.put(0, buffer, index, rest).position(rest);
    buffer = target;
    base += index;
    index = 0;
    int read = 0;
    while (buffer.position() < length && read >= 0) {
      read = channel.read(buffer);
    }
    filled = buffer.position();
    buffer.clear();
    return filled >= length;
  }
}
