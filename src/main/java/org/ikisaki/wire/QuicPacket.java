package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * A QUIC packet with a long header (RFC 9000, 17.2; RFC 9369, 3.2): a reusable view.
 *
 * <pre>
 *  1 | 1, or greased (RFC 9287) | Long Packet Type 2 | protected 4
 *   | Version 32
 *   | Destination Connection ID &lt;8&gt; | Source Connection ID &lt;8&gt;
 *   | Initial only: Token &lt;varint&gt;
 *   | Length varint | Packet Number 8–32 (protected) | Packet Payload (protected)
 * </pre>
 */
public final class QuicPacket {
  private static final int VERSION = 1;
  private static final int DESTINATION_ID_LENGTH = 5;
  private static final int MAX_ID_LENGTH = 20;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private QuicVersion version = QuicVersion.V1;
  private int offset;
  private int type;
  private int destinationIdLength;
  private int packetNumberOffset;
  private int end;

  /** Whether the bytes begin like a packet with a long header of a version that we know. */
  public static boolean begins(byte[] bytes, int offset, int available) {
    return available > DESTINATION_ID_LENGTH
        && bytes[offset] < 0
        && QuicVersion.of(BigEndian.i32(bytes, offset + VERSION)) != null;
  }

  /** Reads the header of the first packet in what is left of a datagram. */
  public boolean wrap(ByteBuffer buffer, int offset, int available) {
    if (!begins(BigEndian.array(buffer), offset, available)) {
      return false;
    }
    QuicVersion known = QuicVersion.of(buffer.getInt(offset + VERSION));
    if (known == null) {
      return false;
    }
    this.buffer = buffer;
    this.offset = offset;
    this.version = known;
    type = buffer.get(offset) >>> 4 & 3;
    int limit = offset + available;
    destinationIdLength = buffer.get(offset + DESTINATION_ID_LENGTH) & 0xff;
    int sourceId = offset + DESTINATION_ID_LENGTH + 1 + destinationIdLength;
    if (destinationIdLength > MAX_ID_LENGTH || sourceId >= limit) {
      return false;
    }
    int at = sourceId + 1 + (buffer.get(sourceId) & 0xff);
    if (type == known.retryType()) {
      end = limit;
      return at < limit;
    }
    if (isInitial()) {
      long token = VarInt.read(buffer, at, limit);
      if (token < 0 || token > limit - at) {
        return false;
      }
      at += VarInt.length(buffer, at) + (int) token;
    }
    long length = VarInt.read(buffer, at, limit);
    if (length < 0) {
      return false;
    }
    packetNumberOffset = at + VarInt.length(buffer, at);
    end = (int) Math.min(packetNumberOffset + length, Integer.MAX_VALUE);
    return end <= limit;
  }

  public boolean isInitial() {
    return type == version.initialType();
  }

  /** Absolute index behind the packet, where the next of the datagram begins. */
  public int end() {
    return end;
  }

  /** The type of its CRYPTO frames. */
  public int cryptoFrame() {
    return version.cryptoFrame();
  }

  QuicVersion version() {
    return version;
  }

  byte[] destinationConnectionId() {
    byte[] id = new byte[destinationIdLength];
    buffer.get(offset + DESTINATION_ID_LENGTH + 1, id);
    return id;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  int packetNumberOffset() {
    return packetNumberOffset;
  }
}
