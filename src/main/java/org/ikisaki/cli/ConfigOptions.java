package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Locations;
import org.ikisaki.daemon.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration (default: /etc/ikisaki/ikisaki.yaml, else config/ikisaki.yaml).")
  private @Nullable Path config;

  Locations locations() {
    return Locations.of(System.getProperties(), System.getenv());
  }

  /** What the file says; defaults if none was named and none is there. */
  Settings settings() throws IOException, ConfigException {
    if (config != null && !Files.exists(config)) {
      throw new IOException(config + " is not there: name an existing file with --config");
    }
    return Settings.read(config != null ? config : locations().config(System.getenv()))
        .at(locations().state());
  }
}
