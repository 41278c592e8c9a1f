package org.ikisaki.service;

import com.google.common.net.InternetDomainName;
import java.util.Set;

/** The part of a host name that somebody registered, by the public suffix list. */
final class DomainNames {
  /** Names that never leave the household (RFC 6762, 8375, and what routers hand out). */
  private static final Set<String> LOCAL_TOP_LEVEL =
      Set.of("local", "lan", "home", "internal", "localdomain", "localhost", "intranet", "private");

  private DomainNames() {}

  static boolean isLocal(String host) {
    int dot = host.lastIndexOf('.');
    return dot < 0
        || LOCAL_TOP_LEVEL.contains(host.substring(dot + 1))
        || host.equals("home.arpa")
        || host.endsWith(".home.arpa");
  }

  /**
   * The registrable domain by registries' suffixes only: all of {@code cloudfront.net} is one, or
   * every customer of a delivery network would be a service. What the list can't help with counts
   * by its last two labels, a public suffix by itself.
   */
  static String registrable(String host) {
    if (InternetDomainName.isValid(host)) {
      InternetDomainName name = InternetDomainName.from(host);
      if (name.isRegistrySuffix()) {
        return host;
      }
      if (name.isUnderRegistrySuffix()) {
        return name.topDomainUnderRegistrySuffix().toString();
      }
    }
    int dot = host.lastIndexOf('.');
    return host.substring(host.lastIndexOf('.', dot - 1) + 1);
  }
}
