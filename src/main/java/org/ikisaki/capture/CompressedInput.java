package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The compressed bytes of a channel, and how many of them were taken. Confined to the thread that
 * reads, but for {@link #close}.
 */
final class CompressedInput implements Closeable {
  private final ReadableByteChannel channel;
  private final ByteBuffer buffer;

  /** The same bytes, to be filled: while that waits, {@link #position} must hold. */
  private final ByteBuffer room;

  /** Bytes read from the channel. */
  private long read;

  /** Takes over what {@code window} has read of {@code channel}, which is all so far. */
  CompressedInput(ReadableByteChannel channel, ChannelWindow window) {
    this.channel = channel;
    buffer = ByteBuffer.allocateDirect(ChannelWindow.SIZE);
    room = buffer.duplicate();
    buffer.put(0, window.buffer(), window.index(), window.available()).limit(window.available());
    read = buffer.limit();
  }

  /** A direct buffer whose remaining bytes are those not yet taken. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Waits for more if none remain; false at the channel's end. */
  boolean hasMore() throws IOException {
    return buffer.hasRemaining() || fill();
  }

  /** How many bytes were taken. */
  long position() {
    return read - buffer.remaining();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    room.clear();
    int count = 0;
    while (count == 0) {
      count = channel.read(room);
    }
    if (count < 0) {
      return false;
    }
    read += count;
    buffer.position(0).limit(count);
    return true;
  }
}
