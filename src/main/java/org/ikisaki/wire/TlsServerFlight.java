package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a TLS server says first, up to 1.2: its hello, and the certificate that follows it (RFC
 * 5246, 7.4.2), without record headers: a reusable view. From 1.3 on certificates are encrypted.
 *
 * <pre>
 *  msg_type 8 = 2 | length 24 | ServerHello
 *  msg_type 8 = 11 | length 24 | certificate_list &lt;24&gt;: { certificate &lt;24&gt; | … }
 * </pre>
 *
 * <p>The first certificate is the server's own. Its names are read as soon as they are there.
 */
public final class TlsServerFlight {
  private static final int HANDSHAKE_HEADER = 4;
  private static final int SERVER_HELLO = 2;
  private static final int CERTIFICATE = 11;
  private static final int LIST_AND_CERTIFICATE_LENGTH = 6;

  private final CertificateNames certificate = new CertificateNames();
  private boolean isReached;

  /** Reads the first {@code available} bytes of the handshake messages. */
  public Progress read(ByteBuffer buffer, int offset, int available) {
    isReached = false;
    int end = offset + available;
    if (available < HANDSHAKE_HEADER) {
      return Progress.INCOMPLETE;
    }
    if (buffer.get(offset) != SERVER_HELLO) {
      return Progress.MALFORMED;
    }
    int at = offset + HANDSHAKE_HEADER + (buffer.getInt(offset) & 0xff_ffff);
    if (end - at < HANDSHAKE_HEADER) {
      return Progress.INCOMPLETE;
    }
    if (buffer.get(at) != CERTIFICATE) {
      return Progress.MALFORMED;
    }
    int body = at + HANDSHAKE_HEADER;
    if (end - body < LIST_AND_CERTIFICATE_LENGTH) {
      return Progress.INCOMPLETE;
    }
    int bodyEnd = body + (buffer.getInt(at) & 0xff_ffff);
    int first = body + LIST_AND_CERTIFICATE_LENGTH;
    int firstEnd = first + (buffer.getInt(first - HANDSHAKE_HEADER) & 0xff_ffff);
    if (firstEnd > bodyEnd) {
      return Progress.MALFORMED;
    }
    isReached = true;
    return certificate.read(buffer, first, firstEnd, end);
  }

  /**
   * The certificate's names as far as they were read: host names, and wildcards such as {@code
   * *.example.org}.
   */
  public List<String> names() {
    return isReached ? certificate.names() : List.of();
  }
}
