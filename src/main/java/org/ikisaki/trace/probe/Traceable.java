package org.ikisaki.trace.probe;

import java.util.Optional;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Prefix;

/** Which addresses a packet can travel to, over routers (RFC 6890, RFC 1112, RFC 4291). */
public final class Traceable {
  private static final Prefix THIS_NETWORK = Prefix.parse("0.0.0.0/8");
  private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");
  private static final Prefix LINK_LOCAL = Prefix.parse("169.254.0.0/16");
  private static final Prefix MULTICAST = Prefix.parse("224.0.0.0/4");
  private static final Prefix RESERVED = Prefix.parse("240.0.0.0/4");
  private static final IpAddress BROADCAST = IpAddress.parse("255.255.255.255");

  private static final IpAddress LOOPBACK6 = IpAddress.parse("::1");
  private static final Prefix LINK_LOCAL6 = Prefix.parse("fe80::/10");
  private static final Prefix MULTICAST6 = Prefix.parse("ff00::/8");
  private static final Prefix DISCARD6 = Prefix.parse("100::/64");
  private static final Prefix COMPATIBLE6 = Prefix.parse("::/96");

  private Traceable() {}

  /** Why not, for the user; empty if it can be traced. */
  public static Optional<String> refusal(IpAddress address) {
    String why = address.isIpv4() ? refusalOfIpv4(address) : refusalOfIpv6(address);
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  private static String refusalOfIpv4(IpAddress address) {
    if (address.equals(BROADCAST)) {
      return "the broadcast address: no router passes it on";
    }
    if (in(MULTICAST, address)) {
      return "a multicast address: a group, of which many could answer";
    }
    if (in(RESERVED, address) || in(THIS_NETWORK, address)) {
      return "a reserved address: nobody has it";
    }
    if (in(LOOPBACK, address)) {
      return "this computer itself: no router lies in between";
    }
    return in(LINK_LOCAL, address) ? "a link-local address: no router passes it on" : "";
  }

  private static String refusalOfIpv6(IpAddress address) {
    if (in(MULTICAST6, address)) {
      return "a multicast address: a group, of which many could answer";
    }
    if (address.equals(LOOPBACK6)) {
      return "this computer itself: no router lies in between";
    }
    if (in(COMPATIBLE6, address) || in(DISCARD6, address)) {
      return "a reserved address: nobody has it";
    }
    return in(LINK_LOCAL6, address) ? "a link-local address: no router passes it on" : "";
  }

  private static boolean in(Prefix prefix, IpAddress address) {
    return prefix.contains(address.high(), address.low());
  }
}
