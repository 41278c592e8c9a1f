package org.ikisaki.wire;

import java.net.InetAddress;

/**
 * A network in CIDR notation (RFC 4632; RFC 4291, 2.3). Bits behind the prefix are cleared.
 *
 * @param length 0–32 for IPv4, 0–128 for IPv6
 */
public record Prefix(IpAddress network, int length) {
  public Prefix {
    int longest = network.isIpv4() ? 32 : 128;
    if (length < 0 || length > longest) {
      throw new IllegalArgumentException(
          "a prefix length of " + network + " is 0 to " + longest + ", not " + length);
    }
    network = network.network(length);
  }

  /** The network of an interface's address. */
  public static Prefix of(InetAddress address, int length) {
    return new Prefix(IpAddress.of(address), length);
  }

  /**
   * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address alone is a network of one.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      IpAddress address = IpAddress.parse(text);
      return new Prefix(address, address.isIpv4() ? 32 : 128);
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    return new Prefix(address, Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(long high, long low) {
    boolean ipv4 = network.isIpv4();
    if (IpAddress.isIpv4(high, low) != ipv4) {
      return false;
    }
    int bits = ipv4 ? length + 96 : length;
    if (bits == 0) {
      return true;
    }
    return bits <= 64
        ? (high ^ network.high()) >>> (64 - bits) == 0
        : high == network.high() && (low ^ network.low()) >>> (128 - bits) == 0;
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}
