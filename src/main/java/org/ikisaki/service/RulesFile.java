package org.ikisaki.service;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;

/** Reads a file of nickname rules. The syntax is described at the head of services.yaml. */
public final class RulesFile {
  private RulesFile() {}

  /**
   * Reads the file's rules.
   *
   * @throws ConfigException with every mistake in it
   * @throws IOException if it can't be read, with a message for the user
   */
  public static Rules read(Path file) throws IOException, ConfigException {
    return YamlFile.read(file, root -> new RulesReader().read(root));
  }

  /** The same for a file that was read before. */
  public static Rules parse(Path file, byte[] content) throws ConfigException {
    return YamlFile.parse(file, content, root -> new RulesReader().read(root));
  }

  /** The same for content that is no file; {@code name} stands for it in messages. */
  public static Rules parse(String name, byte[] content) throws ConfigException {
    return YamlFile.parse(name, content, root -> new RulesReader().read(root));
  }
}
