package org.ikisaki.trace.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of text; what is beyond {@value #MAX} characters of one is dropped. One thread. */
final class Lines {
  private static final int MAX = 16_384;

  private final BufferedReader in;
  private final StringBuilder line = new StringBuilder();
  private long number;

  Lines(Reader in) {
    this.in = in instanceof BufferedReader buffered ? buffered : new BufferedReader(in);
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
    int c = in.read();
    if (c < 0) {
      return null;
    }
    line.setLength(0);
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < MAX && c != '\r') {
        line.append((char) c);
      }
    }
    number++;
    return line.toString();
  }
}
