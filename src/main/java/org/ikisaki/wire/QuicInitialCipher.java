package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens the Initial packets of QUIC clients. Their keys follow from what is on the wire (RFC 9001,
 * 5.2), so anyone who listens can read the ClientHello. Confined to one thread.
 */
public final class QuicInitialCipher {
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_LENGTH = 32;
  private static final int KEY_LENGTH = 16;
  private static final int IV_LENGTH = 12;

  /** The sample for header protection begins where the longest packet number would end. */
  private static final int SAMPLE_OFFSET = 4;

  private static final int PROTECTED_BITS = 0x0f;
  private static final int MAX_HEADER = 1_500;

  private final Mac hmac;
  private final AesGcm gcm = new AesGcm();
  private final int[] mask = new int[Aes128.BLOCK / Integer.BYTES];
  private final int[] nonce = new int[IV_LENGTH / Integer.BYTES];
  private final byte[] header = new byte[MAX_HEADER + Integer.BYTES];

  public QuicInitialCipher() {
    try {
      hmac = Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA256", e);
    }
  }

  /** The keys of a client whose first Initial has this packet's destination connection ID. */
  public QuicInitialKeys keys(QuicPacket packet) {
    String prefix = packet.version().labelPrefix();
    byte[] initial = hmac(packet.version().salt(), packet.destinationConnectionId());
    byte[] client = expandLabel(initial, "client in", SECRET_LENGTH);
    return new QuicInitialKeys(
        expandLabel(client, prefix + " key", KEY_LENGTH),
        expandLabel(client, prefix + " iv", IV_LENGTH),
        expandLabel(client, prefix + " hp", KEY_LENGTH));
  }

  /**
   * Decrypts an Initial packet into {@code frames}, from index 0.
   *
   * @param frames of an array from its beginning
   * @return how many bytes that made, or -1 if these are not the packet's keys
   */
  public int open(QuicPacket packet, QuicInitialKeys keys, ByteBuffer frames) {
    byte[] bytes = BigEndian.array(packet.buffer());
    int offset = packet.offset();
    int number = packet.packetNumberOffset();
    if (packet.end() - number < SAMPLE_OFFSET + Aes128.BLOCK || number - offset > MAX_HEADER) {
      return -1;
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = BigEndian.i32(bytes, number + SAMPLE_OFFSET + i * Integer.BYTES);
    }
    new Aes128(keys.headerKey()).encrypt(mask);

    int first = bytes[offset] ^ (mask[0] >>> 24 & PROTECTED_BITS);
    int numberLength = (first & 3) + 1;
    int unused = Integer.SIZE - numberLength * Byte.SIZE;
    int numberMask = mask[0] << 8 | mask[1] >>> 24;
    int packetNumber = (BigEndian.i32(bytes, number) ^ numberMask) >>> unused;
    int headerLength = number - offset + numberLength;
    int length = packet.end() - offset - headerLength;
    if (length < AesGcm.TAG || length - AesGcm.TAG > frames.capacity()) {
      return -1;
    }
    System.arraycopy(bytes, offset, header, 0, number - offset);
    header[0] = (byte) first;
    for (int i = 0; i < numberLength; i++) {
      header[number - offset + i] = (byte) (packetNumber >>> (numberLength - 1 - i) * Byte.SIZE);
    }
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = BigEndian.i32(keys.iv(), i * Integer.BYTES);
    }
    nonce[nonce.length - 1] ^= packetNumber;
    boolean isOpen =
        gcm.open(
            new Aes128(keys.key()),
            nonce,
            header,
            headerLength,
            bytes,
            offset + headerLength,
            length,
            BigEndian.array(frames));
    return isOpen ? length - AesGcm.TAG : -1;
  }

  /** HKDF-Expand-Label without context (RFC 8446, 7.1) for at most one block of output. */
  private byte[] expandLabel(byte[] secret, String label, int length) {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + name.length + 1 + 1);
    info.putShort((short) length).put((byte) name.length).put(name).put((byte) 0).put((byte) 1);
    byte[] block = hmac(secret, info.array());
    return length == block.length ? block : Arrays.copyOf(block, length);
  }

  private byte[] hmac(byte[] key, byte[] data) {
    try {
      Key secret = new SecretKeySpec(key, HMAC);
      hmac.init(secret);
      return hmac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("HMAC takes any key", e);
    }
  }
}
