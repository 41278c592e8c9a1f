package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a device says of itself where that is no host name: printable ASCII as it is, every other
 * byte and the backslash as {@code \DDD}, cut where it is too long.
 */
final class PlainText {
  /** Bytes of it that are read: the longest model names have half of that. */
  static final int MAX_BYTES = 96;

  private PlainText() {}

  /** The text without white space around it, or null if nothing is left. */
  static @Nullable String read(ByteBuffer buffer, int offset, int length) {
    int start = offset;
    int end = offset + length;
    while (start < end && isBlank(buffer.get(start))) {
      start++;
    }
    while (end > start && isBlank(buffer.get(end - 1))) {
      end--;
    }
    if (start == end) {
      return null;
    }
    StringBuilder text = new StringBuilder(end - start);
    for (int i = start; i < Math.min(end, start + MAX_BYTES); i++) {
      byte b = buffer.get(i);
      if (b >= ' ' && b <= '~' && b != '\\') {
        text.append((char) b);
      } else {
        HostNames.appendEscaped(text, b);
      }
    }
    return text.toString();
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0;
  }
}
