package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Fragment;
import org.ikisaki.wire.Packet;

/**
 * Fragments of UDP that came before the first of their datagram, which alone tells whether they are
 * of interest: the latest few, each for five seconds. All its memory is there from the start.
 * Confined to one capture thread.
 */
final class EarlyFragments {
  static final int CAPACITY = 64;
  private static final int MAX_LENGTH = 2_048;
  private static final long LIFETIME = 5_000_000_000L;

  private final StreamKey[] keys = new StreamKey[CAPACITY];
  private final int[] offsets = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY * MAX_LENGTH);
  private final StreamKey probe = new StreamKey();
  private int next;

  EarlyFragments() {
    for (int i = 0; i < CAPACITY; i++) {
      keys[i] = new StreamKey();
    }
  }

  /** Takes one of a datagram whose first fragment was not seen; the oldest makes room. */
  void hold(Packet later) {
    int length = later.payloadLength();
    if (length == 0 || length > MAX_LENGTH) {
      return;
    }
    keys[next].ofFragment(later);
    offsets[next] = Fragment.offset(later);
    lengths[next] = length;
    times[next] = later.frame().timestamp();
    bytes.put(next * MAX_LENGTH, later.buffer(), later.payloadOffset(), length);
    next = (next + 1) % CAPACITY;
  }

  /** Hands over those of the datagram that {@code first} begins, and forgets them. */
  void release(Packet first, Taker taker) {
    probe.ofFragment(first);
    long now = first.frame().timestamp();
    for (int i = 0; i < CAPACITY; i++) {
      if (lengths[i] > 0 && keys[i].equals(probe)) {
        if (now - times[i] <= LIFETIME) {
          taker.take(offsets[i], bytes, i * MAX_LENGTH, lengths[i]);
        }
        lengths[i] = 0;
      }
    }
  }

  /** Takes a fragment's bytes, which it must not keep. */
  interface Taker {
    void take(int fragmentOffset, ByteBuffer buffer, int index, int length);
  }
}
