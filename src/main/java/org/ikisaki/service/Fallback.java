package org.ikisaki.service;

import com.google.common.net.InetAddresses;
import org.ikisaki.naming.RegistrableDomain;
import org.ikisaki.wire.IpAddress;

/** What a subject is called that no rule knows. */
final class Fallback {
  static final Service LOCAL_NETWORK = new Service("Local network", "local network");
  private static final Service UNNAMED = new Service("(unnamed)", "");

  private Fallback() {}

  static Service service(Subject subject) {
    String host = subject.host();
    if (host != null && isNamed(subject)) {
      return RegistrableDomain.isAtHome(host)
          ? LOCAL_NETWORK
          : new Service(RegistrableDomain.of(host), "");
    }
    if (isLocal(subject.address())) {
      return LOCAL_NETWORK;
    }
    if (subject.asn() == 0) {
      return UNNAMED;
    }
    String org = subject.asOrg().isBlank() ? "" : subject.asOrg().strip() + " ";
    return new Service(
        "AS%s %s(unnamed)".formatted(Integer.toUnsignedString(subject.asn()), org), "");
  }

  /** Clients also send addresses where a name belongs; those name nothing. */
  static boolean isNamed(Subject subject) {
    String host = subject.host();
    return host != null && !host.isEmpty() && !InetAddresses.isInetAddress(host);
  }

  /** Private, link-local, loopback, unspecified and group addresses, and the broadcast address. */
  private static boolean isLocal(IpAddress address) {
    if (address.isIpv4()) {
      int ip = (int) address.low();
      int first = ip >>> 24;
      return first == 10
          || first == 127
          || first == 0
          || (first & 0xf0) == 0xe0
          || (ip >>> 20) == 0xac1
          || (ip >>> 16) == 0xc0a8
          || (ip >>> 16) == 0xa9fe
          || ip == -1;
    }
    int top = (int) (address.high() >>> 48);
    return (top & 0xfe00) == 0xfc00
        || (top & 0xffc0) == 0xfe80
        || (top & 0xff00) == 0xff00
        || (address.high() == 0 && (address.low() == 0 || address.low() == 1));
  }
}
