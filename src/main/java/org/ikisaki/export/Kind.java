package org.ikisaki.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of servers that are exported to, and what each of them can do. */
enum Kind {
  /** InfluxDB 1.x: one retention policy a level. */
  INFLUXDB1(Deletes.RANGES, true, true),
  /** InfluxDB 2.x: one bucket a level. */
  INFLUXDB2(Deletes.RANGES, true, true),
  /** InfluxDB 3 Core: what it has of all sensors lies in the same tables. */
  INFLUXDB3(Deletes.TABLES, true, true),
  /** VictoriaMetrics: of several values of a series and time it shows one. */
  VICTORIAMETRICS(Deletes.SERIES, false, false);

  private final Deletes deletes;
  private final boolean creates;
  private final boolean overwrites;

  Kind(Deletes deletes, boolean creates, boolean overwrites) {
    this.deletes = deletes;
    this.creates = creates;
    this.overwrites = overwrites;
  }

  /** The least that can be deleted. */
  enum Deletes {
    /** A range of time, of this sensor. */
    RANGES,
    /** Series with all their times. */
    SERIES,
    /** Tables, of all sensors. */
    TABLES
  }

  /** What is lost there beside what is written again, when all of a sensor is deleted. */
  String rebuildCost() {
    return switch (deletes) {
      case RANGES -> "";
      case SERIES ->
          "this server deletes series as a whole, so points that it keeps longer than the store"
              + " does are gone then";
      case TABLES ->
          "this server deletes tables as a whole, so points that it keeps longer than the store"
              + " does are gone then, and those of other sensors until these are rebuilt too";
    };
  }

  static Optional<Kind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** As the configuration writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Deletes deletes() {
    return deletes;
  }

  /** Whether times that were corrected can be deleted and written again. */
  boolean takesCorrections() {
    return deletes == Deletes.RANGES;
  }

  /** Whether it has databases or buckets that can be made from here. */
  boolean creates() {
    return creates;
  }

  /** Whether what is written again takes the place of what was there, whatever the values. */
  boolean overwrites() {
    return overwrites;
  }
}
