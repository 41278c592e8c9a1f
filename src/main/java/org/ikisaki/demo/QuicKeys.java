package org.ikisaki.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that protect a client's QUIC v1 Initials: they follow from its first destination
 * connection identifier (RFC 9001, 5.2).
 */
final class QuicKeys {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] SALT =
      HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");

  private final byte[] key;
  private final byte[] iv;
  private final byte[] headerProtection;

  private QuicKeys(byte[] key, byte[] iv, byte[] headerProtection) {
    this.key = key;
    this.iv = iv;
    this.headerProtection = headerProtection;
  }

  byte[] key() {
    return key;
  }

  byte[] iv() {
    return iv;
  }

  byte[] headerProtection() {
    return headerProtection;
  }

  static QuicKeys ofClient(byte[] destinationConnectionId) throws GeneralSecurityException {
    byte[] initial = hmac(SALT, destinationConnectionId);
    byte[] client = expand(initial, "client in", 32);
    return new QuicKeys(
        expand(client, "quic key", 16),
        expand(client, "quic iv", 12),
        expand(client, "quic hp", 16));
  }

  /** HKDF-Expand-Label (RFC 8446, 7.1) for lengths of one block. */
  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    byte[] info = new Bytes().u16(length).u8(full.length).put(full).u8(0).u8(1).toArray();
    return Arrays.copyOf(hmac(secret, info), length);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(data);
  }
}
