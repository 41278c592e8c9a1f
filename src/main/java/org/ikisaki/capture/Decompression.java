package org.ikisaki.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a compressed stream holds, a buffer at a time, however much it swells: damage ends the
 * channel, not the caller. Confined to the thread that reads.
 */
abstract sealed class Decompression implements ReadableByteChannel
    permits GzipChannel, ZstdChannel {
  private final String format;
  private final CompressedInput input;
  private boolean ended;
  private @Nullable String damage;

  /**
   * Of one stream.
   *
   * @param format as users call it
   */
  Decompression(String format, CompressedInput input) {
    this.format = format;
    this.input = input;
  }

  /** What is wrong with the compressed data and where, in words; null as long as nothing is. */
  final @Nullable String damage() {
    return damage;
  }

  /**
   * Takes a step: it puts something into {@code target}, which has room, takes some of {@code
   * input}, or ends.
   */
  abstract void advance(ByteBuffer target) throws IOException;

  /** Gives back what decompressing takes. */
  abstract void release();

  @Override
  public final int read(ByteBuffer target) throws IOException {
    int start = target.position();
    while (!ended && target.position() == start && target.hasRemaining()) {
      advance(target);
    }
    int count = target.position() - start;
    return ended && count == 0 ? -1 : count;
  }

  @Override
  public final boolean isOpen() {
    return !ended;
  }

  @Override
  public final void close() throws IOException {
    release();
    input.close();
  }

  final void end() {
    ended = true;
  }

  /** Ends because of damage, which is worded to follow "the data". */
  final void end(String reason) {
    note(reason);
    ended = true;
  }

  /** Notes damage and goes on; what was noted first stays. */
  final void note(String reason) {
    if (damage == null) {
      damage = "the %s data before byte %d %s".formatted(format, input.position(), reason);
    }
  }
}
