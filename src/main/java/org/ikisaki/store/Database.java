package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;

/**
 * Connections to one database file, and what their failures mean to a user.
 *
 * <p>Nothing here opens the file itself: POSIX locks belong to the process, so closing any other
 * descriptor of the file would drop those that SQLite holds.
 */
record Database(Path file) {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Of a new file. A commit touches a dozen places and adds little to most, so small pages halve
   * what it writes to the device.
   */
  private static final int PAGE_BYTES = 1_024;

  /**
   * A quarter of SQLite's own choice: the kernel has the file's pages too, and a home needs few.
   */
  private static final int CACHE_KIBIBYTES = 500;

  /** The pages that every commit writes to go to the database once in some hundred commits. */
  private static final int WAL_PAGES = 16_000;

  private static final long WAL_BYTES_KEPT = 20 << 20;

  /**
   * The database at a path.
   *
   * @throws IOException if SQLite would take a part of the path for options
   */
  static Database at(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (absolute.toString().indexOf('?') >= 0) {
      throw new IOException("store " + absolute + ": the path must not hold a question mark");
    }
    return new Database(absolute);
  }

  /** An empty database that is nowhere. */
  static Connection inMemory() throws SQLException {
    return open(new SQLiteConfig(), ":memory:");
  }

  Path wal() {
    return sibling("-wal");
  }

  Path sharedMemory() {
    return sibling("-shm");
  }

  /** The file beside it whose name is longer by {@code suffix}. */
  Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** A connection that may write. Waits for other writers, whose transactions are short. */
  Connection connect() throws SQLException {
    Connection connection = open(new SQLiteConfig(), file.toString());
    try {
      // First, as they have no effect once the file has a table or is in WAL mode.
      Sql.execute(connection, "PRAGMA page_size = " + PAGE_BYTES);
      Sql.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
      Sql.list(connection, "PRAGMA journal_mode = WAL", row -> row.getString(1));
      Sql.execute(connection, "PRAGMA synchronous = FULL");
      Sql.execute(connection, "PRAGMA foreign_keys = ON");
      Sql.execute(connection, "PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      Sql.list(connection, "PRAGMA journal_size_limit = " + WAL_BYTES_KEPT, row -> row.getLong(1));
      Sql.list(connection, "PRAGMA wal_autocheckpoint = " + WAL_PAGES, row -> row.getLong(1));
      shield(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection that only reads.
   *
   * <p>Readers of a WAL database share an index with its writers, in the {@code -shm} file. While a
   * daemon runs, that file is there and being allowed to read it is enough. When none runs it is
   * gone, and SQLite would want to make it; where the directory does not let us, the file is opened
   * as {@code immutable} instead: without a log and a writer, what it holds is complete. (A daemon
   * that starts after that goes unnoticed, so such a reader is for one look, not for keeping.)
   */
  Connection connectReadOnly() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    boolean atRest = Files.notExists(wal()) && Files.notExists(sharedMemory());
    boolean immutable = atRest && !Files.isWritable(file.resolveSibling("."));
    Connection connection =
        open(config, immutable ? file.toUri() + "?immutable=1" : file.toString());
    try {
      shield(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Says what failed, and what to do about it. */
  IOException failure(String doing, SQLException e) {
    String remedy =
        switch (Damage.primaryCode(e)) {
          case 5, 6 ->
              "another process has been writing to it for more than "
                  + BUSY_TIMEOUT.toSeconds()
                  + " s: try again";
          case 8 -> "it may not be written: check the owner and mode of the file and its directory";
          case 10 -> "the disk reports errors: check it (see dmesg)";
          case 11, 26 ->
              "it is damaged: restart ikisaki, which moves it aside and begins a new one";
          case 13 -> "the disk is full: free some space, or prune older rows";
          case 14 ->
              "it can't be opened: check that the file and its directory exist and may be used";
          default -> e.getMessage();
        };
    return new IOException("store " + file + ": can't " + doing + ": " + remedy, e);
  }

  private static Connection open(SQLiteConfig config, String name) throws SQLException {
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    // Or every update is followed by a query, which takes longer than the update.
    config.setGetGeneratedKeys(false);
    return config.createConnection("jdbc:sqlite:" + name);
  }

  /** A damaged or forged file may neither run code through its schema nor be believed blindly. */
  private static void shield(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA trusted_schema = OFF");
    Sql.execute(connection, "PRAGMA cell_size_check = ON");
    Sql.execute(connection, "PRAGMA temp_store = MEMORY");
  }
}
