package org.ikisaki.wire;

/** What became of a frame in {@link Packet#wrap}. Each has a counter; none is an exception. */
public enum Verdict {
  /** IP with the ports of its transport header. */
  PORTS(true),
  /** IP without ports of its own: another protocol, or a later fragment. */
  NO_PORTS(true),
  /** IP that should have ports, but its bytes end, or extension headers go on, before them. */
  PORTS_UNREACHED(true),
  /** IP with ports, but a transport header that contradicts itself: no payload can be told. */
  BAD_TRANSPORT(true),
  /** No IP within: ARP, spanning tree, PPPoE discovery and the like. */
  NOT_IP(false),
  /** A link type that we do not decode. */
  UNKNOWN_LINK_TYPE(false),
  /** Captured bytes end before the network header does. */
  TRUNCATED(false),
  /** An IP header that contradicts itself. */
  BAD_IP_HEADER(false),
  /** More encapsulation than we walk. */
  TOO_DEEP(false);

  private final boolean ip;

  Verdict(boolean ip) {
    this.ip = ip;
  }

  /** Whether the network fields of the packet are valid and its bytes are accounted. */
  public boolean isIp() {
    return ip;
  }
}
