package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;

/**
 * Echo requests of which all of a flow have the same checksum, which load balancers look at (RFC
 * 792, RFC 4443 4.1).
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |     type      |   code (0)    |           checksum            |
 * +---------------+---------------+-------------------------------+
 * |          identifier           |    sequence: id of the probe  |
 * +-------------------------------+-------------------------------+
 * |     complement of the id      |               0               |
 * +-------------------------------+-------------------------------+
 * |                       nonce of the flow                       |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class EchoRequest {
  static final int SIZE = 16;

  private static final int REQUEST = 8;
  private static final int REPLY = 0;
  private static final int REQUEST6 = 128;
  private static final int REPLY6 = 129;

  private static final int SEQUENCE = 6;
  private static final int HEADER = 8;
  private static final int COMPLEMENT = 8;
  private static final int NONCE = 12;

  private EchoRequest() {}

  /** Identifier and checksum are left to the kernel. */
  static void write(ByteBuffer into, boolean ipv6, long nonce, int id) {
    into.clear();
    into.putInt(0, (ipv6 ? REQUEST6 : REQUEST) << 24).putShort(4, (short) 0);
    into.putShort(SEQUENCE, (short) id).putShort(COMPLEMENT, (short) ~id);
    into.putShort(COMPLEMENT + 2, (short) 0).putInt(NONCE, (int) nonce).limit(SIZE);
  }

  /** The id of the request that an error quotes, or {@link Payload#FOREIGN}. */
  static int id(ByteBuffer quoted, boolean ipv6, long nonce) {
    return id(quoted, ipv6 ? REQUEST6 : REQUEST, nonce);
  }

  /** The id of the request that a reply answers, or {@link Payload#FOREIGN}. */
  static int replyId(ByteBuffer reply, boolean ipv6, long nonce) {
    return id(reply, ipv6 ? REPLY6 : REPLY, nonce);
  }

  private static int id(ByteBuffer bytes, int type, long nonce) {
    if (bytes.limit() < HEADER || (bytes.get(0) & 0xff) != type || bytes.get(1) != 0) {
      return Payload.FOREIGN;
    }
    // Routers may keep no more than the header, and fill up with zeros.
    boolean whole = bytes.limit() >= SIZE && bytes.getInt(NONCE) != 0;
    int id = bytes.getShort(SEQUENCE) & 0xffff;
    return id == 0 || whole && bytes.getInt(NONCE) != (int) nonce ? Payload.FOREIGN : id;
  }
}
