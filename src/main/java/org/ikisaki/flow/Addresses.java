package org.ikisaki.flow;

import org.ikisaki.wire.IpAddress;

/** What an IP address says of its own reach. */
final class Addresses {
  private static final int IPV4_BROADCAST = 0xffff_ffff;

  private Addresses() {}

  /** Multicast, or the limited broadcast (RFC 1112, RFC 919, RFC 4291 2.7). */
  static boolean isGroup(long high, long low) {
    if (IpAddress.isIpv4(high, low)) {
      int address = (int) low;
      return address >>> 28 == 0xe || address == IPV4_BROADCAST;
    }
    return high >>> 56 == 0xff;
  }

  static boolean isUnspecified(long high, long low) {
    return high == 0 && (low == 0 || low == IpAddress.ipv4Low(0));
  }

  /** Whether no router forwards packets from it: link-local or unspecified (RFC 3927, RFC 4291). */
  static boolean isLinkScoped(long high, long low) {
    if (IpAddress.isIpv4(high, low)) {
      return (int) low >>> 16 == 0xa9fe || (int) low == 0;
    }
    return high >>> 54 == 0xfe80 >>> 6 || isUnspecified(high, low);
  }
}
