package org.ikisaki.trace.read;

import com.google.common.net.InetAddresses;
import java.util.Optional;
import org.ikisaki.wire.IpAddress;

/** Addresses in text, never looked up. */
final class Addresses {
  private Addresses() {}

  static Optional<IpAddress> parse(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return InetAddresses.isInetAddress(bare)
        ? Optional.of(IpAddress.of(InetAddresses.forString(bare)))
        : Optional.empty();
  }
}
