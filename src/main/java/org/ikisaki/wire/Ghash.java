package org.ikisaki.wire;

/**
 * The universal hash of Galois/Counter Mode (NIST SP 800-38D, 6.4), eight bits at a time by Shoup's
 * tables. Confined to one thread.
 *
 * <p>A block is two words, of which the highest bit of the first is the coefficient of 1.
 */
final class Ghash {
  /** 1 + x + x² + x⁷, which is x¹²⁸. */
  private static final long POLYNOMIAL = 0xe1L << 56;

  /** What eight coefficients that were shifted out, of x¹²⁸ to x¹³⁵, come to. */
  private static final long[] REDUCED = reduced();

  // Every byte times the key.
  private final long[] high = new long[256];
  private final long[] low = new long[256];

  private long sumHigh;
  private long sumLow;

  /** Begins anew under a key. */
  void start(long keyHigh, long keyLow) {
    sumHigh = 0;
    sumLow = 0;
    long h = keyHigh;
    long l = keyLow;
    for (int bit = 0x80; bit > 0; bit >>= 1) {
      high[bit] = h;
      low[bit] = l;
      for (int less = bit << 1; less < 256; less += bit << 1) {
        high[less | bit] = high[less] ^ h;
        low[less | bit] = low[less] ^ l;
      }
      long overflow = -(l & 1) & POLYNOMIAL;
      l = l >>> 1 | h << 63;
      h = h >>> 1 ^ overflow;
    }
  }

  /** Takes in one block. */
  void add(long blockHigh, long blockLow) {
    long h = 0;
    long l = 0;
    long word = sumLow ^ blockLow;
    for (int half = 0; half < 2; half++) {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        int b = (int) (word >>> shift) & 0xff;
        long overflow = REDUCED[(int) l & 0xff];
        l = (l >>> 8 | h << 56) ^ low[b];
        h = h >>> 8 ^ overflow ^ high[b];
      }
      word = sumHigh ^ blockHigh;
    }
    sumHigh = h;
    sumLow = l;
  }

  /** Takes in bytes, and zeros up to a whole block. */
  void add(byte[] bytes, int from, int length) {
    int whole = from + length / Aes128.BLOCK * Aes128.BLOCK;
    for (int at = from; at < whole; at += Aes128.BLOCK) {
      add(BigEndian.i64(bytes, at), BigEndian.i64(bytes, at + 8));
    }
    if (whole < from + length) {
      byte[] last = new byte[Aes128.BLOCK];
      System.arraycopy(bytes, whole, last, 0, from + length - whole);
      add(BigEndian.i64(last, 0), BigEndian.i64(last, 8));
    }
  }

  long high() {
    return sumHigh;
  }

  long low() {
    return sumLow;
  }

  private static long[] reduced() {
    long[] reduced = new long[256];
    for (int i = 0; i < reduced.length; i++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        if ((i & 0x80 >>> bit) != 0) {
          reduced[i] ^= POLYNOMIAL >>> bit;
        }
      }
    }
    return reduced;
  }
}
