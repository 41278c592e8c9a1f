package org.ikisaki.wire;

import java.util.OptionalInt;

/** IP protocol numbers as people write them (IANA protocol-numbers). */
public final class ProtocolNames {
  private ProtocolNames() {}

  /** The protocol's name, or its number in digits. */
  public static String name(int number) {
    return switch (number) {
      case IpProtocol.ICMP -> "icmp";
      case 2 -> "igmp";
      case IpProtocol.TCP -> "tcp";
      case IpProtocol.UDP -> "udp";
      case IpProtocol.ICMPV6 -> "icmpv6";
      case IpProtocol.SCTP -> "sctp";
      default -> Integer.toString(number);
    };
  }

  /** What {@link #name} gives, read back; empty if it is neither a name nor a number to 255. */
  public static OptionalInt number(String name) {
    for (int number = 0; number <= 255; number++) {
      if (name(number).equals(name) || Integer.toString(number).equals(name)) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }
}
