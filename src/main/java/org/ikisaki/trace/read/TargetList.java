package org.ikisaki.trace.read;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** What to trace, a name or an address a line; {@code #} begins a comment. */
public final class TargetList {
  private static final int MAX_NAME = 255;

  private TargetList() {}

  /**
   * Reads the list.
   *
   * @param problems gets the lines that hold more or else than a name
   */
  public static List<String> read(Reader in, Problems problems) throws IOException {
    List<String> targets = new ArrayList<>();
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      int comment = line.indexOf('#');
      String target = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (target.length() > MAX_NAME || target.chars().anyMatch(Character::isWhitespace)) {
        problems.add(lines.number(), "no name or address", target);
      } else if (!target.isEmpty()) {
        targets.add(target);
      }
    }
    return targets;
  }
}
