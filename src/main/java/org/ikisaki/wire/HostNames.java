package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of host names: lower-case letters, digits, hyphens and underscores between
 * dots, every other byte as {@code \DDD} (RFC 1035, 5.1), without the final dot.
 */
public final class HostNames {
  /** Longest name (RFC 1035, 2.3.4), as text without the final dot. */
  private static final int MAX_NAME = 253;

  private static final int MAX_LABEL = 63;

  /** As text. */
  private static final int LONGEST_BYTE = 4;

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
    byte[] text = new byte[length * LONGEST_BYTE];
    int end = 0;
    for (int i = offset; i < offset + length; i++) {
      byte b = buffer.get(i);
      if (b == '.') {
        text[end++] = '.';
      } else {
        end = put(b, text, end);
      }
    }
    return new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads labels as DNS has them, uncompressed, with or without the root's at the end.
   *
   * @return null if they are none, or malformed
   */
  static @Nullable String labels(ByteBuffer buffer, int offset, int length) {
    NameText text = new NameText();
    int end = offset + length;
    int at = offset;
    while (at < end && buffer.get(at) != 0) {
      int labelEnd = at + 1 + (buffer.get(at) & 0xff);
      if (labelEnd > end || labelEnd - at > MAX_LABEL + 1 || labelEnd - offset > MAX_NAME + 1) {
        return null;
      }
      text.label(BigEndian.array(buffer), at + 1, labelEnd - at - 1);
      at = labelEnd;
    }
    return text.isEmpty() ? null : text.toString();
  }

  /** Puts one byte of a label in canonical form; returns the index after it. */
  static int put(byte b, byte[] text, int at) {
    if (isPlain(b)) {
      text[at] = b;
      return at + 1;
    }
    if (b >= 'A' && b <= 'Z') {
      text[at] = (byte) (b + 32);
      return at + 1;
    }
    int value = b & 0xff;
    text[at] = '\\';
    text[at + 1] = (byte) ('0' + value / 100);
    text[at + 2] = (byte) ('0' + value / 10 % 10);
    text[at + 3] = (byte) ('0' + value % 10);
    return at + LONGEST_BYTE;
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
    byte[] text = new byte[end - offset];
    for (int i = offset; i < end; i++) {
      byte b = buffer.get(i);
      text[i - offset] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
