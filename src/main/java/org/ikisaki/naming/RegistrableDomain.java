package org.ikisaki.naming;

import com.google.common.net.InternetDomainName;
import java.util.Set;

/** The part of a host name that somebody registered: what a service is called by default. */
public final class RegistrableDomain {
  /** Public suffixes by the list's letter, but names at home by the RFCs that set them aside. */
  private static final Set<String> HOME_SUFFIXES = Set.of("home.arpa", "local", "internal");

  private RegistrableDomain() {}

  /**
   * The registrable domain of a canonical host name; the host itself where there is none: a name at
   * home, a single label, a public suffix, an IP literal.
   */
  public static String of(String host) {
    if (isAtHome(host) || !InternetDomainName.isValid(host)) {
      return host;
    }
    InternetDomainName name = InternetDomainName.from(host);
    return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : host;
  }

  /** Whether the name lies in the public DNS: under a suffix at which names are registered. */
  static boolean isPublic(String host) {
    return !isAtHome(host)
        && InternetDomainName.isValid(host)
        && InternetDomainName.from(host).hasRegistrySuffix();
  }

  private static boolean isAtHome(String host) {
    for (String suffix : HOME_SUFFIXES) {
      if (host.endsWith(suffix)
          && (host.length() == suffix.length()
              || host.charAt(host.length() - suffix.length() - 1) == '.')) {
        return true;
      }
    }
    return false;
  }
}
