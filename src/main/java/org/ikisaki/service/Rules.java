package org.ikisaki.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one or more files, as they were written. */
public final class Rules {
  public static final Rules NONE = new Rules(List.of());

  private final List<Definition> definitions;

  Rules(List<Definition> definitions) {
    this.definitions = List.copyOf(definitions);
  }

  List<Definition> definitions() {
    return definitions;
  }

  /**
   * One service.
   *
   * @param category null where none is written
   */
  record Definition(String service, @Nullable String category, List<Located> patterns) {
    Definition {
      patterns = List.copyOf(patterns);
    }
  }

  /** A pattern and the file and line it stands in. */
  record Located(Pattern pattern, String origin) {}
}
