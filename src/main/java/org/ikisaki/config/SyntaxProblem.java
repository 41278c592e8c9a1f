package org.ikisaki.config;

import java.util.List;
import org.ikisaki.config.ConfigException.Problem;

/** What keeps a file from being YAML at all: there is only one, as nothing after it can be read. */
record SyntaxProblem(int line, int column, String message) {
  ConfigException in(Source source) {
    return new ConfigException(List.of(new Problem(source.name(), line, column, message)));
  }
}
