package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The data of a TXT record as DNS-based service discovery has it (RFC 6763, 6): a reusable view.
 *
 * <pre>
 *  { length 8 | key "=" value } …
 * </pre>
 */
public final class TxtData {
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int offset;
  private int end;

  void wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.end = offset + length;
  }

  /**
   * The value of the first pair with this key as harmless text; null if there is none.
   *
   * @param key in lower case
   */
  public @Nullable String value(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
    int at = offset;
    while (at < end) {
      int text = at + 1;
      int textEnd = text + (buffer.get(at) & 0xff);
      if (textEnd > end) {
        return null;
      }
      int value = text + wanted.length + 1;
      if (value <= textEnd && isKey(text, wanted)) {
        return PlainText.read(buffer, value, textEnd - value);
      }
      at = textEnd;
    }
    return null;
  }

  private boolean isKey(int text, byte[] key) {
    for (int i = 0; i < key.length; i++) {
      byte b = buffer.get(text + i);
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != key[i]) {
        return false;
      }
    }
    return buffer.get(text + key.length) == '=';
  }
}
