package org.ikisaki.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Authenticated decryption in Galois/Counter Mode (NIST SP 800-38D, 7.2) with nonces of 96 bits and
 * tags of 128. Confined to one thread.
 */
final class AesGcm {
  static final int TAG = 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int FIRST_COUNTER = 1;

  private final Ghash hash = new Ghash();
  private final int[] block = new int[4];

  /**
   * Decrypts {@code text}, which ends with its tag, into {@code plain} from index 0.
   *
   * @param nonce three words
   * @param header what is authenticated and not encrypted
   * @return false if the tag is another's, and nothing was decrypted
   */
  boolean open(
      Aes128 key,
      int[] nonce,
      byte[] header,
      int headerLength,
      byte[] text,
      int at,
      int length,
      byte[] plain) {
    int size = length - TAG;
    encrypt(key, 0, 0, 0, 0);
    hash.start(word(0), word(2));
    hash.add(header, 0, headerLength);
    hash.add(text, at, size);
    hash.add((long) headerLength * Byte.SIZE, (long) size * Byte.SIZE);
    encrypt(key, nonce[0], nonce[1], nonce[2], FIRST_COUNTER);
    if ((hash.high() ^ word(0)) != BigEndian.i64(text, at + size)
        || (hash.low() ^ word(2)) != BigEndian.i64(text, at + size + 8)) {
      return false;
    }
    for (int i = 0; i < size; i += Aes128.BLOCK) {
      encrypt(key, nonce[0], nonce[1], nonce[2], FIRST_COUNTER + 1 + i / Aes128.BLOCK);
      add(text, at + i, Math.min(size - i, Aes128.BLOCK), plain, i);
    }
    return true;
  }

  /** Adds the block to some text. */
  private void add(byte[] text, int at, int length, byte[] plain, int to) {
    int whole = length & ~3;
    for (int i = 0; i < whole; i += 4) {
      INT.set(plain, to + i, BigEndian.i32(text, at + i) ^ block[i / 4]);
    }
    for (int i = whole; i < length; i++) {
      plain[to + i] = (byte) (text[at + i] ^ block[i / 4] >>> (24 - i % 4 * 8));
    }
  }

  private void encrypt(Aes128 key, int a, int b, int c, int d) {
    block[0] = a;
    block[1] = b;
    block[2] = c;
    block[3] = d;
    key.encrypt(block);
  }

  private long word(int first) {
    return (long) block[first] << 32 | block[first + 1] & 0xffff_ffffL;
  }
}
