package org.ikisaki.trace.read;

import java.io.Reader;

/** The same text again and again, so many characters of it. */
final class EndlessReader extends Reader {
  private final String text;
  private long left;
  private int at;

  EndlessReader(String text, long length) {
    this.text = text;
    this.left = length;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    int count = (int) Math.min(left, length);
    for (int i = 0; i < count; i++) {
      buffer[offset + i] = text.charAt(at);
      at = (at + 1) % text.length();
    }
    left -= count;
    return count;
  }

  @Override
  public void close() {}
}
