package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognises a damaged database and moves it out of the way. Nothing is ever deleted. */
final class Damage {
  private static final Logger log = LoggerFactory.getLogger(Damage.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int ERROR = 1;
  private static final int CORRUPT = 11;
  private static final int NOT_A_DATABASE = 26;

  /** Some pages of each table: beside them the next rows will lie. */
  private static final int PROBED_ROWS = 200;

  private Damage() {}

  /** SQLite's result code without the detail that its upper bits carry. */
  static int primaryCode(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  static boolean isIn(SQLException e) {
    int code = primaryCode(e);
    return code == CORRUPT || code == NOT_A_DATABASE;
  }

  /** That what SQLite gave us can't be what we wrote. */
  static SQLException found(String what) {
    return new SQLException(what, null, CORRUPT);
  }

  /** Something done with a file whose version is right. */
  interface Use<T> {
    T make() throws SQLException;
  }

  /**
   * Does {@code use}, where a table that SQLite does not find is damage to the text of the schema.
   *
   * @throws SQLException as of a damaged file
   */
  static <T> T seenThrough(Use<T> use) throws SQLException {
    try {
      return use.make();
    } catch (SQLException e) {
      if (primaryCode(e) == ERROR) {
        throw new SQLException("its schema is not that of its version", null, CORRUPT, e);
      }
      throw e;
    }
  }

  /**
   * Looks whether all tables are as they should be, and at the newest facts: as much as a start on
   * a small computer has time for.
   *
   * @throws SQLException as of a damaged file
   */
  static void probe(Connection connection) throws SQLException {
    if (!Schema.objects(connection).containsAll(Schema.expectedObjects())) {
      throw found("its tables are not those of its version");
    }
    for (String table : Schema.factTables()) {
      Sql.list(
          connection,
          "SELECT * FROM " + table + " ORDER BY time DESC LIMIT " + PROBED_ROWS,
          row -> row.getLong(1));
    }
    TrafficLog.probe(connection);
  }

  /** Notes that a file proved damaged while in use, for the next one to open it. */
  static void mark(Database database) {
    try {
      Files.writeString(marker(database), "found damaged; moved aside at the next start\n");
    } catch (IOException e) {
      log.warn("store {}: can't note that it is damaged: {}", database.file(), e.getMessage());
    }
  }

  static boolean isMarked(Database database) {
    return Files.exists(marker(database));
  }

  /** Renames the database and what belongs to it to {@code NAME.corrupt-TIME}. */
  static void moveAside(Database database, Instant now) throws IOException {
    String suffix = ".corrupt-" + STAMP.format(now);
    for (int i = 2; Files.exists(database.sibling(suffix)); i++) {
      suffix = ".corrupt-" + STAMP.format(now) + "-" + i;
    }
    Path aside = database.sibling(suffix);
    // The database last: if this is interrupted, it is still there to be found damaged.
    move(database.wal(), database.sibling(suffix + "-wal"));
    move(database.sharedMemory(), database.sibling(suffix + "-shm"));
    move(database.file(), aside);
    Files.deleteIfExists(marker(database));
    log.error(
        "store {} is damaged: moved it aside as {} and began a new one; the history in it may be"
            + " recovered with `sqlite3 {} .recover`",
        database.file(),
        aside,
        aside);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to);
    }
  }

  private static Path marker(Database database) {
    return database.sibling(".damaged");
  }
}
