package org.ikisaki.trace.read;

import java.util.ArrayList;
import java.util.List;

/** What could not be read, while the rest was. Confined to one thread. */
public final class Problems {
  private static final int KEPT = 10;
  private static final int EXCERPT = 80;

  private final String file;
  private final List<String> first = new ArrayList<>();
  private long count;

  public Problems(String file) {
    this.file = file;
  }

  /** Notes one; {@code value} is what stood there. */
  void add(long line, String what, String value) {
    if (count++ < KEPT) {
      String excerpt = value.length() > EXCERPT ? value.substring(0, EXCERPT) + "…" : value;
      first.add("%s:%d: %s: %s".formatted(file, line, what, excerpt));
    }
  }

  public long count() {
    return count;
  }

  /** Each with file, line and value. */
  public List<String> first() {
    return List.copyOf(first);
  }
}
