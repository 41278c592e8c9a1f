package org.ikisaki.flow;

import java.util.SplittableRandom;

/**
 * A hash of addresses and ports whose collisions nobody on the network can bring about.
 *
 * <p>Multilinear-HM of Lemire and Kaser ("Strongly universal string hashing is fast", 2014) over
 * ten 32-bit words, under keys that are drawn anew for each instance. Nothing that is reported
 * depends on them: they choose a bucket, never which flow makes room.
 */
final class FlowHash {
  private static final long WORD = 0xffff_ffffL;

  private final long[] keys = new SplittableRandom().longs(11).toArray();

  /** The {@code bits} best bits of the hash. */
  int of(long high0, long low0, long high1, long low1, int ports, int protocol, int bits) {
    long[] k = keys;
    long sum =
        k[0]
            + (k[1] + (high0 >>> 32)) * (k[2] + (high0 & WORD))
            + (k[3] + (low0 >>> 32)) * (k[4] + (low0 & WORD))
            + (k[5] + (high1 >>> 32)) * (k[6] + (high1 & WORD))
            + (k[7] + (low1 >>> 32)) * (k[8] + (low1 & WORD))
            + (k[9] + (ports & WORD)) * (k[10] + (protocol & WORD));
    return (int) (sum >>> (64 - bits));
  }
}
