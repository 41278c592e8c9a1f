package org.ikisaki.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A resolution of history. Every byte is in the ten-second rows first, and is then summed up level
 * by level; each level is kept for a time of its own.
 */
public enum Level {
  TEN_SECONDS(10, "10s", "traffic_slab", Integer.MAX_VALUE),
  MINUTE(60, "1m", "rollup_1m", 4_000),
  HOUR(3_600, "1h", "rollup_1h", 4_000),
  /** A local day, which may have 23 or 25 hours. */
  DAY(86_400, "1d", "rollup_1d", 8_000);

  private static final List<Level> ROLLUPS = List.of(MINUTE, HOUR, DAY);

  private final long seconds;
  private final String label;
  private final String table;
  private final int mostRows;

  Level(long seconds, String label, String table, int mostRows) {
    this.seconds = seconds;
    this.label = label;
    this.table = table;
    this.mostRows = mostRows;
  }

  /** As the configuration names it. */
  public String label() {
    return label;
  }

  /** The one whose buckets are that long. */
  static Level ofSeconds(long seconds) {
    for (Level level : values()) {
      if (level.seconds == seconds) {
        return level;
      }
    }
    throw new IllegalArgumentException(seconds + " s are no level's");
  }

  static String[] labels() {
    return Arrays.stream(values()).map(Level::label).toArray(String[]::new);
  }

  /** How long a bucket is, but for days. */
  public long seconds() {
    return seconds;
  }

  String table() {
    return table;
  }

  /** Where every bucket has a row that anything was captured in, with traffic or without. */
  String captureTable() {
    return this == TEN_SECONDS ? "capture_stats" : table;
  }

  /** In one bucket; beyond it the smallest become {@code (other)}. */
  int mostRows() {
    return mostRows;
  }

  /** Those that are sums of a finer one, the finest first. */
  static List<Level> rollups() {
    return ROLLUPS;
  }

  Level finer() {
    return values()[ordinal() - 1];
  }

  Level coarser() {
    return values()[ordinal() + 1];
  }

  /** When the bucket that {@code time} lies in begins; not for days, whose length varies. */
  long floor(long time) {
    return Math.floorDiv(time, seconds) * seconds;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
