package org.ikisaki.demo;

/**
 * Payload that looks encrypted. What is captured of it is refreshed a little for each packet; the
 * rest is zeros that never leave the wire. Confined to one thread.
 */
final class Filler {
  private static final int APPLICATION_DATA = 23;
  private static final int RECORD_HEADER = 5;
  private static final int LARGEST_RECORD = 16_384;

  /** Random first bytes would look like RTCP or WireGuard every so often. */
  private static final byte NOTHING_KNOWN = 0x5a;

  private final byte[] bytes;
  private final Dice dice;

  Filler(Dice dice) {
    this.dice = dice;
    this.bytes = dice.bytes(Wire.FILLER_CAPTURED);
  }

  byte[] bytes() {
    return bytes;
  }

  /** How much of a payload of {@code length} bytes is captured. */
  static int captured(int length) {
    return Math.min(length, Wire.FILLER_CAPTURED);
  }

  /** A payload of no known form. */
  byte[] opaque() {
    refresh(1);
    bytes[0] = NOTHING_KNOWN;
    return bytes;
  }

  /** A datagram of no known form. */
  static byte[] datagram(Dice dice, int length) {
    byte[] datagram = dice.bytes(length);
    datagram[0] = NOTHING_KNOWN;
    return datagram;
  }

  /** A segment that is a TLS record of application data. */
  byte[] record(int length) {
    int content = Math.min(Math.max(length - RECORD_HEADER, 0), LARGEST_RECORD);
    bytes[0] = APPLICATION_DATA;
    bytes[1] = 3;
    bytes[2] = 3;
    bytes[3] = (byte) (content >>> 8);
    bytes[4] = (byte) content;
    refresh(RECORD_HEADER);
    return bytes;
  }

  /** A QUIC packet with a short header (RFC 9000, 17.3.1), up to {@code server} or down. */
  byte[] shortHeader(boolean up, byte[] server) {
    refresh(up ? 1 + server.length : 1);
    bytes[0] = (byte) (0x40 | (bytes[bytes.length - 1] & 0x3f));
    if (up) {
      System.arraycopy(server, 0, bytes, 1, server.length);
    }
    return bytes;
  }

  private void refresh(int from) {
    long fresh = dice.nextLong();
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[from + i] = (byte) (fresh >>> (8 * i));
    }
    bytes[bytes.length - 1] = (byte) (fresh >>> 5);
  }
}
