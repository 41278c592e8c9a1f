package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * Where a fragment belongs in its packet's payload (RFC 791, 3.1; RFC 8200, 4.5).
 *
 * <pre>
 *  IPv4, at byte 6:                Flags 3 | Fragment Offset 13, in eights
 *  IPv6, its header's bytes 2–3:   Fragment Offset 13, in eights | Reserved 2 | M 1
 * </pre>
 */
public final class Fragment {
  private static final int IPV4_OFFSET = 6;
  private static final int IPV6_HEADER = 8;
  private static final int IPV6_OFFSET = 2;

  private Fragment() {}

  /** The offset in bytes of a packet for which {@link Packet#isLaterFragment} holds. */
  public static int offset(Packet packet) {
    ByteBuffer buffer = packet.buffer();
    return packet.ipVersion() == 4
        ? (buffer.getShort(packet.networkOffset() + IPV4_OFFSET) & 0x1fff) * 8
        : buffer.getShort(packet.payloadOffset() - IPV6_HEADER + IPV6_OFFSET) & 0xfff8;
  }
}
