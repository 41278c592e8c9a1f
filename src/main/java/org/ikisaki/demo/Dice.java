package org.ikisaki.demo;

import java.util.List;

/**
 * Random numbers that are the same on every JDK: SplitMix64 (Steele, Lea, Flood 2014). Confined to
 * one thread.
 */
final class Dice {
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }

  int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  /** From 0 to {@code bound}, exclusive. */
  int below(int bound) {
    return (int) ((nextLong() >>> 33) % bound);
  }

  /** From {@code low} to {@code high}, both inclusive. */
  long between(long low, long high) {
    return low + (nextLong() >>> 1) % (high - low + 1);
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  /** A value within a fifth of {@code value}: nothing in a household is on time. */
  long about(long value) {
    return between(value - value / 5, value + value / 5);
  }

  <T> T pick(List<T> items) {
    return items.get(below(items.size()));
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (nextLong() >>> 56);
    }
    return bytes;
  }

  /** Lower-case letters and digits, as delivery networks name their servers. */
  String letters(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(Character.forDigit(below(36), 36));
    }
    return text.toString();
  }
}
