package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * A fragment of a ClientHello in a DTLS record (RFC 6347, 4.1 and 4.2.2; RFC 9147 is alike): a
 * reusable view.
 *
 * <pre>
 *  type 8 = 22 | version 16 | epoch 16 = 0 | sequence_number 48 | length 16
 *   | msg_type 8 = 1 | length 24 | message_seq 16 | fragment_offset 24 | fragment_length 24 | …
 * </pre>
 */
public final class DtlsHandshake {
  private static final int VERSION = 1;
  private static final int EPOCH = 3;
  private static final int RECORD_LENGTH = 11;
  private static final int RECORD_HEADER = 13;
  private static final int MSG_LENGTH = RECORD_HEADER;
  private static final int FRAGMENT_OFFSET = RECORD_HEADER + 6;
  private static final int FRAGMENT_LENGTH = RECORD_HEADER + 9;
  private static final int FRAGMENT = RECORD_HEADER + 12;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  /** One's complement of a version number of TLS, from 1.0. */
  private static final int MAJOR_VERSION = 0xfe;

  /** What old OpenSSL called DTLS 1.0, and some VPN clients still do. */
  private static final int OLD_VERSION = 0x0100;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int offset;

  /** Whether the bytes are a record that begins with a fragment of a ClientHello. */
  public static boolean begins(byte[] bytes, int offset, int available) {
    return available > FRAGMENT
        && bytes[offset] == HANDSHAKE
        && isVersion(BigEndian.u16(bytes, offset + VERSION))
        && BigEndian.u16(bytes, offset + EPOCH) == 0
        && bytes[offset + RECORD_HEADER] == CLIENT_HELLO;
  }

  /** Points this view at the first record in what is left of a datagram. */
  public boolean wrap(ByteBuffer buffer, int offset, int available) {
    this.buffer = buffer;
    this.offset = offset;
    return begins(BigEndian.array(buffer), offset, available)
        && end() <= offset + available
        && fragmentIndex() + fragmentLength() <= end()
        && fragmentOffset() + fragmentLength() <= length();
  }

  /** Absolute index behind the record. */
  public int end() {
    return offset + RECORD_HEADER + (buffer.getShort(offset + RECORD_LENGTH) & 0xffff);
  }

  /** Bytes of the whole hello, without a header. */
  public int length() {
    return buffer.getInt(offset + MSG_LENGTH) & 0xff_ffff;
  }

  /** Where in the hello the fragment belongs. */
  public int fragmentOffset() {
    return buffer.getInt(offset + FRAGMENT_OFFSET) >>> 8;
  }

  public int fragmentLength() {
    return buffer.getInt(offset + FRAGMENT_LENGTH) >>> 8;
  }

  /** Absolute index of the fragment. */
  public int fragmentIndex() {
    return offset + FRAGMENT;
  }

  private static boolean isVersion(int version) {
    return (version >>> 8 & 0xff) == MAJOR_VERSION || version == OLD_VERSION;
  }
}
