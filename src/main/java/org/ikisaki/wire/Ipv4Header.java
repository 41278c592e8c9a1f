package org.ikisaki.wire;

import org.jspecify.annotations.Nullable;

/**
 * The IPv4 header (RFC 791, 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  IHL  |Type of service|          Total length         |
 * +-------+-------+---------------+-----+-------------------------+
 * |         Identification        |Flags|     Fragment offset     |
 * +---------------+---------------+-----+-------------------------+
 * | Time to live  |   Protocol    |        Header checksum        |
 * +---------------+---------------+-------------------------------+
 * |                        Source address                         |
 * +---------------------------------------------------------------+
 * |                      Destination address                      |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Ipv4Header {
  // Fields are cut out of wide reads, as a read costs the same however wide it is.
  private static final int VERSION_TO_OFFSET = 0;
  private static final int PROTOCOL = 9;
  private static final int ADDRESSES = 12;
  private static final int MIN_LENGTH = 20;

  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1fff;

  private Ipv4Header() {}

  static @Nullable Verdict decode(
      byte[] bytes, int offset, int end, long wireLength, NetworkLayer layer) {
    if (offset + MIN_LENGTH > end) {
      return Verdict.TRUNCATED;
    }
    long words = BigEndian.i64(bytes, offset + VERSION_TO_OFFSET);
    int versionAndIhl = (int) (words >>> 56);
    int headerLength = (versionAndIhl & 0xf) * 4;
    long length = words >>> 32 & 0xffff;
    if (length == 0) {
      // Segmentation offload: the network card fills it in after we see the packet.
      length = wireLength;
    }
    if (versionAndIhl >>> 4 != 4 || headerLength < MIN_LENGTH || length < headerLength) {
      return Verdict.BAD_IP_HEADER;
    }
    layer.setLength(offset, end, length);
    long addresses = BigEndian.i64(bytes, offset + ADDRESSES);
    layer.sourceHigh = 0;
    layer.sourceLow = IpAddress.ipv4Low((int) (addresses >>> 32));
    layer.destinationHigh = 0;
    layer.destinationLow = IpAddress.ipv4Low((int) addresses);
    layer.protocol = BigEndian.u8(bytes, offset + PROTOCOL);
    layer.transportOffset = offset + headerLength;
    layer.transportReached = true;

    int flagsAndOffset = (int) words & 0xffff;
    layer.laterFragment = (flagsAndOffset & FRAGMENT_OFFSET) != 0;
    layer.firstFragment = !layer.laterFragment && (flagsAndOffset & MORE_FRAGMENTS) != 0;
    layer.fragmentId = (int) (words >>> 16) & 0xffff;
    return null;
  }
}
