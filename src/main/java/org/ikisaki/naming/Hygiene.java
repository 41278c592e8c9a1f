package org.ikisaki.naming;

import org.ikisaki.wire.IpAddress;

/** Which answers are no evidence: those that block a name, or lead a public one into the home. */
final class Hygiene {
  private Hygiene() {}

  /** Whether an answer may name {@code address} as {@code host}. */
  static boolean mayName(String host, IpAddress address) {
    return isUnicast(address) && !(isPrivate(address) && RegistrableDomain.isPublic(host));
  }

  /** Neither unspecified, nor loopback, nor a group or a limited broadcast. */
  private static boolean isUnicast(IpAddress address) {
    if (address.isIpv4()) {
      int first = (int) (address.low() >>> 24) & 0xff;
      return first != 0 && first != 127 && first < 224;
    }
    boolean isUnspecifiedOrLoopback = address.high() == 0 && address.low() >>> 1 == 0;
    return !isUnspecifiedOrLoopback && address.high() >>> 56 != 0xff;
  }

  /** RFC 1918, shared (RFC 6598), link-local and unique local addresses. */
  static boolean isPrivate(IpAddress address) {
    if (address.isIpv4()) {
      int a = (int) address.low();
      return a >>> 24 == 10
          || a >>> 20 == 0xac1
          || a >>> 16 == 0xc0a8
          || a >>> 16 == 0xa9fe
          || a >>> 22 == 0x6440_0000 >>> 22;
    }
    int first = (int) (address.high() >>> 48);
    return (first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfe80;
  }
}
