package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Brings a store's tables up to date, and tells whether it is one and of this program's time. */
final class Schema {
  /** In the file's header, so that it is known for ours: "IKSA". */
  private static final long APPLICATION_ID = 0x494b5341L;

  private Schema() {}

  /** The version that this program writes. */
  static int newest() {
    return Migrations.NEWEST;
  }

  /** Brings an empty or older file to the newest schema: a copy first, then one transaction. */
  static void migrate(Connection connection, Path file) throws SQLException, IOException {
    migrate(connection, file, newest());
  }

  /** The same, but no further than {@code target}. */
  static void migrate(Connection connection, Path file, int target)
      throws SQLException, IOException {
    long version = version(connection, file);
    if (version >= target) {
      return;
    }
    if (version > 0) {
      Backup.make(connection, new Database(file), version);
    }
    Sql.transaction(
        connection,
        () -> {
          Sql.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
          for (int next = (int) version + 1; next <= target; next++) {
            if (next == Migrations.TRAFFIC_PACKED) {
              takeOverTraffic(connection);
            }
            Sql.execute(connection, Migrations.step(next));
            Sql.execute(connection, "PRAGMA user_version = " + next);
            Sql.update(connection, "INSERT INTO migration VALUES (?, ?)", next, productVersion());
          }
          return target;
        });
  }

  private static void takeOverTraffic(Connection connection) throws SQLException {
    try (TrafficLog traffic = new TrafficLog(connection)) {
      traffic.takeOver();
    }
  }

  /** Makes sure that a reader will understand the file. */
  static void check(Connection connection, Path file) throws SQLException, IOException {
    long version = version(connection, file);
    if (version == 0) {
      throw new IOException("store " + file + ": it is empty, nothing has been captured yet");
    }
    if (version < Migrations.NEWEST) {
      throw new IOException(
          "store %s: it was written by an older ikisaki: start this one once to bring it up to date"
              .formatted(file));
    }
  }

  /** Each table and index with its columns, as the migrations make them and as they are. */
  static List<String> expectedObjects() throws SQLException {
    try (Connection empty = Database.inMemory()) {
      for (int step = 1; step <= newest(); step++) {
        Sql.execute(empty, Migrations.step(step));
      }
      return objects(empty);
    }
  }

  /** See {@link #expectedObjects}; there may be more, as users add views and the like. */
  static List<String> objects(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT name || ' (' || coalesce((SELECT group_concat(name, ', ')
          FROM pragma_table_info(m.name)), '') || ')'
        FROM sqlite_schema m WHERE name NOT LIKE 'sqlite%' ORDER BY name""",
        row -> row.getString(1));
  }

  /** Tables whose primary key begins with a time. */
  static List<String> factTables() {
    return List.of("latency", "capture_stats", "dns_query", "connections");
  }

  private static long version(Connection connection, Path file) throws SQLException, IOException {
    if (Sql.number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
      return 0;
    }
    if (Sql.number(connection, "PRAGMA application_id") != APPLICATION_ID) {
      throw new IOException(
          "store %s: it is the database of another program: set another store.path"
              .formatted(file));
    }
    long version = Sql.number(connection, "PRAGMA user_version");
    if (version > Migrations.NEWEST) {
      throw new IOException(
          "store %s: it needs ikisaki %s or newer (its schema is %d, this one knows %d)"
              .formatted(file, writtenBy(connection, version), version, Migrations.NEWEST));
    }
    return version;
  }

  private static String writtenBy(Connection connection, long version) throws SQLException {
    return Sql.first(
            connection,
            "SELECT ikisaki FROM migration WHERE version = ?",
            row -> row.getString(1),
            version)
        .orElse("(of a version that it does not tell)");
  }

  private static String productVersion() {
    return Objects.requireNonNullElse(
        Schema.class.getPackage().getImplementationVersion(), "(built from source)");
  }
}
