package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.StoreReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which store: the option, else the configuration, else the state directory. */
final class StoreOptions {
  @Mixin private ConfigOptions config;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "The store (default: store.path of the configuration, else the state directory).")
  private @Nullable Path store;

  ConfigOptions config() {
    return config;
  }

  /** The store's file, given what the configuration says. */
  Path file(Settings settings) {
    if (store != null) {
      return store;
    }
    return settings.store().file(config.locations().state());
  }

  StoreReader reader() throws IOException, ConfigException {
    return StoreReader.open(store != null ? store : file(config.settings()));
  }
}
