package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.export.ExportSettings;
import org.ikisaki.export.Target;

/** Servers to export to, as a configuration names them. */
final class Targets {
  private Targets() {}

  /** The only one of an {@code export} list. */
  static Target of(String yaml) throws IOException {
    try {
      return YamlFile.parse(
              Path.of("ikisaki.yaml"),
              ("export: [" + yaml + "]\n").getBytes(UTF_8),
              root -> ExportSettings.from(root.get("export")))
          .targets()
          .get(0);
    } catch (ConfigException e) {
      throw new IOException(e);
    }
  }
}
