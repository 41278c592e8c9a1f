package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** Names of the reverse tree (RFC 1035, 3.5; RFC 3596, 2.5), and what they lead to. */
final class ReverseNames {
  private static final String IPV4 = ".in-addr.arpa";
  private static final String IPV6 = ".ip6.arpa";
  private static final int IPV4_LABELS = 4;
  private static final int IPV6_LABELS = 32;

  /**
   * Under these, hosting and delivery networks name their own machines, whoever's traffic those
   * serve; each network's documentation of its reverse names tells so.
   */
  private static final Set<String> PROVIDERS =
      Set.of(
          "1e100.net",
          "akamaitechnologies.com",
          "akamaiedge.net",
          "amazonaws.com",
          "cloudfront.net",
          "awsglobalaccelerator.com",
          "bc.googleusercontent.com",
          "cloudapp.net",
          "cloudapp.azure.com",
          "fastly.net",
          "cloudflare.com",
          "llnw.net",
          "edgecastcdn.net",
          "linode.com",
          "linodeusercontent.com",
          "members.linode.com",
          "ovh.net",
          "your-server.de",
          "vultrusercontent.com",
          "oraclecloud.com",
          "contaboserver.net",
          "hwclouds-dns.com");

  private ReverseNames() {}

  /** The address that a name of the reverse tree stands for, null for any other name. */
  static @Nullable IpAddress address(String name) {
    if (name.endsWith(IPV4)) {
      List<String> labels = reversed(name.substring(0, name.length() - IPV4.length()));
      return labels.size() == IPV4_LABELS ? parse(String.join(".", labels)) : null;
    }
    if (name.endsWith(IPV6)) {
      List<String> labels = reversed(name.substring(0, name.length() - IPV6.length()));
      return labels.size() == IPV6_LABELS ? parse(groups(labels)) : null;
    }
    return null;
  }

  /**
   * Whether a pointer's target tells where a machine is hosted and not what it serves: it lies in a
   * provider's own domain, or is made of the address.
   */
  static boolean isHosting(String host, IpAddress address) {
    for (int dot = -1; ; ) {
      if (PROVIDERS.contains(host.substring(dot + 1))) {
        return true;
      }
      dot = host.indexOf('.', dot + 1);
      if (dot < 0) {
        return isMadeOf(host, address);
      }
    }
  }

  /** Whether the octets stand in the name, in either order, or as hexadecimal digits. */
  private static boolean isMadeOf(String host, IpAddress address) {
    if (!address.isIpv4()) {
      return false;
    }
    int ip = (int) address.low();
    List<String> octets = new ArrayList<>();
    for (int shift = 24; shift >= 0; shift -= 8) {
      octets.add(Integer.toString(ip >>> shift & 0xff));
    }
    List<String> numbers = List.of(host.split("[^0-9]+", -1));
    boolean inOrder = Collections.indexOfSubList(numbers, octets) >= 0;
    Collections.reverse(octets);
    return inOrder
        || Collections.indexOfSubList(numbers, octets) >= 0
        || host.contains("%08x".formatted(ip));
  }

  private static List<String> reversed(String labels) {
    List<String> list = new ArrayList<>(List.of(labels.split("\\.", -1)));
    Collections.reverse(list);
    return list;
  }

  private static String groups(List<String> nibbles) {
    StringBuilder text = new StringBuilder(40);
    for (int i = 0; i < IPV6_LABELS; i++) {
      text.append(i > 0 && i % 4 == 0 ? ":" : "").append(nibbles.get(i));
    }
    return text.toString();
  }

  private static @Nullable IpAddress parse(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
