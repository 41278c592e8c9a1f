package org.ikisaki.demo;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes the datagrams with which a QUIC v1 client begins: its ClientHello in CRYPTO frames, padded
 * and encrypted (RFC 9000, 17.2.2; RFC 9001, 5). Confined to one thread.
 */
final class QuicInitials {
  private static final int DATAGRAM = 1200;
  private static final int CRYPTO = 0x06;
  private static final int TWO_BYTE_VARINT = 0x4000;
  private static final int PACKET_NUMBER_LENGTH = 4;
  private static final int TAG = 16;

  /** Flags, version, both connection identifiers, token length, length. */
  private static final int HEADER_BEFORE_NUMBER = 1 + 4 + 1 + 8 + 1 + 1 + 2;

  private static final int PLAINTEXT = DATAGRAM - HEADER_BEFORE_NUMBER - PACKET_NUMBER_LENGTH - TAG;
  private static final int CRYPTO_HEADER = 5;

  private final Cipher gcm;
  private final Cipher ecb;

  QuicInitials() {
    try {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
      ecb = Cipher.getInstance("AES/ECB/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  /** The datagrams that carry {@code hello}, as many as it needs. */
  List<byte[]> datagrams(byte[] destinationConnectionId, byte[] hello) {
    try {
      QuicKeys keys = QuicKeys.ofClient(destinationConnectionId);
      List<byte[]> datagrams = new ArrayList<>();
      int room = PLAINTEXT - CRYPTO_HEADER;
      for (int from = 0; from < hello.length; from += room) {
        byte[] piece = Arrays.copyOfRange(hello, from, Math.min(hello.length, from + room));
        datagrams.add(packet(keys, destinationConnectionId, datagrams.size(), from, piece));
      }
      return datagrams;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt a QUIC Initial", e);
    }
  }

  private byte[] packet(
      QuicKeys keys, byte[] connectionId, int number, int cryptoOffset, byte[] crypto)
      throws GeneralSecurityException {
    Bytes header = new Bytes();
    header.u8(0xc0 | PACKET_NUMBER_LENGTH - 1).u32(1);
    header.u8(connectionId.length).put(connectionId).u8(0).u8(0);
    header.u16(TWO_BYTE_VARINT | PACKET_NUMBER_LENGTH + PLAINTEXT + TAG);
    header.u32(number);
    Bytes plaintext = new Bytes();
    plaintext.u8(CRYPTO).u16(TWO_BYTE_VARINT | cryptoOffset).u16(TWO_BYTE_VARINT | crypto.length);
    plaintext.put(crypto).zeros(PLAINTEXT - plaintext.size());

    byte[] nonce = keys.iv().clone();
    nonce[nonce.length - 1] ^= (byte) number;
    byte[] associated = header.toArray();
    gcm.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(keys.key(), "AES"),
        new GCMParameterSpec(8 * TAG, nonce));
    gcm.updateAAD(associated);
    byte[] packet = header.put(gcm.doFinal(plaintext.toArray())).toArray();
    protectHeader(packet, keys.headerProtection());
    return packet;
  }

  /** Masks the low bits of the first byte and the packet number (RFC 9001, 5.4). */
  private void protectHeader(byte[] packet, byte[] key) throws GeneralSecurityException {
    ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    byte[] mask = ecb.doFinal(packet, HEADER_BEFORE_NUMBER + PACKET_NUMBER_LENGTH, 16);
    packet[0] ^= (byte) (mask[0] & 0x0f);
    for (int i = 0; i < PACKET_NUMBER_LENGTH; i++) {
      packet[HEADER_BEFORE_NUMBER + i] ^= mask[1 + i];
    }
  }
}
