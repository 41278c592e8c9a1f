package org.ikisaki.wire;

import java.nio.charset.StandardCharsets;

/**
 * The labels of a domain name as text, in the form of {@link HostNames}. Reused for every name.
 * Confined to one thread.
 */
final class NameText {
  /** Labels of a name, all of whose bytes are told by number. */
  private static final int LONGEST = 4 * 255;

  private final byte[] text = new byte[LONGEST];
  private int length;

  void clear() {
    length = 0;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Appends a label, after a dot if it is not the first; a name is at most 255 bytes. */
  void label(byte[] bytes, int from, int count) {
    if (length > 0) {
      text[length++] = '.';
    }
    for (int i = from; i < from + count; i++) {
      length = HostNames.put(bytes[i], text, length);
    }
  }

  @Override
  public String toString() {
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }
}
