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
  private int length;

  /** Reads the first {@code available} bytes of the handshake messages. */
  public Progress read(ByteBuffer buffer, int offset, int available) {
    isReached = false;
    length = HANDSHAKE_HEADER;
    if (available < length) {
      return Progress.INCOMPLETE;
    }
    if (buffer.get(offset) != SERVER_HELLO) {
      return Progress.MALFORMED;
    }
    int second = HANDSHAKE_HEADER + (buffer.getInt(offset) & 0xff_ffff);
    length = second + HANDSHAKE_HEADER + LIST_AND_CERTIFICATE_LENGTH;
    if (available < length) {
      return available > second && buffer.get(offset + second) != CERTIFICATE
          ? Progress.MALFORMED
          : Progress.INCOMPLETE;
    }
    int header = offset + second;
    int first = offset + length;
    int end = header + HANDSHAKE_HEADER + (buffer.getInt(header) & 0xff_ffff);
    length += buffer.getInt(first - HANDSHAKE_HEADER) & 0xff_ffff;
    if (buffer.get(header) != CERTIFICATE || offset + length > end) {
      return Progress.MALFORMED;
    }
    isReached = true;
    return certificate.read(buffer, first, offset + length, offset + available);
  }

  /** How many bytes the messages take up to the first certificate's end, as far as is known. */
  public int length() {
    return length;
  }

  /**
   * The certificate's names as far as they were read: host names, and wildcards such as {@code
   * *.example.org}.
   */
  public List<String> names() {
    return isReached ? certificate.names() : List.of();
  }
}
