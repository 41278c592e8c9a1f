package org.ikisaki.config;

import java.nio.file.Path;
import org.ikisaki.config.ConfigException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The file that nodes come from.
 *
 * @param name as the user gave it
 * @param shortName without the way to it
 * @param directory what relative paths in it lie beside, or null for the working directory
 */
record Source(String name, String shortName, @Nullable Path directory, Node.Problems problems) {
  void report(int line, int column, String message) {
    problems.accept(new Problem(name, line, column, message));
  }
}
