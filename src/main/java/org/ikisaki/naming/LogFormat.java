package org.ikisaki.naming;

import java.util.function.Consumer;

/** How a resolver writes down who asked and what the answer was. */
interface LogFormat {
  /**
   * Reads a line.
   *
   * @param now nanoseconds since 1970, of a line that does not tell
   * @return false if it should tell of a question or an answer, and could not be read
   */
  boolean read(String line, long now, Consumer<DnsAnswer> out);

  /** Hands over what may still grow: no more lines are there for now. */
  void flush(Consumer<DnsAnswer> out);
}
