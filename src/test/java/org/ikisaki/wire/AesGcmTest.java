package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Our AES and GCM beside the standards' examples and the JDK's. */
final class AesGcmTest {
  private static final int ROUNDS = 300;

  private final AesGcm gcm = new AesGcm();
  private final Random random = new Random(1);

  @Test
  void encryptsTheBlockOfFips197AppendixB() {
    int[] block = words(Bytes.hex("3243f6a8885a308d313198a2e0370734"));
    new Aes128(Bytes.hex("2b7e151628aed2a6abf7158809cf4f3c")).encrypt(block);
    assertThat(block).isEqualTo(words(Bytes.hex("3925841d02dc09fbdc118597196a0b32")));
  }

  @Test
  void opensWhatTheJdkSealed() throws GeneralSecurityException {
    for (int round = 0; round < ROUNDS; round++) {
      Sealed sealed = new Sealed(random.nextInt(60), random.nextInt(200));
      byte[] plain = new byte[sealed.plain.length];
      assertThat(sealed.open(plain)).isTrue();
      assertThat(plain).isEqualTo(sealed.plain);
    }
  }

  @Test
  void refusesAnythingElse() throws GeneralSecurityException {
    for (int round = 0; round < ROUNDS; round++) {
      Sealed sealed = new Sealed(1 + random.nextInt(60), random.nextInt(200));
      byte[] tampered = random.nextBoolean() ? sealed.text : sealed.header;
      tampered[random.nextInt(tampered.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      byte[] plain = new byte[sealed.plain.length];
      assertThat(sealed.open(plain)).isFalse();
      assertThat(plain).isEqualTo(new byte[plain.length]);
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int[] words(byte[] bytes) {
    int[] words = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(words);
    return words;
  }

  private final class Sealed {
    private final byte[] key = bytes(16);
    private final byte[] nonce = bytes(12);
    private final byte[] header;
    private final byte[] plain;
    private final byte[] text;

    Sealed(int headerLength, int length) throws GeneralSecurityException {
      header = bytes(headerLength);
      plain = bytes(length);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      GCMParameterSpec parameters = new GCMParameterSpec(AesGcm.TAG * Byte.SIZE, nonce);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), parameters);
      cipher.updateAAD(header);
      text = cipher.doFinal(plain);
    }

    boolean open(byte[] to) {
      byte[] after = Arrays.copyOf(text, text.length + 1);
      return gcm.open(
          new Aes128(key), words(nonce), header, header.length, after, 0, text.length, to);
    }
  }
}
