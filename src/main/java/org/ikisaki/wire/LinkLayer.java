package org.ikisaki.wire;

import org.jspecify.annotations.Nullable;

/**
 * Walks from the first byte of a frame to its network header, through whatever the link type puts
 * between: VLAN tags, PPPoE, MPLS, LLC. Confined to the thread of its {@link Packet}.
 *
 * <p>Every step returns null when the next header is IP, or the verdict that ends the walk.
 */
final class LinkLayer {
  /** Tags and labels walked before IP; more are an attack or a loop. */
  static final int MAX_DEPTH = 16;

  private static final int MAC_LENGTH = 6;

  private static final int ETHERNET_SOURCE = 6;
  private static final int ETHERNET_HEADER = 14;

  private static final int VLAN_TYPE = 2;
  private static final int VLAN_TAG = 4;

  private static final int MPLS_LABEL = 4;
  private static final int MPLS_BOTTOM_OF_STACK = 0x100;

  private static final int PPPOE_CODE = 1;
  private static final int PPPOE_SESSION_DATA = 0;
  private static final int PPPOE_HEADER = 6;

  private static final int PPP_ADDRESS_AND_CONTROL = 0xff03;
  private static final int PPP_IPV4 = 0x0021;
  private static final int PPP_IPV6 = 0x0057;

  private static final int CISCO_UNICAST = 0x0f;
  private static final int CISCO_MULTICAST = 0x8f;
  private static final int CISCO_TYPE = 2;
  private static final int CISCO_HEADER = 4;

  private static final int FAMILY = 4;

  private static final int LLC_HEADER = 3;
  private static final int LLC_IP = 0x060603;
  private static final int LLC_SNAP = 0xaaaa03;
  private static final int SNAP_OUI = 3;
  private static final int SNAP_TYPE = 6;
  private static final int SNAP_HEADER = 8;
  private static final int OUI_ETHERTYPE = 0x000000;
  private static final int OUI_BRIDGED_802_1H = 0x0000f8;

  private static final int SLL_ADDRESS_LENGTH = 4;
  private static final int SLL_ADDRESS = 6;
  private static final int SLL_PROTOCOL = 14;
  private static final int SLL_HEADER = 16;

  private static final int SLL2_PROTOCOL = 0;
  private static final int SLL2_ADDRESS_LENGTH = 11;
  private static final int SLL2_ADDRESS = 12;
  private static final int SLL2_HEADER = 20;

  private byte[] bytes = {};
  private int end;

  private long sourceMac;
  private long destinationMac;
  private int etherType;
  private int networkOffset;
  private int ipVersion;

  @Nullable Verdict wrap(Frame frame) {
    bytes = frame.bytes();
    int start = frame.offset();
    end = start + frame.capturedLength();
    sourceMac = MacAddress.NONE;
    destinationMac = MacAddress.NONE;
    etherType = 0;
    networkOffset = start;
    ipVersion = 0;
    return switch (frame.linkType()) {
      case LinkType.ETHERNET -> ethernet(start);
      case LinkType.LINUX_SLL -> cooked(start);
      case LinkType.LINUX_SLL2 -> cooked2(start);
      case LinkType.NULL, LinkType.LOOP -> loopback(start);
      case LinkType.RAW, LinkType.SYSTEM_RAW, LinkType.OPENBSD_RAW, LinkType.IPV4, LinkType.IPV6 ->
          ipByVersion(start);
      case LinkType.PPP -> ppp(start);
      case LinkType.PPP_HDLC, LinkType.C_HDLC -> hdlc(start);
      case LinkType.PPP_ETHER -> pppoe(start);
      default -> Verdict.UNKNOWN_LINK_TYPE;
    };
  }

  long sourceMac() {
    return sourceMac;
  }

  long destinationMac() {
    return destinationMac;
  }

  int etherType() {
    return etherType;
  }

  int networkOffset() {
    return networkOffset;
  }

  int ipVersion() {
    return ipVersion;
  }

  private @Nullable Verdict ethernet(int at) {
    if (at + ETHERNET_HEADER > end) {
      return Verdict.TRUNCATED;
    }
    // Two wide reads for three fields: of every frame, these are the first.
    long sourceAndType = BigEndian.i64(bytes, at + ETHERNET_SOURCE);
    destinationMac = BigEndian.i64(bytes, at) >>> 16;
    sourceMac = sourceAndType >>> 16;
    return etherTypes((int) sourceAndType & 0xffff, at + ETHERNET_HEADER);
  }

  private @Nullable Verdict cooked(int at) {
    if (at + SLL_HEADER > end) {
      return Verdict.TRUNCATED;
    }
    if (u16(at + SLL_ADDRESS_LENGTH) == MAC_LENGTH) {
      sourceMac = mac(at + SLL_ADDRESS);
    }
    return cookedProtocol(u16(at + SLL_PROTOCOL), at + SLL_HEADER);
  }

  private @Nullable Verdict cooked2(int at) {
    if (at + SLL2_HEADER > end) {
      return Verdict.TRUNCATED;
    }
    if (u8(at + SLL2_ADDRESS_LENGTH) == MAC_LENGTH) {
      sourceMac = mac(at + SLL2_ADDRESS);
    }
    return cookedProtocol(u16(at + SLL2_PROTOCOL), at + SLL2_HEADER);
  }

  /** Small numbers are no lengths here, but Linux's own names for frames without EtherType. */
  private @Nullable Verdict cookedProtocol(int protocol, int at) {
    return protocol <= EtherType.MAX_LENGTH ? Verdict.NOT_IP : etherTypes(protocol, at);
  }

  /** The address family is in the byte order of the machine that captured, or the network's. */
  private @Nullable Verdict loopback(int at) {
    if (at + FAMILY > end) {
      return Verdict.TRUNCATED;
    }
    int family = BigEndian.i32(bytes, at);
    if (family >>> 16 != 0) {
      family = Integer.reverseBytes(family);
    }
    return switch (family) {
      case 2 -> ip(4, at + FAMILY);
      // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, Darwin.
      case 10, 24, 28, 30 -> ip(6, at + FAMILY);
      default -> Verdict.NOT_IP;
    };
  }

  private @Nullable Verdict hdlc(int at) {
    if (at + CISCO_HEADER > end) {
      return Verdict.TRUNCATED;
    }
    int address = u8(at);
    return address == CISCO_UNICAST || address == CISCO_MULTICAST
        ? etherTypes(u16(at + CISCO_TYPE), at + CISCO_HEADER)
        : u16(at) == PPP_ADDRESS_AND_CONTROL ? ppp(at) : Verdict.NOT_IP;
  }

  private @Nullable Verdict pppoe(int at) {
    if (at + PPPOE_HEADER > end) {
      return Verdict.TRUNCATED;
    }
    return u8(at + PPPOE_CODE) == PPPOE_SESSION_DATA ? ppp(at + PPPOE_HEADER) : Verdict.NOT_IP;
  }

  /** RFC 1661, with or without the HDLC-like framing of RFC 1662; both fields compress. */
  private @Nullable Verdict ppp(int start) {
    int at = start;
    if (at + 2 <= end && u16(at) == PPP_ADDRESS_AND_CONTROL) {
      at += 2;
    }
    if (at + 2 > end) {
      return Verdict.TRUNCATED;
    }
    // The last byte of a protocol number is odd, the others are even.
    boolean compressed = (u8(at) & 1) != 0;
    int protocol = compressed ? u8(at) : u16(at);
    at += compressed ? 1 : 2;
    return switch (protocol) {
      case PPP_IPV4 -> ip(4, at);
      case PPP_IPV6 -> ip(6, at);
      default -> Verdict.NOT_IP;
    };
  }

  private @Nullable Verdict etherTypes(int firstType, int start) {
    int type = firstType;
    int at = start;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      etherType = type;
      networkOffset = at;
      switch (type) {
        case EtherType.IPV4:
          return ip(4, at);
        case EtherType.IPV6:
          return ip(6, at);
        case EtherType.VLAN:
        case EtherType.PROVIDER_VLAN:
        case EtherType.OLD_VLAN_1:
        case EtherType.OLD_VLAN_2:
        case EtherType.OLD_VLAN_3:
          if (at + VLAN_TAG > end) {
            return Verdict.TRUNCATED;
          }
          type = u16(at + VLAN_TYPE);
          at += VLAN_TAG;
          break;
        case EtherType.MPLS:
        case EtherType.MPLS_MULTICAST:
          return mpls(at);
        case EtherType.PPPOE_SESSION:
          return pppoe(at);
        default:
          if (type > EtherType.MAX_LENGTH) {
            return Verdict.NOT_IP;
          }
          etherType = 0;
          if (at + LLC_HEADER > end) {
            return Verdict.TRUNCATED;
          }
          int llc = u24(at);
          if (llc == LLC_IP) {
            return ip(4, at + LLC_HEADER);
          }
          if (llc != LLC_SNAP) {
            return Verdict.NOT_IP;
          }
          if (at + SNAP_HEADER > end) {
            return Verdict.TRUNCATED;
          }
          int oui = u24(at + SNAP_OUI);
          type = u16(at + SNAP_TYPE);
          at += SNAP_HEADER;
          if ((oui != OUI_ETHERTYPE && oui != OUI_BRIDGED_802_1H) || type <= EtherType.MAX_LENGTH) {
            return Verdict.NOT_IP;
          }
      }
    }
    return Verdict.TOO_DEEP;
  }

  /** RFC 3032: what lies under the stack is not named; by custom the first nibble tells. */
  private @Nullable Verdict mpls(int start) {
    int at = start;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      if (at + MPLS_LABEL > end) {
        return Verdict.TRUNCATED;
      }
      boolean bottom = (BigEndian.i32(bytes, at) & MPLS_BOTTOM_OF_STACK) != 0;
      at += MPLS_LABEL;
      if (bottom) {
        return ipByVersion(at);
      }
    }
    return Verdict.TOO_DEEP;
  }

  private @Nullable Verdict ipByVersion(int at) {
    if (at >= end) {
      return Verdict.TRUNCATED;
    }
    int version = u8(at) >>> 4;
    return version == 4 || version == 6 ? ip(version, at) : Verdict.NOT_IP;
  }

  private @Nullable Verdict ip(int version, int at) {
    ipVersion = version;
    networkOffset = at;
    return null;
  }

  private long mac(int at) {
    return (long) u16(at) << 32 | (BigEndian.i32(bytes, at + 2) & 0xffff_ffffL);
  }

  private int u8(int at) {
    return BigEndian.u8(bytes, at);
  }

  private int u16(int at) {
    return BigEndian.u16(bytes, at);
  }

  private int u24(int at) {
    return u16(at) << 8 | u8(at + 2);
  }
}
