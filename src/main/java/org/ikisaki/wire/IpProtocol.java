package org.ikisaki.wire;

/** The IP protocol numbers that we know (IANA protocol-numbers). */
public final class IpProtocol {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int DCCP = 33;
  public static final int ICMPV6 = 58;
  public static final int SCTP = 132;
  public static final int UDP_LITE = 136;

  static final int HOP_BY_HOP = 0;
  static final int IPV6_ROUTING = 43;
  static final int IPV6_FRAGMENT = 44;
  static final int IPV6_NO_NEXT_HEADER = 59;
  static final int IPV6_DESTINATION_OPTIONS = 60;

  private IpProtocol() {}
}
