package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a savefile, decompressed if it is compressed. Confined to the thread that reads, but
 * for {@link #interrupt}.
 */
final class Contents implements Closeable {
  /** What every format begins with, compressed or not. */
  static final int MAGIC = 4;

  private final ReadableByteChannel channel;
  private final ChannelWindow window;
  private final @Nullable CompressedInput compressed;
  private final @Nullable Decompression decompression;

  private Contents(
      ReadableByteChannel channel,
      ChannelWindow window,
      @Nullable CompressedInput compressed,
      @Nullable Decompression decompression) {
    this.channel = channel;
    this.window = window;
    this.compressed = compressed;
    this.decompression = decompression;
  }

  /**
   * Looks at the first bytes.
   *
   * @param name for messages
   * @throws IOException if they can't be read, or are of a compression that we don't know
   */
  static Contents of(String name, ReadableByteChannel channel) throws IOException {
    ChannelWindow window = new ChannelWindow(channel);
    Compression compression =
        window.require(MAGIC) ? Compression.of((int) window.u32(0, false)) : null;
    if (compression == null) {
      return new Contents(channel, window, null, null);
    }
    CompressedInput input = new CompressedInput(channel, window);
    Decompression decompression = compression.open(name, input);
    return new Contents(channel, new ChannelWindow(decompression), input, decompression);
  }

  ChannelWindow window() {
    return window;
  }

  /** Bytes taken of the file as it lies there. */
  long position() {
    return compressed == null ? window.position() : compressed.position();
  }

  boolean isCompressed() {
    return compressed != null;
  }

  /** What is wrong with the compression, in words; null as long as nothing is. */
  @Nullable String damage() {
    return decompression == null ? null : decompression.damage();
  }

  /** Ends a read that waits; callable from any thread. */
  void interrupt() throws IOException {
    channel.close();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
