package org.ikisaki.wire;

/**
 * AES with a key of 128 bits, in the direction that counter mode and header protection need (FIPS
 * 197), by the tables of Daemen and Rijmen. Immutable.
 *
 * <p>Only for keys that everybody knows: a look-up in a table takes a time that tells of the key.
 * The JDK's own is several times slower as long as the second compiler hasn't seen it.
 */
final class Aes128 {
  static final int BLOCK = 16;

  private static final int ROUNDS = 10;
  private static final int WORDS = 4;

  /** The polynomial of the field, without its highest bit. */
  private static final int POLYNOMIAL = 0x1b;

  private static final int[] SUBSTITUTES = substitutes();

  // A byte's part in a column after substitution and mixing, for each of the four rows.
  private static final int[] ROW_0 = row(0);
  private static final int[] ROW_1 = row(8);
  private static final int[] ROW_2 = row(16);
  private static final int[] ROW_3 = row(24);

  private final int[] schedule = new int[WORDS * (ROUNDS + 1)];

  Aes128(byte[] key) {
    for (int i = 0; i < WORDS; i++) {
      schedule[i] = BigEndian.i32(key, 4 * i);
    }
    int roundConstant = 1;
    for (int i = WORDS; i < schedule.length; i++) {
      int word = schedule[i - 1];
      if (i % WORDS == 0) {
        word = substitute(Integer.rotateLeft(word, 8)) ^ roundConstant << 24;
        roundConstant = twice(roundConstant);
      }
      schedule[i] = schedule[i - WORDS] ^ word;
    }
  }

  /** Encrypts the four words of a block in place. */
  void encrypt(int[] block) {
    int[] keys = schedule;
    int a = block[0] ^ keys[0];
    int b = block[1] ^ keys[1];
    int c = block[2] ^ keys[2];
    int d = block[3] ^ keys[3];
    int k = WORDS;
    for (int round = 1; round < ROUNDS; round++) {
      int a1 = mix(a, b, c, d) ^ keys[k];
      int b1 = mix(b, c, d, a) ^ keys[k + 1];
      int c1 = mix(c, d, a, b) ^ keys[k + 2];
      d = mix(d, a, b, c) ^ keys[k + 3];
      a = a1;
      b = b1;
      c = c1;
      k += WORDS;
    }
    block[0] = substitute(shift(a, b, c, d)) ^ keys[k];
    block[1] = substitute(shift(b, c, d, a)) ^ keys[k + 1];
    block[2] = substitute(shift(c, d, a, b)) ^ keys[k + 2];
    block[3] = substitute(shift(d, a, b, c)) ^ keys[k + 3];
  }

  private static int mix(int a, int b, int c, int d) {
    return ROW_0[a >>> 24] ^ ROW_1[b >>> 16 & 0xff] ^ ROW_2[c >>> 8 & 0xff] ^ ROW_3[d & 0xff];
  }

  private static int shift(int a, int b, int c, int d) {
    return a & 0xff00_0000 | b & 0xff_0000 | c & 0xff00 | d & 0xff;
  }

  private static int substitute(int word) {
    return SUBSTITUTES[word >>> 24] << 24
        | SUBSTITUTES[word >>> 16 & 0xff] << 16
        | SUBSTITUTES[word >>> 8 & 0xff] << 8
        | SUBSTITUTES[word & 0xff];
  }

  private static int[] row(int rotation) {
    int[] row = new int[256];
    for (int i = 0; i < row.length; i++) {
      int s = SUBSTITUTES[i];
      int column = twice(s) << 24 | s << 16 | s << 8 | twice(s) ^ s;
      row[i] = Integer.rotateRight(column, rotation);
    }
    return row;
  }

  /** The inverse in the field, and an affine map of it (FIPS 197, 5.1.1). */
  private static int[] substitutes() {
    int[] substitutes = new int[256];
    int power = 1;
    int inverse = 1;
    do {
      // Three generates all of the field but zero, and 0xf6 is its inverse.
      power ^= twice(power);
      inverse ^= inverse << 1;
      inverse ^= inverse << 2;
      inverse ^= inverse << 4;
      inverse &= 0xff;
      inverse ^= (inverse & 0x80) == 0 ? 0 : 0x09;
      int spread = inverse * 0x0101;
      int affine = spread ^ spread << 1 ^ spread << 2 ^ spread << 3 ^ spread << 4;
      substitutes[power] = affine >>> 8 & 0xff ^ 0x63;
    } while (power != 1);
    substitutes[0] = 0x63;
    return substitutes;
  }

  private static int twice(int element) {
    return (element << 1 ^ ((element & 0x80) == 0 ? 0 : POLYNOMIAL)) & 0xff;
  }
}
