package org.ikisaki.cli;

import java.io.PrintWriter;

/** Targets that could not be traced, while the rest was: says the first of them. One thread. */
final class Skipped {
  private static final int SHOWN = 20;

  private final PrintWriter err;
  private long count;

  Skipped(PrintWriter err) {
    this.err = err;
  }

  void add(String target, String reason) {
    if (count++ < SHOWN) {
      err.println("ikisaki: " + Text.safe(target + ": " + reason));
      err.flush();
    }
  }

  long count() {
    return count;
  }

  /** How many were not said. */
  void end() {
    if (count > SHOWN) {
      err.println("ikisaki: and " + (count - SHOWN) + " more that could not be traced");
      err.flush();
    }
  }
}
