package org.ikisaki.wire;

import java.util.HexFormat;

/** IEEE 802 MAC addresses, held in the low six bytes of a {@code long}. */
public final class MacAddress {
  /** No MAC address: the link type has none. */
  public static final long NONE = -1;

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private MacAddress() {}

  public static String format(long mac) {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (mac >>> (40 - 8 * i));
    }
    return COLONS.formatHex(bytes);
  }

  /**
   * Reads six colon-separated hexadecimal bytes.
   *
   * @throws IllegalArgumentException if {@code text} is no MAC address
   */
  public static long parse(String text) {
    byte[] bytes = COLONS.parseHex(text);
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has six bytes: " + text);
    }
    long mac = 0;
    for (byte b : bytes) {
      mac = mac << 8 | (b & 0xff);
    }
    return mac;
  }

  /** Whether it addresses a group: broadcast included (IEEE 802, I/G bit). */
  public static boolean isGroup(long mac) {
    return (mac >>> 40 & 1) != 0;
  }

  /** Whether it was made up locally, as phones that hide their own do (IEEE 802, U/L bit). */
  public static boolean isLocallyAdministered(long mac) {
    return (mac >>> 40 & 2) != 0;
  }
}
