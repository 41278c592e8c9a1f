package org.ikisaki.wire;

/** The EtherTypes that we know (IANA ieee-802-numbers). */
public final class EtherType {
  public static final int IPV4 = 0x0800;
  public static final int ARP = 0x0806;
  public static final int IPV6 = 0x86dd;

  static final int VLAN = 0x8100;
  static final int PROVIDER_VLAN = 0x88a8;
  static final int OLD_VLAN_1 = 0x9100;
  static final int OLD_VLAN_2 = 0x9200;
  static final int OLD_VLAN_3 = 0x9300;
  static final int MPLS = 0x8847;
  static final int MPLS_MULTICAST = 0x8848;
  static final int PPPOE_SESSION = 0x8864;

  /** Up to here the field is a length, and IEEE 802.2 LLC follows (IEEE 802.3, 3.2.6). */
  static final int MAX_LENGTH = 1500;

  private EtherType() {}
}
