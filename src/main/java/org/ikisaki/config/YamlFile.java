package org.ikisaki.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads a YAML file into a value, or into all of its mistakes. */
public final class YamlFile {
  private YamlFile() {}

  /**
   * Reads {@code file} and lets {@code reader} make a value of its root node.
   *
   * @throws ConfigException with every problem, if the syntax or any node was wrong
   * @throws IOException if the file can't be read
   */
  public static <T> T read(Path file, Function<Node, T> reader)
      throws IOException, ConfigException {
    throw new UnsupportedOperationException();
  }

  /** The same for content that is no file; {@code name} stands for it in messages. */
  public static <T> T parse(String name, byte[] content, Function<Node, T> reader)
      throws ConfigException {
    throw new UnsupportedOperationException();
  }
}
