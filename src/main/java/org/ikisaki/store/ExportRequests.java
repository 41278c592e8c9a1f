package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What the user asks of exporters, on a connection of its own and without the daemon's lock, so
 * that it may be done beside one. A running exporter finds it within a second or so, another one
 * when it runs again. Confined to one call.
 */
public final class ExportRequests {
  private ExportRequests() {}

  /** What is asked. */
  public enum Kind {
    /** Send a range of time again. */
    RESEND,
    /** Delete everything of this sensor at the server, and send all there is. */
    REBUILD,
    /** Delete all series with a value of a tag. */
    FORGET;

    static Kind of(String text) {
      return valueOf(text);
    }
  }

  /** Asks to send what is from {@code from} up to, not including, {@code to} again. */
  public static void resend(Path file, List<String> exporters, Instant from, Instant to)
      throws IOException {
    ask(file, exporters, Kind.RESEND, from, to);
  }

  /** Asks to delete all of this sensor at the server, and to send everything. */
  public static void rebuild(Path file, List<String> exporters) throws IOException {
    ask(file, exporters, Kind.REBUILD, Instant.EPOCH, Instant.EPOCH);
  }

  private static void ask(Path file, List<String> exporters, Kind kind, Instant from, Instant to)
      throws IOException {
    Database database = Database.at(file);
    if (!Files.exists(database.file())) {
      throw new IOException(
          "store %s: there is none, so nothing to export".formatted(database.file()));
    }
    try (Connection connection = database.connect()) {
      Schema.check(connection, database.file());
      Sql.transaction(
          connection,
          () -> {
            for (String exporter : exporters) {
              if (kind == Kind.REBUILD) {
                // It will do all that was asked before.
                Sql.update(connection, "DELETE FROM export_request WHERE exporter = ?", exporter);
              }
              insert(connection, exporter, kind, Times.ceiling(from), Times.ceiling(to));
            }
            return 0;
          });
    } catch (SQLException e) {
      throw database.failure("ask for an export", e);
    }
  }

  private static void insert(
      Connection connection, String exporter, Kind kind, long first, long until)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO export_request (exporter, kind, first, until) VALUES (?, ?, ?, ?)",
        exporter,
        kind.name(),
        first,
        until);
  }

  /** Within a transaction: asks all exporters to delete the copies of what is being forgotten. */
  static void forget(Connection connection, String tag, String value, long until)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO export_request (exporter, kind, first, until, tag, value)
        SELECT exporter, ?, 0, ?, ?, ? FROM export_cursor""",
        Kind.FORGET.name(),
        until,
        tag,
        value);
  }
}
