package org.ikisaki.naming;

import com.google.common.net.InternetDomainName;
import java.util.Set;

/** The part of a host name that somebody registered, by the public suffix list. */
public final class RegistrableDomain {
  /** Names that never leave the household (RFC 6762, 8375, and what routers hand out). */
  private static final Set<String> HOME_TOP_LEVEL =
      Set.of("local", "lan", "home", "internal", "localdomain", "localhost", "intranet", "private");

  private RegistrableDomain() {}

  /**
   * The registrable domain by registries' suffixes only: all of {@code cloudfront.net} is one, or
   * every customer of a delivery network would be a service. What the list can't help with counts
   * by its last two labels, a public suffix by itself. A wildcard's is that of the domain it stands
   * in.
   */
  public static String of(String hostOrWildcard) {
    String host = hostOrWildcard.startsWith("*.") ? hostOrWildcard.substring(2) : hostOrWildcard;
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

  /** Whether the name never leaves the household: a single label too. */
  public static boolean isAtHome(String host) {
    int dot = host.lastIndexOf('.');
    return dot < 0
        || HOME_TOP_LEVEL.contains(host.substring(dot + 1))
        || host.equals("home.arpa")
        || host.endsWith(".home.arpa");
  }

  /** Whether the name lies in the public DNS: under a suffix at which names are registered. */
  static boolean isPublic(String host) {
    return !isAtHome(host)
        && InternetDomainName.isValid(host)
        && InternetDomainName.from(host).hasRegistrySuffix();
  }
}
