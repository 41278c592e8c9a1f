package org.ikisaki.geo;

import org.ikisaki.wire.IpAddress;

/**
 * Addresses that are nowhere (RFC 6890): no database is asked for them, as some answer all the
 * same. The documentation networks are not among them; no database lists them.
 */
public final class SpecialAddresses {
  private SpecialAddresses() {}

  public static boolean contains(IpAddress address) {
    return address.isIpv4() ? ipv4((int) address.low()) : ipv6(address.high(), address.low());
  }

  private static boolean ipv4(int ip) {
    return switch (ip >>> 24) {
      case 0, 10, 127 -> true;
      case 100 -> (ip >>> 22) == (100 << 2 | 1);
      case 169 -> (ip >>> 16) == (169 << 8 | 254);
      case 172 -> (ip >>> 20) == (172 << 4 | 1);
      case 192 -> (ip >>> 16) == (192 << 8 | 168);
      default -> (ip >>> 24) >= 224;
    };
  }

  private static boolean ipv6(long high, long low) {
    int top = (int) (high >>> 48);
    return (top & 0xff00) == 0xff00
        || (top & 0xfe00) == 0xfc00
        || (top & 0xff80) == 0xfe80
        || (high == 0 && (low == 0 || low == 1));
  }
}
