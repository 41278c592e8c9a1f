package org.ikisaki.naming;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a stream, put together from pieces that come in any order and may overlap.
 * Confined to one capture thread.
 *
 * <p>Cost: a piece costs its own length. Which bytes are there is a bit each, looked at once when
 * the gap before them closes, so neither many small pieces nor many overlapping ones are dear.
 */
final class Assembly {
  static final int MAX_LENGTH = 16_384;

  private static final int FIRST_LENGTH = 2_048;

  private final Memory memory;
  private byte[] bytes = {};
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);

  /** What came out of order; null as long as nothing did. */
  private long @Nullable [] present;

  private int contiguous;
  private int highest;

  Assembly(Memory memory) {
    this.memory = memory;
  }

  /**
   * Adds a piece; what lies before the stream or beyond {@link #MAX_LENGTH} is left out.
   *
   * @return false if there is no memory for it
   */
  boolean put(int position, ByteBuffer from, int index, int length) {
    int start = Math.max(position, contiguous);
    int end = (int) Math.min((long) position + length, MAX_LENGTH);
    if (start >= end) {
      return true;
    }
    if (!grow(end)) {
      return false;
    }
    from.get(index + start - position, bytes, start, end - start);
    highest = Math.max(highest, end);
    if (start == contiguous && present == null) {
      contiguous = end;
      return true;
    }
    if (present == null) {
      present = new long[MAX_LENGTH / Long.SIZE];
    }
    mark(present, start, end);
    while (contiguous < bytes.length && isPresent(present, contiguous)) {
      contiguous++;
    }
    return true;
  }

  /** How many bytes there are without a gap. */
  int contiguous() {
    return contiguous;
  }

  /** Whether a gap has bytes behind it. */
  boolean hasGap() {
    return highest > contiguous;
  }

  /** The stream from its first byte; valid until the next {@link #put}. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Moves contiguous bytes towards the beginning of the buffer. */
  void move(int from, int to, int length) {
    System.arraycopy(bytes, from, bytes, to, length);
  }

  /** Gives its memory back; it must not be used after that. */
  void release() {
    memory.free(bytes.length);
    bytes = new byte[0];
    buffer = ByteBuffer.wrap(bytes);
    contiguous = MAX_LENGTH;
    highest = MAX_LENGTH;
  }

  private boolean grow(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    int length = Math.max(FIRST_LENGTH, Integer.highestOneBit(needed - 1) << 1);
    if (!memory.take(length - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, length);
    buffer = ByteBuffer.wrap(bytes);
    return true;
  }

  private static void mark(long[] present, int start, int end) {
    int first = start / Long.SIZE;
    int last = (end - 1) / Long.SIZE;
    long head = -1L << start;
    long tail = -1L >>> -end;
    if (first == last) {
      present[first] |= head & tail;
      return;
    }
    present[first] |= head;
    Arrays.fill(present, first + 1, last, -1L);
    present[last] |= tail;
  }

  private static boolean isPresent(long[] present, int position) {
    return (present[position / Long.SIZE] >>> position & 1) != 0;
  }
}
