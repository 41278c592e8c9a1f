package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The ClientHello of TLS (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2), of DTLS (RFC 6347, 4.2.1) and of
 * QUIC, without record headers: a reusable view.
 *
 * <pre>
 *  msg_type 8 = 1 | length 24 | legacy_version 16 | random 256 | legacy_session_id &lt;8&gt;
 *   | DTLS only: cookie &lt;8&gt; | cipher_suites &lt;16&gt; | compression_methods &lt;8&gt;
 *   | extensions &lt;16&gt;: { type 16 | length 16 | … }
 *  server_name: list length 16 | { name_type 8 = 0 | HostName &lt;16&gt; }
 * </pre>
 *
 * <p>The server name is read as soon as it is there: a hello that never arrives whole can still
 * name its flow.
 */
public final class TlsClientHello {
  private static final int HANDSHAKE_HEADER = 4;

  private static final int CLIENT_HELLO = 1;
  private static final int MAJOR_VERSION = 3;
  private static final int RANDOM_END = 2 + 32;
  private static final int EXTENSION_HEADER = 4;
  private static final int EXTENSION_SERVER_NAME = 0;
  private static final int NAME_TYPE_HOST = 0;
  private static final int NAME_HEADER = 3;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int nameOffset;
  private int nameLength;

  /** Reads the first {@code available} bytes of a handshake message, its header included. */
  public Progress read(ByteBuffer buffer, int offset, int available) {
    nameLength = 0;
    if (available < HANDSHAKE_HEADER) {
      return Progress.INCOMPLETE;
    }
    boolean isHello =
        buffer.get(offset) == CLIENT_HELLO
            && (available == HANDSHAKE_HEADER
                || buffer.get(offset + HANDSHAKE_HEADER) == MAJOR_VERSION);
    return isHello
        ? readBody(
            buffer,
            offset + HANDSHAKE_HEADER,
            available - HANDSHAKE_HEADER,
            buffer.getInt(offset) & 0xff_ffff,
            false)
        : Progress.MALFORMED;
  }

  /** How many bytes a handshake message takes with its header, as far as is known by now. */
  public static int length(ByteBuffer buffer, int offset, int available) {
    return available < HANDSHAKE_HEADER
        ? HANDSHAKE_HEADER
        : HANDSHAKE_HEADER + (buffer.getInt(offset) & 0xff_ffff);
  }

  /** Reads the body of a hello of DTLS, which has a cookie. */
  public Progress readDatagram(ByteBuffer buffer, int offset, int length) {
    return readBody(buffer, offset, length, length, true);
  }

  /**
   * Reads the first {@code available} bytes of a hello's body.
   *
   * @param length of the whole body, as its header states
   * @param datagram whether it has the cookie of DTLS
   */
  private Progress readBody(
      ByteBuffer buffer, int offset, int available, int length, boolean datagram) {
    this.buffer = buffer;
    nameLength = 0;
    int bodyEnd = offset + length;
    int end = Math.min(bodyEnd, offset + available);
    int at = skip(offset + RANDOM_END, 1, end);
    if (datagram && at >= 0) {
      at = skip(at, 1, end);
    }
    if (at >= 0) {
      at = skip(at, 2, end);
    }
    if (at >= 0) {
      at = skip(at, 1, end);
    }
    if (at < 0 || at > bodyEnd) {
      return end == bodyEnd || at > bodyEnd ? Progress.MALFORMED : Progress.INCOMPLETE;
    }
    if (at == bodyEnd) {
      return Progress.DONE;
    }
    if (end - at < 2) {
      return end == bodyEnd ? Progress.MALFORMED : Progress.INCOMPLETE;
    }
    int extensionsEnd = at + 2 + (buffer.getShort(at) & 0xffff);
    return extensionsEnd > bodyEnd
        ? Progress.MALFORMED
        : readExtensions(at + 2, Math.min(end, extensionsEnd), extensionsEnd);
  }

  /** The server name, null if there is none or it is no host name. */
  public @Nullable String serverName() {
    return HostNames.host(buffer, nameOffset, nameLength);
  }

  private Progress readExtensions(int first, int end, int extensionsEnd) {
    int at = first;
    while (end - at >= EXTENSION_HEADER) {
      int value = at + EXTENSION_HEADER;
      int next = value + (buffer.getShort(at + 2) & 0xffff);
      if (next > extensionsEnd) {
        return Progress.MALFORMED;
      }
      if ((buffer.getShort(at) & 0xffff) == EXTENSION_SERVER_NAME && nameLength == 0) {
        if (next > end) {
          return Progress.INCOMPLETE;
        }
        readServerNames(value, next);
        if (nameLength > 0) {
          return Progress.DONE;
        }
      }
      at = next;
    }
    return at == extensionsEnd
        ? Progress.DONE
        : end == extensionsEnd ? Progress.MALFORMED : Progress.INCOMPLETE;
  }

  private void readServerNames(int value, int end) {
    int at = value + 2;
    while (end - at >= NAME_HEADER) {
      int length = buffer.getShort(at + 1) & 0xffff;
      if (at + NAME_HEADER + length > end) {
        return;
      }
      if (buffer.get(at) == NAME_TYPE_HOST) {
        nameOffset = at + NAME_HEADER;
        nameLength = length;
        return;
      }
      at += NAME_HEADER + length;
    }
  }

  /** The index after a vector with a length field of {@code size} bytes; -1 if not all is there. */
  private int skip(int at, int size, int end) {
    if (end - at < size) {
      return -1;
    }
    int length = size == 1 ? buffer.get(at) & 0xff : buffer.getShort(at) & 0xffff;
    int next = at + size + length;
    return next > end ? -1 : next;
  }
}
