package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;

/** Groups on the home's link, and the MAC addresses they map to (RFC 1112, RFC 2464). */
final class Multicast {
  static final long BROADCAST_MAC = 0xffff_ffff_ffffL;
  static final IpAddress BROADCAST = IpAddress.parse("255.255.255.255");
  static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
  static final IpAddress ALL_ROUTERS = IpAddress.parse("ff02::2");
  static final IpAddress MDNS_IPV4 = IpAddress.parse("224.0.0.251");
  static final IpAddress MDNS_IPV6 = IpAddress.parse("ff02::fb");
  static final IpAddress SSDP = IpAddress.parse("239.255.255.250");

  private static final long IPV4_MAC = 0x0100_5e00_0000L;
  private static final long IPV6_MAC = 0x3333_0000_0000L;

  private Multicast() {}

  static Endpoint endpoint(IpAddress group, int port) {
    long mac =
        group.isIpv4()
            ? IPV4_MAC | (group.low() & 0x7f_ffff)
            : IPV6_MAC | (group.low() & 0xffff_ffffL);
    return new Endpoint(mac, group, port);
  }

  static Endpoint broadcast(int port) {
    return new Endpoint(BROADCAST_MAC, BROADCAST, port);
  }
}
