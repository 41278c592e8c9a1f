package org.ikisaki.store;

import java.time.Duration;
import org.ikisaki.config.Durations;
import org.ikisaki.config.Node;

/**
 * How long the rows of each level are kept, a coarser one's no shorter than a finer one's.
 *
 * @param tenSeconds those of traffic, of what sources counted, and of DNS answers
 */
public record Retention(Duration tenSeconds, Duration minutes, Duration hours, Duration days) {
  /** A hundred years. */
  public static final Duration FOREVER = Duration.ofDays(36_500);

  public static final Retention DEFAULTS =
      new Retention(Duration.ofDays(7), Duration.ofDays(60), Duration.ofDays(730), FOREVER);

  private static final String FOREVER_TEXT = "forever";
  private static final Duration SHORTEST = Duration.ofHours(1);

  /** Reads one duration for all levels, or one for each. */
  static Retention from(Node node) {
    if (!node.isPresent()) {
      return DEFAULTS;
    }
    if (!node.isMapping()) {
      Duration all = duration(node, DEFAULTS.days);
      return new Retention(all, all, all, all);
    }
    node.allowOnly(Level.labels());
    Duration tenSeconds = level(node, Level.TEN_SECONDS, Duration.ZERO);
    Duration minutes = level(node, Level.MINUTE, tenSeconds);
    Duration hours = level(node, Level.HOUR, minutes);
    return new Retention(tenSeconds, minutes, hours, level(node, Level.DAY, hours));
  }

  /** As the configuration writes it. */
  public String text(Level level) {
    Duration kept = of(level);
    return kept.equals(FOREVER) ? FOREVER_TEXT : Durations.format(kept);
  }

  Duration of(Level level) {
    return switch (level) {
      case TEN_SECONDS -> tenSeconds;
      case MINUTE -> minutes;
      case HOUR -> hours;
      case DAY -> days;
    };
  }

  private static Duration level(Node keep, Level level, Duration finer) {
    Node own = keep.get(level.label());
    Duration given = duration(own, DEFAULTS.of(level));
    boolean isShorter = given.compareTo(finer) < 0;
    if (isShorter && own.isPresent()) {
      own.problem(
          "'store.keep.%s' must not be shorter than what finer rows are kept, %s"
              .formatted(level.label(), Durations.format(finer)));
    }
    return isShorter ? finer : given;
  }

  private static Duration duration(Node node, Duration defaultValue) {
    return node.is(FOREVER_TEXT) ? FOREVER : node.duration(defaultValue, SHORTEST, FOREVER);
  }
}
