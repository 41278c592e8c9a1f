package org.ikisaki.wire;

/** The LINKTYPE numbers of libpcap's savefiles that we decode (tcpdump.org/linktypes.html). */
public final class LinkType {
  public static final int NULL = 0;
  public static final int ETHERNET = 1;
  public static final int PPP = 9;

  /** What RAW is called inside most systems; some programs write it to files as it is. */
  public static final int SYSTEM_RAW = 12;

  /** What RAW is called inside OpenBSD. */
  public static final int OPENBSD_RAW = 14;

  public static final int PPP_HDLC = 50;
  public static final int PPP_ETHER = 51;
  public static final int RAW = 101;
  public static final int C_HDLC = 104;
  public static final int LOOP = 108;
  public static final int LINUX_SLL = 113;
  public static final int IPV4 = 228;
  public static final int IPV6 = 229;
  public static final int LINUX_SLL2 = 276;

  private LinkType() {}
}
