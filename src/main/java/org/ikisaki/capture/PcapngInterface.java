package org.ikisaki.capture;

/**
 * An interface description of a pcapng section: how its packets are to be read.
 *
 * @param snapshotLength 0 for no limit
 * @param resolution the {@code if_tsresol} option: a power of ten, or with the top bit set of two,
 *     whose negative is the unit of its timestamps in seconds
 * @param offset the {@code if_tsoffset} option: seconds to add to each
 */
record PcapngInterface(int linkType, long snapshotLength, int resolution, long offset) {
  static final int MICROSECONDS = 6;

  private static final int POWER_OF_TWO = 0x80;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** As late as the classic format can say: sums of times near it don't overflow. */
  private static final long LATEST_SECOND = 0xffff_ffffL;

  private static final long LATEST = LATEST_SECOND * NANOS_PER_SECOND;

  /** Nanoseconds since 1970 of an unsigned timestamp, held between 1970 and 2106. */
  long nanoseconds(long timestamp) {
    int exponent = resolution & ~POWER_OF_TWO;
    long nanos =
        exponent == resolution ? decimal(timestamp, exponent) : binary(timestamp, exponent);
    if (offset == 0) {
      return nanos;
    }
    long shift = Math.max(-LATEST_SECOND, Math.min(LATEST_SECOND, offset)) * NANOS_PER_SECOND;
    return Math.max(0, Math.min(LATEST, nanos + shift));
  }

  private static long decimal(long timestamp, int exponent) {
    if (exponent <= 9) {
      long factor = powerOfTen(9 - exponent);
      return Long.compareUnsigned(timestamp, LATEST / factor) > 0 ? LATEST : timestamp * factor;
    }
    // Units so small that 64 bits of them are less than a second.
    return exponent > 27
        ? 0
        : Math.min(LATEST, Long.divideUnsigned(timestamp, powerOfTen(exponent - 9)));
  }

  private static long binary(long timestamp, int exponent) {
    if (exponent > 63) {
      return 0;
    }
    long seconds = timestamp >>> exponent;
    if (Long.compareUnsigned(seconds, LATEST_SECOND) >= 0) {
      return LATEST;
    }
    long fraction = timestamp & ((1L << exponent) - 1);
    // Thirty bits are finer than a nanosecond, and their product with 10^9 fits a long.
    long thirtyBits = exponent > 30 ? fraction >>> (exponent - 30) : fraction << (30 - exponent);
    return seconds * NANOS_PER_SECOND + (thirtyBits * NANOS_PER_SECOND >>> 30);
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
