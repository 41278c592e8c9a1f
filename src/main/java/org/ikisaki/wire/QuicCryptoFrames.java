package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * The CRYPTO frames among the frames of an Initial packet (RFC 9000, 19.6): a reusable view that
 * steps from one to the next over what else an Initial may hold (RFC 9000, 12.4).
 *
 * <pre>
 *  CRYPTO:  Type varint = 6 | Offset varint | Length varint | Crypto Data
 *  ACK:     Type = 2, 3 | Largest | Delay | Range Count | First Range | { Gap | Range } | 3: ECN × 3
 *  PADDING: 0, PING: 1, CONNECTION_CLOSE: 0x1c
 * </pre>
 */
public final class QuicCryptoFrames {
  private static final int PADDING = 0x00;
  private static final int PING = 0x01;
  private static final int ACK = 0x02;
  private static final int ACK_ECN = 0x03;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int end;
  private int at;
  private int cryptoFrame;
  private long offset;
  private int index;
  private int length;

  /** Points this view before the first of the frames in {@code buffer}. */
  public void wrap(ByteBuffer buffer, int length, int cryptoFrame) {
    this.buffer = buffer;
    this.end = length;
    this.cryptoFrame = cryptoFrame;
    at = 0;
  }

  /** Steps to the next CRYPTO frame; false if there is none, or what comes is not understood. */
  public boolean next() {
    while (at < end) {
      int type = buffer.get(at++) & 0xff;
      if (type == cryptoFrame) {
        return readCrypto();
      }
      boolean understood =
          switch (type) {
            case PADDING, PING -> true;
            case ACK -> skipAck(0);
            case ACK_ECN -> skipAck(3);
            default -> false;
          };
      if (!understood) {
        at = end;
      }
    }
    return false;
  }

  /** Where in the handshake the data belongs. */
  public long offset() {
    return offset;
  }

  /** Where in the buffer the data lies. */
  public int index() {
    return index;
  }

  public int length() {
    return length;
  }

  private boolean readCrypto() {
    offset = integer();
    long dataLength = offset < 0 ? -1 : integer();
    if (dataLength < 0 || dataLength > end - at) {
      at = end;
      return false;
    }
    index = at;
    length = (int) dataLength;
    at += length;
    return true;
  }

  private boolean skipAck(int ecnCounts) {
    long largest = integer();
    long delay = integer();
    long ranges = integer();
    if (largest < 0 || delay < 0 || ranges < 0 || ranges > end - at) {
      return false;
    }
    for (long i = 1 + 2 * ranges + ecnCounts; i > 0; i--) {
      if (integer() < 0) {
        return false;
      }
    }
    return true;
  }

  /** The next integer, or -1 if the frames end before it does. */
  private long integer() {
    long value = VarInt.read(buffer, at, end);
    at += value < 0 ? 0 : VarInt.length(buffer, at);
    return value;
  }
}
