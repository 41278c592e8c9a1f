package org.ikisaki.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/** Reads a secret that stands in the configuration or in a file that it names. */
final class SecretSetting {
  private static final int MAX_FILE_BYTES = 16 * 1024;

  private SecretSetting() {}

  /** The value of {@code key} or the content of {@code key-file}; null where neither is set. */
  static @Nullable Secret read(Node node, String key) {
    Node inline = node.get(key);
    Node file = node.get(key + "-file");
    if (!file.isPresent()) {
      String text = inline.string("");
      return text.isEmpty() ? null : new Secret(text);
    }
    if (inline.isPresent()) {
      file.problem("both " + key + " and " + key + "-file are set: keep one of them");
    }
    Path path = file.path();
    return path == null ? null : fromFile(file, path);
  }

  private static @Nullable Secret fromFile(Node node, Path path) {
    try {
      if (Files.size(path) > MAX_FILE_BYTES) {
        node.problem(path + " is too large for a secret");
        return null;
      }
      String text = Files.readString(path).strip();
      if (text.isEmpty()) {
        node.problem(path + " is empty: write the secret into it");
        return null;
      }
      return new Secret(text);
    } catch (IOException e) {
      node.problem(
          path
              + " can't be read ("
              + e.getClass().getSimpleName()
              + "): make it a file that the user who runs ikisaki may read");
      return null;
    }
  }
}
