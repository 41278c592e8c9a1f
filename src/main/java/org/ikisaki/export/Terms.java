package org.ikisaki.export;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.ikisaki.config.Node;
import org.ikisaki.store.Level;
import org.ikisaki.store.Retention;
import org.jspecify.annotations.Nullable;

/**
 * What holds for an export of any kind.
 *
 * @param pointsPerSecond at most
 * @param keep how long the server keeps each level that has a database or bucket of its own; empty
 *     where that is the server's affair
 */
record Terms(long pointsPerSecond, Map<Level, Duration> keep) {
  static final Terms DEFAULTS = new Terms(10_000, Map.of());

  private static final long SLOWEST = 10;
  private static final long FASTEST = 10_000_000;
  private static final Duration SHORTEST = Duration.ofHours(1);

  Terms {
    keep = Map.copyOf(keep);
  }

  /** Reads {@code rate} and, where there is one, {@code keep}. */
  static Terms from(Node target) {
    long rate = target.get("rate").integer(DEFAULTS.pointsPerSecond, SLOWEST, FASTEST);
    Node keep = target.get("keep");
    Map<Level, Duration> durations = new EnumMap<>(Level.class);
    if (keep.isPresent() && !keep.isMapping()) {
      durations.put(Level.TEN_SECONDS, duration(keep));
    } else if (keep.isPresent()) {
      String[] labels = Measurement.levels().stream().map(Level::label).toArray(String[]::new);
      keep.allowOnly(labels);
      for (Level level : Measurement.levels()) {
        if (keep.get(level.label()).isPresent()) {
          durations.put(level, duration(keep.get(level.label())));
        }
      }
    }
    return new Terms(rate, durations);
  }

  /** Whether a level has a retention policy or bucket of its own. */
  boolean hasOwnPlace(Level level) {
    return level != Level.TEN_SECONDS && keep.containsKey(level);
  }

  /** How long the server keeps a level; null where nobody said, or for ever. */
  @Nullable Duration kept(Level level) {
    Duration kept = hasOwnPlace(level) ? keep.get(level) : keep.get(Level.TEN_SECONDS);
    return kept == null || kept.equals(Retention.FOREVER) ? null : kept;
  }

  private static Duration duration(Node node) {
    return node.is("forever")
        ? Retention.FOREVER
        : node.duration(Retention.FOREVER, SHORTEST, Retention.FOREVER);
  }
}
