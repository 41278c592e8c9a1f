package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
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
  private static final int TAG_LENGTH = 16;

  /** The sample for header protection begins where the longest packet number would end. */
  private static final int SAMPLE_OFFSET = 4;

  private static final int SAMPLE_LENGTH = 16;
  private static final int PROTECTED_BITS = 0x0f;
  private static final int MAX_HEADER = 1_500;

  private final Mac hmac;
  private final Cipher header;
  private final Cipher payload;
  private final byte[] sample = new byte[SAMPLE_LENGTH];
  private final byte[] mask = new byte[SAMPLE_LENGTH];
  private final byte[] nonce = new byte[IV_LENGTH];

  public QuicInitialCipher() {
    try {
      hmac = Mac.getInstance(HMAC);
      header = Cipher.getInstance("AES/ECB/NoPadding");
      payload = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA256 and AES", e);
    }
  }

  /** The keys of a client whose first Initial has this packet's destination connection ID. */
  public QuicInitialKeys keys(QuicPacket packet) {
    String prefix = packet.version().labelPrefix();
    byte[] initial = hmac(packet.version().salt(), packet.destinationConnectionId());
    byte[] client = expandLabel(initial, "client in", SECRET_LENGTH);
    return new QuicInitialKeys(
        new SecretKeySpec(expandLabel(client, prefix + " key", KEY_LENGTH), "AES"),
        expandLabel(client, prefix + " iv", IV_LENGTH),
        new SecretKeySpec(expandLabel(client, prefix + " hp", KEY_LENGTH), "AES"));
  }

  /**
   * Decrypts an Initial packet into {@code frames}, from index 0.
   *
   * @return how many bytes that made, or -1 if these are not the packet's keys
   */
  public int open(QuicPacket packet, QuicInitialKeys keys, ByteBuffer frames) {
    ByteBuffer buffer = packet.buffer();
    int offset = packet.offset();
    int number = packet.packetNumberOffset();
    if (packet.end() - number < SAMPLE_OFFSET + SAMPLE_LENGTH || number - offset > MAX_HEADER) {
      return -1;
    }
    try {
      buffer.get(number + SAMPLE_OFFSET, sample);
      header.init(Cipher.ENCRYPT_MODE, keys.headerKey());
      header.doFinal(sample, 0, SAMPLE_LENGTH, mask);

      int first = buffer.get(offset) ^ (mask[0] & PROTECTED_BITS);
      int numberLength = (first & 3) + 1;
      int headerLength = number - offset + numberLength;
      byte[] plainHeader = new byte[headerLength];
      buffer.get(offset, plainHeader);
      plainHeader[0] = (byte) first;
      System.arraycopy(keys.iv(), 0, nonce, 0, IV_LENGTH);
      for (int i = 0; i < numberLength; i++) {
        plainHeader[number - offset + i] ^= mask[1 + i];
        nonce[IV_LENGTH - numberLength + i] ^= plainHeader[number - offset + i];
      }

      int cipherText = offset + headerLength;
      int length = packet.end() - cipherText;
      if (length < TAG_LENGTH || length - TAG_LENGTH > frames.capacity()) {
        return -1;
      }
      payload.init(Cipher.DECRYPT_MODE, keys.key(), new GCMParameterSpec(8 * TAG_LENGTH, nonce));
      payload.updateAAD(plainHeader);
      return payload.doFinal(buffer.slice(cipherText, length), frames.clear());
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("lengths were checked, and AES takes any key", e);
    }
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
