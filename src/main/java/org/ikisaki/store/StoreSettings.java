package org.ikisaki.store;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The {@code store} part of the configuration.
 *
 * @param path the database file, or null for {@value #FILE_NAME} in the state directory
 * @param commit how often rows are written: what a crash may lose, and what wears an SD card
 * @param keep how long each level is kept
 * @param keepUnexported how much longer ten-second rows wait for an exporter that is behind
 * @param zone whose midnight ends a day
 * @param series what becomes a time series of its own elsewhere
 */
public record StoreSettings(
    @Nullable Path path,
    Duration commit,
    Retention keep,
    Duration keepUnexported,
    ZoneId zone,
    SeriesSettings series) {
  public static final StoreSettings DEFAULTS =
      new StoreSettings(
          null,
          Duration.ofSeconds(60),
          Retention.DEFAULTS,
          Duration.ofDays(30),
          ZoneId.systemDefault(),
          SeriesSettings.DEFAULTS);

  private static final String FILE_NAME = "ikisaki.db";
  private static final String SYSTEM_ZONE = "auto";

  public static StoreSettings from(Node node) {
    node.allowOnly("path", "commit", "keep", "keep-unexported", "zone", "series");
    Node path = node.get("path");
    return new StoreSettings(
        path.string("").isEmpty() ? null : path.path(),
        node.get("commit").duration(DEFAULTS.commit, Duration.ofSeconds(1), Duration.ofMinutes(10)),
        Retention.from(node.get("keep")),
        node.get("keep-unexported")
            .duration(DEFAULTS.keepUnexported, Duration.ZERO, Retention.FOREVER),
        zone(node.get("zone")),
        SeriesSettings.from(node.get("series")));
  }

  /** The database file, given where state is kept when the user did not say. */
  public Path file(Path stateDirectory) {
    return path != null ? path : stateDirectory.resolve(FILE_NAME);
  }

  private static ZoneId zone(Node node) {
    String name = node.string(SYSTEM_ZONE);
    if (name.equals(SYSTEM_ZONE)) {
      return DEFAULTS.zone;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      node.problem(
          "'store.zone' must be auto or a time zone such as Europe/Berlin, not '" + name + "'");
      return DEFAULTS.zone;
    }
  }
}
