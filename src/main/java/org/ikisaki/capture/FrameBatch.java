package org.ikisaki.capture;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Frame;

/** Frames copied out of a library that takes its buffer back. Confined to the capture thread. */
final class FrameBatch {
  private static final int BYTES = 1 << 20;
  private static final int MAX_FRAMES = 256;

  private final int capacity;
  private final ByteBuffer bytes;
  private final int[] ends;
  private final long[] originalLengths;
  private final long[] timestamps;
  private int size;
  private int next;

  /** Has room for as many frames as surely fit, each of up to {@code snapshotLength} bytes. */
  FrameBatch(int snapshotLength) {
    capacity = Math.max(1, Math.min(MAX_FRAMES, BYTES / snapshotLength));
    bytes = ByteBuffer.allocate(capacity * snapshotLength);
    ends = new int[capacity];
    originalLengths = new long[capacity];
    timestamps = new long[capacity];
  }

  int capacity() {
    return capacity;
  }

  void clear() {
    size = 0;
    next = 0;
  }

  void add(byte[] frame, long originalLength, long timestamp) {
    int start = start(size);
    bytes.put(start, frame);
    ends[size] = start + frame.length;
    originalLengths[size] = originalLength;
    timestamps[size] = timestamp;
    size++;
  }

  /** Sets the next frame, until all have been. */
  boolean next(Frame frame, int linkType) {
    if (next == size) {
      return false;
    }
    int start = start(next);
    frame.set(bytes, start, ends[next] - start, originalLengths[next], linkType, timestamps[next]);
    next++;
    return true;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
