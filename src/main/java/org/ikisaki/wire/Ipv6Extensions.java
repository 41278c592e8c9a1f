package org.ikisaki.wire;

/**
 * The chain of IPv6 extension headers (RFC 8200, 4) up to the transport header.
 *
 * <p>Hop-by-hop options, routing and destination options are alike; the fragment header has a fixed
 * length. AH and ESP end the walk as protocols of their own.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |  Next header  | Length/8 - 1  |   options, or routing data    |
 * +---------------+---------------+---------------------------+---+
 * |  Next header  |   Reserved    |      Fragment offset/8    |R|M|
 * +---------------+---------------+---------------------------+---+
 * |                         Identification                        |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Ipv6Extensions {
  /** No honest packet has more; RFC 8200 names four, each once or twice. */
  static final int MAX_HEADERS = 10;

  private static final int NEXT_HEADER = 0;
  private static final int HEADER_LENGTH = 1;
  private static final int OPTIONS = 2;
  private static final int UNIT = 8;

  private static final int FRAGMENT_OFFSET = 2;
  private static final int IDENTIFICATION = 4;
  private static final int FRAGMENT_HEADER = 8;
  private static final int OFFSET_BITS = 0xfff8;
  private static final int MORE_FRAGMENTS = 1;

  private static final int PAD1 = 0;
  private static final int JUMBO_PAYLOAD = 0xc2;
  private static final int JUMBO_OPTION = 6;

  private Ipv6Extensions() {}

  /** Sets the layer's protocol, transport offset and fragment fields. */
  static void walk(byte[] bytes, int firstHeader, int start, NetworkLayer layer) {
    layer.firstFragment = false;
    layer.laterFragment = false;
    layer.fragmentId = 0;
    layer.transportReached = false;
    layer.protocol = firstHeader;
    layer.transportOffset = start;
    for (int i = 0; i < MAX_HEADERS && !layer.transportReached; i++) {
      int at = layer.transportOffset;
      switch (layer.protocol) {
        case IpProtocol.HOP_BY_HOP,
            IpProtocol.IPV6_ROUTING,
            IpProtocol.IPV6_DESTINATION_OPTIONS -> {
          if (at + OPTIONS > layer.end) {
            return;
          }
          layer.protocol = BigEndian.u8(bytes, at + NEXT_HEADER);
          layer.transportOffset = at + headerLength(bytes, at);
        }
        case IpProtocol.IPV6_FRAGMENT -> {
          if (at + FRAGMENT_HEADER > layer.end) {
            return;
          }
          fragment(bytes, at, layer);
          // What follows in a later fragment is data, whatever it looks like.
          layer.transportReached = layer.laterFragment;
        }
        default -> layer.transportReached = true;
      }
    }
  }

  private static void fragment(byte[] bytes, int at, NetworkLayer layer) {
    int offsetAndFlags = BigEndian.u16(bytes, at + FRAGMENT_OFFSET);
    layer.laterFragment = (offsetAndFlags & OFFSET_BITS) != 0;
    layer.firstFragment = !layer.laterFragment && (offsetAndFlags & MORE_FRAGMENTS) != 0;
    layer.fragmentId = BigEndian.i32(bytes, at + IDENTIFICATION);
    layer.protocol = BigEndian.u8(bytes, at + NEXT_HEADER);
    layer.transportOffset = at + FRAGMENT_HEADER;
  }

  /** The payload length in the hop-by-hop header at {@code at} (RFC 2675, 2), or 0. */
  static long jumboLength(byte[] bytes, int at, int end) {
    if (at + OPTIONS > end) {
      return 0;
    }
    int optionsEnd = Math.min(end, at + headerLength(bytes, at));
    int option = at + OPTIONS;
    while (option + JUMBO_OPTION <= optionsEnd) {
      int type = BigEndian.u8(bytes, option);
      if (type == JUMBO_PAYLOAD) {
        return BigEndian.i32(bytes, option + 2) & 0xffff_ffffL;
      }
      option += type == PAD1 ? 1 : 2 + BigEndian.u8(bytes, option + 1);
    }
    return 0;
  }

  private static int headerLength(byte[] bytes, int at) {
    return (BigEndian.u8(bytes, at + HEADER_LENGTH) + 1) * UNIT;
  }
}
