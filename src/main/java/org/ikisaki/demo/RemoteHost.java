package org.ikisaki.demo;

import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server on the Internet.
 *
 * @param service as people would call what it belongs to
 * @param name what devices ask their resolver for, null if they know its address by heart
 * @param aliases the names that {@link #name} leads to, in order: its CNAME chain
 * @param addresses IPv4 first, then IPv6
 * @param shared whether other services' hosts have the same addresses
 * @param roundTrip nanoseconds from the home's link and back
 */
public record RemoteHost(
    String service,
    Role role,
    @Nullable String name,
    List<String> aliases,
    List<IpAddress> addresses,
    Protocol protocol,
    int port,
    boolean shared,
    long roundTrip) {
  public RemoteHost {
    aliases = List.copyOf(aliases);
    addresses = List.copyOf(addresses);
  }

  /** What a service has a host for. */
  public enum Role {
    /** Many short exchanges, while somebody looks. */
    PAGE,
    /** Long transfers. */
    MEDIA,
    /** Asked now and then whether or not anybody is there. */
    POLL
  }

  /** What is spoken with a host. */
  public enum Protocol {
    TLS,
    QUIC,
    HTTP,
    /** Datagrams that mean nothing to a monitor. */
    UDP
  }

  List<IpAddress> addresses(boolean ipv4) {
    return addresses.stream().filter(address -> address.isIpv4() == ipv4).toList();
  }

  boolean hasIpv6() {
    return addresses.stream().anyMatch(address -> !address.isIpv4());
  }
}
