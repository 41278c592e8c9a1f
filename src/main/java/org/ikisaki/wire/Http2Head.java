package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a cleartext HTTP/2 connection (RFC 9113, 3.4): the client's preface and its
 * frames up to the first HEADERS. A reusable view.
 *
 * <pre>
 *  "PRI * HTTP/2.0" CRLF CRLF "SM" CRLF CRLF
 *   { Length 24 | Type 8 | Flags 8 | R 1, Stream Identifier 31 | payload }
 *  HEADERS payload: [Pad Length 8] | [Exclusive 1, Stream Dependency 31, Weight 8] | Field Block
 * </pre>
 */
public final class Http2Head {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Enough of the preface to tell it from an HTTP/1 request. */
  private static final int TELLING = 16;

  private static final int FRAME_HEADER = 9;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final int TYPE_HEADERS = 1;
  private static final int FLAG_PADDED = 0x08;
  private static final int FLAG_PRIORITY = 0x20;
  private static final int PRIORITY_LENGTH = 5;

  private final HpackAuthority authority = new HpackAuthority();
  private int resumeAt;
  private @Nullable String host;

  /** Whether the bytes, as far as there are any, are the preface's. */
  public static boolean begins(byte[] bytes, int offset, int available) {
    int length = Math.min(available, PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != PREFACE[i]) {
        return false;
      }
    }
    return available >= TELLING;
  }

  /**
   * Reads the frames that are there.
   *
   * @param from how much of it was read before, 0 at first: see {@link #resumeAt}
   */
  public Progress read(ByteBuffer buffer, int offset, int available, int from) {
    host = null;
    if (from == 0 && !begins(BigEndian.array(buffer), offset, available)) {
      return Progress.MALFORMED;
    }
    if (available < PREFACE.length) {
      // What is still to come of the preface is compared then.
      resumeAt = 0;
      return Progress.INCOMPLETE;
    }
    int at = Math.max(from, PREFACE.length);
    while (available - at >= FRAME_HEADER) {
      int frame = offset + at;
      int next = at + FRAME_HEADER + (buffer.getInt(frame) >>> 8);
      boolean isHeaders = buffer.get(frame + TYPE) == TYPE_HEADERS;
      if (isHeaders && next <= available) {
        readHeaders(buffer, frame, offset + next);
        return Progress.DONE;
      }
      if (isHeaders || next > available) {
        break;
      }
      at = next;
    }
    resumeAt = at;
    return Progress.INCOMPLETE;
  }

  /** How many bytes of what was read need not be read again. */
  public int resumeAt() {
    return resumeAt;
  }

  /** The host of the first request's :authority, null if it has none or that is no host name. */
  public @Nullable String host() {
    return host;
  }

  private void readHeaders(ByteBuffer buffer, int frame, int end) {
    int flags = buffer.get(frame + FLAGS);
    int at = frame + FRAME_HEADER;
    int padding = 0;
    if ((flags & FLAG_PADDED) != 0 && at < end) {
      padding = buffer.get(at++) & 0xff;
    }
    if ((flags & FLAG_PRIORITY) != 0) {
      at += PRIORITY_LENGTH;
    }
    host = authority.read(buffer, at, end - padding);
  }
}
