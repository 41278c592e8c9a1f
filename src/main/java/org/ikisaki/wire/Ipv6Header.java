package org.ikisaki.wire;

import org.jspecify.annotations.Nullable;

/**
 * The IPv6 header (RFC 8200, 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---------------+---------------------------------------+
 * |Version| Traffic class |              Flow label               |
 * +-------+---------------+-------+---------------+---------------+
 * |         Payload length        |  Next header  |   Hop limit   |
 * +-------------------------------+---------------+---------------+
 * |                   Source address (16 bytes)                   |
 * +---------------------------------------------------------------+
 * |                Destination address (16 bytes)                 |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Ipv6Header {
  private static final int PAYLOAD_LENGTH = 4;
  private static final int NEXT_HEADER = 6;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;
  private static final int LENGTH = 40;

  private Ipv6Header() {}

  static @Nullable Verdict decode(
      byte[] bytes, int offset, int end, long wireLength, NetworkLayer layer) {
    if (offset + LENGTH > end) {
      return Verdict.TRUNCATED;
    }
    if ((bytes[offset] & 0xf0) != 0x60) {
      return Verdict.BAD_IP_HEADER;
    }
    int nextHeader = BigEndian.u8(bytes, offset + NEXT_HEADER);
    long length = LENGTH + (long) BigEndian.u16(bytes, offset + PAYLOAD_LENGTH);
    if (length == LENGTH && nextHeader != IpProtocol.IPV6_NO_NEXT_HEADER) {
      length = longerLength(bytes, offset, end, wireLength, nextHeader);
    }
    layer.setLength(offset, end, length);
    layer.sourceHigh = BigEndian.i64(bytes, offset + SOURCE);
    layer.sourceLow = BigEndian.i64(bytes, offset + SOURCE + 8);
    layer.destinationHigh = BigEndian.i64(bytes, offset + DESTINATION);
    layer.destinationLow = BigEndian.i64(bytes, offset + DESTINATION + 8);
    Ipv6Extensions.walk(bytes, nextHeader, offset + LENGTH, layer);
    return null;
  }

  /**
   * The length that 16 bits don't hold: a jumbogram's (RFC 2675), else what the wire carried, for
   * under segmentation offload the field is 0 without that option. A jumbo length beyond the wire
   * is a lie that would count gigabytes.
   */
  private static long longerLength(
      byte[] bytes, int offset, int end, long wireLength, int nextHeader) {
    long atLeast = Math.max(wireLength, LENGTH);
    if (nextHeader != IpProtocol.HOP_BY_HOP) {
      return atLeast;
    }
    long jumbo = Ipv6Extensions.jumboLength(bytes, offset + LENGTH, end);
    return jumbo == 0 ? atLeast : Math.min(LENGTH + jumbo, atLeast);
  }
}
