package org.ikisaki.service;

import com.google.common.net.InetAddresses;
import org.ikisaki.naming.RegistrableDomain;

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
    if (subject.address().isLocal()) {
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
}
