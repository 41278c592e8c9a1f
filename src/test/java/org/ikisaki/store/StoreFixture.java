package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Opens stores as the tests want them, and looks into their files. */
final class StoreFixture {
  static final InstantSource CLOCK = () -> Instant.parse("2026-11-01T13:00:00.5Z");
  static final Instant FOREVER = Instant.parse("2100-01-01T00:00:00Z");

  private StoreFixture() {}

  static Store open(Path file) throws IOException {
    return open(file, StoreLimits.DEFAULTS);
  }

  static Store open(Path file, StoreLimits limits) throws IOException {
    return Store.open(file, TestRows.BY_DOMAIN, StoreSettings.DEFAULTS, limits, CLOCK);
  }

  /** One in which little is a series of its own. */
  static Store open(Path file, Classifier classifier, SeriesSettings series) throws IOException {
    StoreSettings defaults = StoreSettings.DEFAULTS;
    return Store.open(
        file,
        classifier,
        new StoreSettings(
            null, defaults.commit(), defaults.keep(), Duration.ZERO, defaults.zone(), series),
        StoreLimits.DEFAULTS,
        CLOCK);
  }

  /** Undoes every migration but the first. */
  static void makeVersion1(Path file) throws IOException, SQLException {
    try (Connection connection = Database.at(file).connect()) {
      Sql.execute(connection, firstDefinition("traffic"));
      TrafficLog.copy(connection, "packed", 0, Long.MAX_VALUE);
      Sql.execute(connection, "INSERT INTO traffic SELECT * FROM temp.packed");
      Sql.execute(connection, "DROP TABLE traffic_slab");
    }
    execute(file, "DROP TABLE destination_series");
    execute(file, "DROP TABLE host_series");
    execute(file, "DROP INDEX service_series");
    execute(file, "ALTER TABLE service DROP COLUMN series");
    for (String table :
        List.of(
            "export_gap",
            "export_request",
            "export_state",
            "export_rejected",
            "export_under_way")) {
      execute(file, "DROP TABLE " + table);
    }
    execute(file, "DROP INDEX change_log_by_time");
    execute(file, "DELETE FROM change_log WHERE level > 10");
    for (String column : List.of("level", "correction")) {
      execute(file, "ALTER TABLE change_log DROP COLUMN " + column);
    }
    for (String table : List.of("trace", "router", "hop", "hop_series")) {
      execute(file, "DROP TABLE " + table);
    }
    for (String table : List.of("level", "rollup_1m", "rollup_1h", "rollup_1d")) {
      execute(file, "DROP TABLE " + table);
    }
    execute(file, "DROP INDEX device_by_address");
    for (String table : List.of("event", "device_given", "device_clue")) {
      execute(file, "DROP TABLE " + table);
    }
    for (String column : List.of("joined", "last_seen", "first_seen", "label")) {
      execute(file, "ALTER TABLE device DROP COLUMN " + column);
    }
    execute(file, "DROP TABLE connections");
    execute(file, "DROP TABLE encrypted_dns");
    execute(file, "DROP TABLE shared_resolver");
    execute(file, "ALTER TABLE endpoint DROP COLUMN local");
    execute(file, "ALTER TABLE endpoint DROP COLUMN named");
    execute(file, "DROP TABLE unnamed");
    execute(file, "DROP TABLE renaming");
    execute(file, "DROP TABLE device_service");
    execute(file, "DROP INDEX endpoint_by_service");
    execute(file, "DROP TABLE latency");
    for (String column : List.of("duplicates", "gaps", "flows_evicted", "unread")) {
      execute(file, "ALTER TABLE capture_stats DROP COLUMN " + column);
    }
    execute(file, "ALTER TABLE endpoint DROP COLUMN confidence");
    execute(file, "DELETE FROM migration WHERE version > 1");
    execute(file, "PRAGMA user_version = 1");
  }

  /** The statement by which the first step makes a table. */
  private static String firstDefinition(String table) throws SQLException {
    try (Connection empty = Database.inMemory()) {
      Sql.execute(empty, Migrations.step(1));
      return Sql.first(
              empty, "SELECT sql FROM sqlite_schema WHERE name = ?", row -> row.getString(1), table)
          .orElseThrow();
    }
  }

  /** Runs a statement behind the product's back. */
  static void execute(Path file, String sql) throws IOException, SQLException {
    try (Connection connection = Database.at(file).connect()) {
      Sql.execute(connection, sql);
    }
  }

  static long number(Path file, String sql) throws IOException, SQLException {
    try (Connection connection = Database.at(file).connect()) {
      return Sql.number(connection, sql);
    }
  }

  /** The same of a query that may read the ten-second rows as the table {@code traffic}. */
  static long numberOfTraffic(Path file, String sql) throws IOException, SQLException {
    try (Connection connection = Database.at(file).connectReadOnly()) {
      TrafficLog.copy(connection, "traffic", 0, Long.MAX_VALUE);
      return Sql.number(connection, sql);
    }
  }

  /** That an interval got rows. */
  static ExportView.Change added(long sequence, Instant time) {
    return new ExportView.Change(sequence, time, Level.TEN_SECONDS, ExportView.Change.Cause.ADDED);
  }

  /** That rows of an interval changed. */
  static ExportView.Change corrected(long sequence, Instant time) {
    return new ExportView.Change(
        sequence, time, Level.TEN_SECONDS, ExportView.Change.Cause.CORRECTED);
  }

  /** That rows of intervals before and after this one changed. */
  static ExportView.Change beside(long sequence, Instant time) {
    return new ExportView.Change(sequence, time, Level.TEN_SECONDS, ExportView.Change.Cause.BESIDE);
  }

  /** Every traffic row with what its ids stand for. */
  static List<String> traffic(Path file) throws IOException, SQLException {
    try (Connection connection = Database.at(file).connectReadOnly()) {
      TrafficLog.copy(connection, "traffic", 0, Long.MAX_VALUE);
      return Sql.list(
          connection,
          """
          SELECT concat_ws(' ', time, d.key, coalesce(e.host, hex(e.address)), s.name, bytes_down,
            bytes_up, packets_down, packets_up, flows)
          FROM traffic t LEFT JOIN device d ON d.id = t.device
            LEFT JOIN endpoint e ON e.id = t.endpoint LEFT JOIN service s ON s.id = e.service_id
          ORDER BY time, d.key, e.host, e.address""",
          row -> row.getString(1));
    }
  }

  /** Removes what is older than {@code before} on every level. */
  static PruneReport prune(Path file, Instant before) throws IOException {
    return Pruning.olderThan(
        file, before, StoreSettings.DEFAULTS.keepUnexported(), false, rows -> {});
  }

  static Counters total(Path file) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.total(Instant.EPOCH, FOREVER);
    }
  }
}
