package org.ikisaki.capture;

/** Sums in 64 bits what the kernel counts in 32. Confined to the capture thread. */
final class WrappingCounter {
  private int last;
  private long sum;

  /** Takes a reading, of which the low 32 bits count. */
  long update(long reading) {
    sum += Integer.toUnsignedLong((int) reading - last);
    last = (int) reading;
    return sum;
  }

  long sum() {
    return sum;
  }
}
