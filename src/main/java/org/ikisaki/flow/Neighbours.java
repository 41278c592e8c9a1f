package org.ikisaki.flow;

import java.nio.ByteBuffer;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Prefix;
import org.ikisaki.wire.Verdict;

/**
 * Learns from ARP (RFC 826) and Neighbor Discovery (RFC 4861) whose an address is and which
 * prefixes are on the link. Confined to one capture thread.
 *
 * <pre>
 * ARP over Ethernet                         Neighbor Discovery (ICMPv6)
 *  0  hardware 1, protocol 0x0800            0  type, code, checksum
 *  4  lengths 6 and 4, operation             8  target address (solicitation, advertisement)
 *  8  sender MAC address                    16  options (router advertisement)
 * 14  sender IP address                     24  options (the others)
 * 18  target MAC and IP address
 *
 * Prefix information option
 *  0  type 3, length 4 (of 8 bytes), prefix length, flags (on-link 0x80)
 *  4  valid lifetime, preferred lifetime, reserved
 * 16  prefix
 * </pre>
 */
final class Neighbours {
  private static final int ARP_LENGTHS = 4;
  private static final int ARP_SENDER_MAC = 8;
  private static final int ARP_SENDER_ADDRESS = 14;
  private static final int ARP_LENGTH = 28;
  private static final int ARP_ETHERNET_IPV4 = 0x0001_0800;
  private static final int ARP_SIX_AND_FOUR = 0x0604;

  private static final int IPV6_HOP_LIMIT = 7;
  private static final int NEVER_FORWARDED = 255;

  private static final int ROUTER_SOLICITATION = 133;
  private static final int ROUTER_ADVERTISEMENT = 134;
  private static final int NEIGHBOUR_ADVERTISEMENT = 136;
  private static final int REDIRECT = 137;

  private static final int NA_TARGET = 8;
  private static final int NA_LENGTH = 24;
  private static final int RA_OPTIONS = 16;

  private static final int OPTION_LENGTH = 1;
  private static final int PREFIX_INFORMATION = 3;
  private static final int PREFIX_INFORMATION_LENGTH = 32;
  private static final int PREFIX_LENGTH = 2;
  private static final int PREFIX_FLAGS = 3;
  private static final int PREFIX_ON_LINK = 0x80;
  private static final int PREFIX_VALID_LIFETIME = 4;
  private static final int PREFIX = 16;

  private final HomeNetworks home;
  private final AddressBook book;

  Neighbours(HomeNetworks home, AddressBook book) {
    this.home = home;
    this.book = book;
  }

  /**
   * Takes in what a packet says, if it is one of these.
   *
   * @param sender the device whose MAC address it came from
   * @return whether there is more at home than before
   */
  boolean hear(Packet packet, Verdict verdict, Device sender) {
    if (verdict == Verdict.NOT_IP) {
      if (packet.etherType() == EtherType.ARP) {
        arp(packet, sender);
      }
      return false;
    }
    return verdict == Verdict.NO_PORTS
        && packet.protocol() == IpProtocol.ICMPV6
        && packet.ipVersion() == 6
        && !packet.isLaterFragment()
        && packet.payloadLength() >= RA_OPTIONS
        && hopLimit(packet) == NEVER_FORWARDED
        && discovery(packet, sender);
  }

  private void arp(Packet packet, Device sender) {
    ByteBuffer buffer = packet.buffer();
    Frame frame = packet.frame();
    int at = packet.networkOffset();
    if (at + ARP_LENGTH > frame.offset() + frame.capturedLength()
        || buffer.getInt(at) != ARP_ETHERNET_IPV4
        || buffer.getShort(at + ARP_LENGTHS) != ARP_SIX_AND_FOUR
        // Who answers for others is not the owner.
        || buffer.getLong(at + ARP_SENDER_MAC) >>> 16 != sender.mac()) {
      return;
    }
    bindOwner(sender, 0, IpAddress.ipv4Low(buffer.getInt(at + ARP_SENDER_ADDRESS)));
  }

  private boolean discovery(Packet packet, Device sender) {
    ByteBuffer buffer = packet.buffer();
    int at = packet.payloadOffset();
    int type = buffer.get(at) & 0xff;
    if (type < ROUTER_SOLICITATION || type > REDIRECT) {
      return false;
    }
    bindOwner(sender, packet.sourceHigh(), packet.sourceLow());
    if (type == NEIGHBOUR_ADVERTISEMENT && packet.payloadLength() >= NA_LENGTH) {
      bindOwner(sender, buffer.getLong(at + NA_TARGET), buffer.getLong(at + NA_TARGET + 8));
    }
    if (type != ROUTER_ADVERTISEMENT
        || !Addresses.isLinkScoped(packet.sourceHigh(), packet.sourceLow())) {
      return false;
    }
    sender.setAdvertiser();
    return prefixes(packet);
  }

  private boolean prefixes(Packet packet) {
    ByteBuffer buffer = packet.buffer();
    int end = packet.payloadOffset() + packet.payloadLength();
    int at = packet.payloadOffset() + RA_OPTIONS;
    boolean grew = false;
    while (at + OPTION_LENGTH < end) {
      int length = (buffer.get(at + OPTION_LENGTH) & 0xff) * 8;
      if (length == 0 || at + length > end) {
        break;
      }
      if (buffer.get(at) == PREFIX_INFORMATION && length == PREFIX_INFORMATION_LENGTH) {
        grew |= prefix(buffer, at, packet.frame().timestamp());
      }
      at += length;
    }
    return grew;
  }

  private boolean prefix(ByteBuffer buffer, int at, long now) {
    int length = buffer.get(at + PREFIX_LENGTH) & 0xff;
    long high = buffer.getLong(at + PREFIX);
    long low = buffer.getLong(at + PREFIX + 8);
    if (length > 128
        || (buffer.get(at + PREFIX_FLAGS) & PREFIX_ON_LINK) == 0
        || buffer.getInt(at + PREFIX_VALID_LIFETIME) == 0
        || IpAddress.isIpv4(high, low)
        || Addresses.isGroup(high, low)) {
      return false;
    }
    return home.announce(new Prefix(new IpAddress(high, low), length), now);
  }

  private void bindOwner(Device sender, long high, long low) {
    if (home.contains(high, low)) {
      book.bindOwner(sender, high, low);
    }
  }

  private static int hopLimit(Packet packet) {
    return packet.buffer().get(packet.networkOffset() + IPV6_HOP_LIMIT) & 0xff;
  }
}
