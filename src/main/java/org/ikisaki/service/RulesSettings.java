package org.ikisaki.service;

import java.nio.file.Path;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code rules}.
 *
 * @param file the user's rules, or null for the catalogue's alone
 */
public record RulesSettings(@Nullable Path file) {
  private static final String DEFAULT_FILE = "services.yaml";

  public static final RulesSettings DEFAULTS = new RulesSettings(Path.of(DEFAULT_FILE));

  public static RulesSettings from(Node node) {
    node.allowOnly("file");
    return new RulesSettings(node.get("file").path(DEFAULT_FILE));
  }
}
