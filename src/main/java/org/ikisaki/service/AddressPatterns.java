package org.ikisaki.service;

import java.util.Locale;
import org.ikisaki.wire.IpAddress;

/** Reads what stands under {@code networks} and {@code as}; errors are for users. */
final class AddressPatterns {
  private static final int MAX_TEXT = 64;

  private AddressPatterns() {}

  /** {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address. */
  static Pattern network(String written) {
    int slash = written.indexOf('/');
    IpAddress address = address(slash < 0 ? written : written.substring(0, slash));
    int bits = address.isIpv4() ? 32 : 128;
    int length = slash < 0 ? bits : length(written.substring(slash + 1), bits);
    IpAddress network = address.network(length);
    if (!network.equals(address)) {
      throw new IllegalArgumentException(
          "has bits set beyond its length; write %s/%d".formatted(network, length));
    }
    return new Pattern.Network(network, length);
  }

  /** {@code 64500} or {@code AS64500}. */
  static Pattern autonomousSystem(String written) {
    String digits =
        written.toUpperCase(Locale.ROOT).startsWith("AS") ? written.substring(2) : written;
    try {
      long number = digits.length() > 10 ? 0 : Long.parseLong(digits);
      if (number > 0 && number <= 0xffff_ffffL) {
        return new Pattern.AutonomousSystem((int) number);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("is no AS number; write one such as 64500");
  }

  private static IpAddress address(String text) {
    try {
      if (text.length() <= MAX_TEXT) {
        return IpAddress.parse(text);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "is no network; write one such as 192.0.2.0/24 or 2001:db8::/32");
  }

  private static int length(String text, int bits) {
    try {
      int length = text.length() > 3 ? -1 : Integer.parseInt(text);
      if (length > 0 && length <= bits) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("needs a length from 1 to %d after the '/'".formatted(bits));
  }
}
