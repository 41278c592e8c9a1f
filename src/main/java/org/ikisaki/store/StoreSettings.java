package org.ikisaki.store;

import java.nio.file.Path;
import java.time.Duration;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The {@code store} part of the configuration.
 *
 * @param path the database file, or null for {@value #FILE_NAME} in the state directory
 * @param commit how often rows are written: what a crash may lose, and what wears an SD card
 * @param keep how long rows are kept
 * @param keepUnexported how much longer than {@code keep} rows wait for an exporter that is behind
 */
public record StoreSettings(
    @Nullable Path path, Duration commit, Duration keep, Duration keepUnexported) {
  public static final StoreSettings DEFAULTS =
      new StoreSettings(null, Duration.ofSeconds(60), Duration.ofDays(60), Duration.ofDays(30));

  private static final String FILE_NAME = "ikisaki.db";
  private static final Duration LONGEST = Duration.ofDays(36_500);

  public static StoreSettings from(Node node) {
    node.allowOnly("path", "commit", "keep", "keep-unexported");
    Node path = node.get("path");
    return new StoreSettings(
        path.string("").isEmpty() ? null : path.path(),
        node.get("commit").duration(DEFAULTS.commit, Duration.ofSeconds(1), Duration.ofMinutes(10)),
        node.get("keep").duration(DEFAULTS.keep, Duration.ofHours(1), LONGEST),
        node.get("keep-unexported").duration(DEFAULTS.keepUnexported, Duration.ZERO, LONGEST));
  }

  /** The database file, given where state is kept when the user did not say. */
  public Path file(Path stateDirectory) {
    return path != null ? path : stateDirectory.resolve(FILE_NAME);
  }
}
