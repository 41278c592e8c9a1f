package org.ikisaki.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things lie unless told otherwise. The launcher passes both; without it they follow the XDG
 * base directories and the working directory.
 *
 * @param state holds the store
 * @param home the application's own directory, which holds {@code config}
 */
public record Locations(Path state, Path home) {
  private static final Path SYSTEM_CONFIG = Path.of("/etc/ikisaki/ikisaki.yaml");

  /** Reads the system properties {@code ikisaki.state} and {@code ikisaki.home}. */
  public static Locations of(Map<?, ?> properties, Map<String, String> environment) {
    Object state = properties.get("ikisaki.state");
    Object home = properties.get("ikisaki.home");
    return new Locations(
        state != null ? Path.of(state.toString()) : userState(properties, environment),
        home != null ? Path.of(home.toString()) : Path.of(""));
  }

  private static Path userState(Map<?, ?> properties, Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        xdg.isEmpty()
            ? Path.of(String.valueOf(properties.get("user.home")), ".local/state")
            : Path.of(xdg);
    return base.resolve("ikisaki");
  }

  /** The configuration that is read when none is named. */
  public Path config(Map<String, String> environment) {
    String named = environment.getOrDefault("IKISAKI_CONFIG", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return Files.exists(SYSTEM_CONFIG) ? SYSTEM_CONFIG : home.resolve("config/ikisaki.yaml");
  }
}
