package org.ikisaki.trace.read;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of text; what is beyond {@value #MAX} characters of one is dropped. One thread. */
final class Lines {
  private static final int MAX = 16_384;

  private final Reader in;
  private final char[] buffer = new char[16_384];
  private int position;
  private int end;
  private final StringBuilder line = new StringBuilder();
  private long number;

  Lines(Reader in) {
    this.in = in;
  }

  /** The next that isn't blank; {@code null} after the last. */
  @Nullable String next() throws IOException {
    for (String next = any(); next != null; next = any()) {
      if (!next.isBlank()) {
        return next;
      }
    }
    return null;
  }

  /** Of the line that came last, from 1. */
  long number() {
    return number;
  }

  private @Nullable String any() throws IOException {
    if (!more()) {
      return null;
    }
    line.setLength(0);
    while (more()) {
      char c = buffer[position++];
      if (c == '\n') {
        break;
      }
      if (line.length() < MAX && c != '\r') {
        line.append(c);
      }
    }
    number++;
    return line.toString();
  }

  private boolean more() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer));
    }
    return position < end;
  }
}
