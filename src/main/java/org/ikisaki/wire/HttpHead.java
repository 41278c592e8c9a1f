package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1 request (RFC 9112, 2.1): a reusable view that finds the host it is meant
 * for.
 *
 * <pre>
 *  method SP request-target SP HTTP/1.x CRLF { field-name ":" OWS field-value OWS CRLF } CRLF
 * </pre>
 *
 * <p>A head that is not there whole is read on from {@link #resumeAt}, so that no line is read
 * twice however small its pieces were.
 */
public final class HttpHead {
  private static final int MAX_METHOD = 24;
  private static final byte[] HOST = {'h', 'o', 's', 't'};
  private static final byte[] VERSION = {'h', 't', 't', 'p', '/', '1', '.'};
  private static final byte[] SCHEME_END = {':', '/', '/'};
  private static final byte[] CONNECT = {'c', 'o', 'n', 'n', 'e', 'c', 't', ' '};

  private int resumeAt;
  private @Nullable String host;

  /** Whether the bytes begin with a method, whichever, and a space. */
  public static boolean begins(byte[] bytes, int offset, int available) {
    int limit = Math.min(available, MAX_METHOD + 1);
    for (int i = 0; i < limit; i++) {
      byte b = bytes[offset + i];
      if (b == ' ') {
        return i > 1;
      }
      if ((b < 'A' || b > 'Z') && b != '-' && b != '_') {
        return false;
      }
    }
    return false;
  }

  /**
   * Reads the lines that are there.
   *
   * @param from how much of it was read before, 0 at first: see {@link #resumeAt}
   */
  public Progress read(ByteBuffer buffer, int offset, int available, int from) {
    host = null;
    int end = offset + available;
    int line = offset + from;
    while (true) {
      int lineEnd = indexOf(buffer, line, end, '\n');
      if (lineEnd < 0) {
        resumeAt = line - offset;
        return Progress.INCOMPLETE;
      }
      int textEnd = lineEnd > line && buffer.get(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
      if (line == offset) {
        if (!isRequestLine(buffer, line, textEnd)) {
          return Progress.MALFORMED;
        }
      } else if (textEnd == line) {
        host = targetHost(buffer, offset);
        return Progress.DONE;
      } else if (isHostField(buffer, line, textEnd)) {
        host = value(buffer, line + HOST.length, textEnd);
        return Progress.DONE;
      }
      line = lineEnd + 1;
    }
  }

  /** How many bytes of an incomplete head are whole lines. */
  public int resumeAt() {
    return resumeAt;
  }

  /** The host of the Host field, or else of the request target; null if that is no host name. */
  public @Nullable String host() {
    return host;
  }

  private static boolean isRequestLine(ByteBuffer buffer, int line, int end) {
    return begins(BigEndian.array(buffer), line, end - line)
        && end - line > VERSION.length + 2
        && buffer.get(end - VERSION.length - 2) == ' '
        && matches(buffer, end - VERSION.length - 1, VERSION);
  }

  private static boolean isHostField(ByteBuffer buffer, int line, int end) {
    if (end - line <= HOST.length || !matches(buffer, line, HOST)) {
      return false;
    }
    return buffer.get(skipSpace(buffer, line + HOST.length, end)) == ':';
  }

  private static @Nullable String value(ByteBuffer buffer, int nameEnd, int lineEnd) {
    int start = skipSpace(buffer, skipSpace(buffer, nameEnd, lineEnd) + 1, lineEnd);
    int end = lineEnd;
    while (end > start && isSpace(buffer.get(end - 1))) {
      end--;
    }
    return HostNames.host(buffer, start, end - start);
  }

  /**
   * The host of a target in absolute or authority form (RFC 9112, 3.2); the line is there whole.
   */
  private static @Nullable String targetHost(ByteBuffer buffer, int line) {
    int lineEnd = indexOf(buffer, line, buffer.limit(), '\n');
    int target = indexOf(buffer, line, lineEnd, ' ') + 1;
    int targetEnd = indexOf(buffer, target, lineEnd, ' ');
    if (targetEnd < 0) {
      return null;
    }
    int authority = target;
    if (!matches(buffer, line, CONNECT)) {
      int scheme = indexOf(buffer, target, targetEnd, ':');
      if (scheme < 0 || targetEnd - scheme <= 3 || !matches(buffer, scheme, SCHEME_END)) {
        return null;
      }
      authority = scheme + SCHEME_END.length;
    }
    int slash = indexOf(buffer, authority, targetEnd, '/');
    int end = slash < 0 ? targetEnd : slash;
    int userInfo = indexOf(buffer, authority, end, '@');
    int start = userInfo < 0 ? authority : userInfo + 1;
    return HostNames.host(buffer, start, end - start);
  }

  private static int skipSpace(ByteBuffer buffer, int from, int end) {
    int i = from;
    while (i < end - 1 && isSpace(buffer.get(i))) {
      i++;
    }
    return Math.min(i, end);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int indexOf(ByteBuffer buffer, int from, int end, char wanted) {
    for (int i = from; i < end; i++) {
      if (buffer.get(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the bytes at {@code at}, which are there, are {@code text} in either case. */
  private static boolean matches(ByteBuffer buffer, int at, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      byte b = buffer.get(at + i);
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
