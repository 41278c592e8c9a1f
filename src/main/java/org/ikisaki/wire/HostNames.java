package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of host names: lower-case letters, digits, hyphens and underscores between
 * dots, every other byte as {@code \DDD} (RFC 1035, 5.1), without the final dot.
 */
public final class HostNames {
  /** Longest name (RFC 1035, 2.3.4), as text without the final dot. */
  private static final int MAX_NAME = 253;

  private static final int MAX_LABEL = 63;

  private HostNames() {}

  /**
   * Reads the host of a TLS server name, a {@code Host} header or the like, a port after it left
   * out.
   *
   * @return null if it is empty, no name that DNS could hold, or an IP literal
   */
  public static @Nullable String host(ByteBuffer buffer, int offset, int length) {
    int end = withoutPort(buffer, offset, offset + length);
    while (end > offset && buffer.get(end - 1) == '.') {
      end--;
    }
    return isHost(buffer, offset, end) ? text(buffer, offset, end) : null;
  }

  /** Reads a name that a device gave itself; whatever it holds, the result is harmless text. */
  public static String label(ByteBuffer buffer, int offset, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = offset; i < offset + length; i++) {
      byte b = buffer.get(i);
      if (b == '.') {
        text.append('.');
      } else {
        append(text, b);
      }
    }
    return text.toString();
  }

  /**
   * Reads labels as DNS has them, uncompressed, with or without the root's at the end.
   *
   * @return null if they are none, or malformed
   */
  static @Nullable String labels(ByteBuffer buffer, int offset, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = offset + length;
    int at = offset;
    while (at < end && buffer.get(at) != 0) {
      int labelEnd = at + 1 + (buffer.get(at) & 0xff);
      if (labelEnd > end || labelEnd - at > MAX_LABEL + 1 || labelEnd - offset > MAX_NAME + 1) {
        return null;
      }
      if (at > offset) {
        text.append('.');
      }
      for (int i = at + 1; i < labelEnd; i++) {
        append(text, buffer.get(i));
      }
      at = labelEnd;
    }
    return text.isEmpty() ? null : text.toString();
  }

  /** Appends one byte of a label in canonical form. */
  static void append(StringBuilder text, byte b) {
    if (isPlain(b)) {
      text.append((char) b);
    } else if (b >= 'A' && b <= 'Z') {
      text.append((char) (b + 32));
    } else {
      appendEscaped(text, b);
    }
  }

  /** Appends any byte as {@code \DDD}. */
  static void appendEscaped(StringBuilder text, byte b) {
    int value = b & 0xff;
    text.append('\\')
        .append((char) ('0' + value / 100))
        .append((char) ('0' + value / 10 % 10))
        .append((char) ('0' + value % 10));
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z') || isDigit(b) || b == '-' || b == '_';
  }

  private static int withoutPort(ByteBuffer buffer, int offset, int end) {
    int i = end;
    while (i > offset && isDigit(buffer.get(i - 1))) {
      i--;
    }
    return i > offset && buffer.get(i - 1) == ':' ? i - 1 : end;
  }

  /** Whether the bytes are labels of letters, digits, - and _, and not all digits and dots. */
  private static boolean isHost(ByteBuffer buffer, int offset, int end) {
    if (end <= offset || end - offset > MAX_NAME) {
      return false;
    }
    int label = 0;
    boolean numeric = true;
    for (int i = offset; i < end; i++) {
      byte b = buffer.get(i);
      if (b == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
        continue;
      }
      boolean isUpper = b >= 'A' && b <= 'Z';
      if (!(isPlain(b) || isUpper) || ++label > MAX_LABEL) {
        return false;
      }
      numeric &= isDigit(b);
    }
    return !numeric;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static String text(ByteBuffer buffer, int offset, int end) {
    StringBuilder text = new StringBuilder(end - offset);
    for (int i = offset; i < end; i++) {
      byte b = buffer.get(i);
      text.append((char) (b >= 'A' && b <= 'Z' ? b + 32 : b));
    }
    return text.toString();
  }
}
