package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;

/** Writes the ICMPv6 messages of neighbour discovery (RFC 4861), checksums left at zero. */
final class NeighborMessages {
  private static final int ROUTER_SOLICITATION = 133;
  private static final int ROUTER_ADVERTISEMENT = 134;
  private static final int NEIGHBOR_SOLICITATION = 135;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final int SOURCE_LINK_ADDRESS = 1;
  private static final int TARGET_LINK_ADDRESS = 2;
  private static final int PREFIX_INFORMATION = 3;
  private static final int RECURSIVE_DNS_SERVER = 25;
  private static final int ROUTER_LIFETIME = 1800;
  private static final int PREFIX_LIFETIME = 86_400;
  private static final long SOLICITED_NODE_HIGH = 0xff02_0000_0000_0000L;
  private static final long SOLICITED_NODE_LOW = 0x0000_0001_ff00_0000L;

  private NeighborMessages() {}

  static byte[] routerSolicitation(long mac) {
    Bytes out = new Bytes().u8(ROUTER_SOLICITATION).u8(0).u16(0).u32(0);
    return link(out, SOURCE_LINK_ADDRESS, mac).toArray();
  }

  /** Announces both of the home's prefixes, and the router as resolver (RFC 8106). */
  static byte[] routerAdvertisement(long mac, IpAddress resolver) {
    Bytes out = new Bytes().u8(ROUTER_ADVERTISEMENT).u8(0).u16(0);
    out.u8(64).u8(0).u16(ROUTER_LIFETIME).u32(0).u32(0);
    link(out, SOURCE_LINK_ADDRESS, mac);
    prefix(out, Household.IPV6_PREFIX);
    prefix(out, Household.UNIQUE_LOCAL_PREFIX);
    out.u8(RECURSIVE_DNS_SERVER).u8(3).u16(0).u32(ROUTER_LIFETIME).put(resolver.toBytes());
    return out.toArray();
  }

  static byte[] neighborSolicitation(IpAddress target, long mac) {
    Bytes out = new Bytes().u8(NEIGHBOR_SOLICITATION).u8(0).u16(0).u32(0).put(target.toBytes());
    return link(out, SOURCE_LINK_ADDRESS, mac).toArray();
  }

  /** A router's answer, solicited. */
  static byte[] neighborAdvertisement(IpAddress target, long mac) {
    Bytes out = new Bytes().u8(NEIGHBOR_ADVERTISEMENT).u8(0).u16(0).u32(0xe000_0000L);
    return link(out.put(target.toBytes()), TARGET_LINK_ADDRESS, mac).toArray();
  }

  /** Where solicitations for {@code target} are sent (RFC 4291, 2.7.1). */
  static IpAddress solicitedNode(IpAddress target) {
    return new IpAddress(SOLICITED_NODE_HIGH, SOLICITED_NODE_LOW | (target.low() & 0xff_ffff));
  }

  private static Bytes link(Bytes out, int option, long mac) {
    return out.u8(option).u8(1).u48(mac);
  }

  private static void prefix(Bytes out, String prefix) {
    out.u8(PREFIX_INFORMATION).u8(4).u8(Household.IPV6_PREFIX_LENGTH).u8(0xc0);
    out.u32(PREFIX_LIFETIME).u32(PREFIX_LIFETIME).u32(0);
    out.put(IpAddress.parse(prefix).toBytes());
  }
}
