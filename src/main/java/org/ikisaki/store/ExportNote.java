package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that an exporter wants to be remembered of its work. */
public final class ExportNote {
  /** More gaps than that are joined, and what lies between them is sent once more. */
  private static final int MOST_GAPS = 50;

  /** Of each exporter; the count of all is kept beside them. */
  private static final int MOST_REJECTED = 1_000;

  private final Change change;

  private ExportNote(Change change) {
    this.change = change;
  }

  /** What is written. */
  private interface Change {
    void make(Connection connection, String exporter) throws SQLException;
  }

  void write(Connection connection, String exporter) throws SQLException {
    change.make(connection, exporter);
  }

  /** All changes up to this one are at the server, but for those in gaps. */
  public static ExportNote reached(long sequence) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(
                connection,
                """
                INSERT INTO export_cursor VALUES (?, ?)
                ON CONFLICT DO UPDATE SET sequence = excluded.sequence""",
                exporter,
                sequence));
  }

  /** Changes after {@code after} and up to {@code upto} are left for later. */
  public static ExportNote left(long after, long upto) {
    return new ExportNote(
        (connection, exporter) -> {
          long gaps =
              Sql.number(
                  connection, "SELECT count(*) FROM export_gap WHERE exporter = ?", exporter);
          long from = after;
          if (gaps >= MOST_GAPS) {
            from =
                Sql.number(
                    connection, "SELECT max(after) FROM export_gap WHERE exporter = ?", exporter);
          }
          Sql.update(
              connection,
              "INSERT OR REPLACE INTO export_gap VALUES (?, ?, ?)",
              exporter,
              from,
              upto);
          reached(upto).write(connection, exporter);
        });
  }

  /** Of the gap after {@code after}, only what goes up to {@code upto} is still to be sent. */
  public static ExportNote filled(long after, long upto) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(
                connection,
                upto > after
                    ? "UPDATE export_gap SET upto = ?3 WHERE exporter = ?1 AND after = ?2"
                    : "DELETE FROM export_gap WHERE exporter = ?1 AND after = ?2 AND ?3 <= after",
                exporter,
                after,
                upto));
  }

  /**
   * Lines of which nobody knows whether they are at the server.
   *
   * @param sequence of the newest change when they were made
   */
  public static ExportNote underWay(Level level, long sequence, List<String> lines) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(
                connection,
                "INSERT INTO export_under_way (exporter, level, sequence, lines) VALUES (?, ?, ?, ?)",
                exporter,
                level.seconds(),
                sequence,
                String.join("\n", lines)));
  }

  /** What was under way is at the server, but for what was so up to {@code id}. */
  public static ExportNote landed(long id) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(
                connection,
                "DELETE FROM export_under_way WHERE exporter = ? AND id > ?",
                exporter,
                id));
  }

  /** Of a request, only what is before {@code until} is still to be done. */
  public static ExportNote served(long request, Instant until) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(
                connection,
                "UPDATE export_request SET until = ? WHERE id = ?",
                until.getEpochSecond(),
                request));
  }

  /** A request is done. */
  public static ExportNote done(long request) {
    return new ExportNote(
        (connection, exporter) ->
            Sql.update(connection, "DELETE FROM export_request WHERE id = ?", request));
  }

  /** A request to build anew: the server has nothing of this sensor any more. */
  public static ExportNote emptied(long request) {
    return new ExportNote(
        (connection, exporter) -> {
          done(request).write(connection, exporter);
          reached(0).write(connection, exporter);
          landed(0).write(connection, exporter);
          Sql.update(connection, "DELETE FROM export_gap WHERE exporter = ?", exporter);
          Sql.update(
              connection,
              "UPDATE export_state SET stale = 0, stale_since = NULL WHERE exporter = ?",
              exporter);
        });
  }

  /**
   * The server has refused lines for good.
   *
   * @param line the bad one, or one of them where the server does not say which
   */
  public static ExportNote rejected(Instant at, long lines, String reason, String line) {
    return new ExportNote(
        (connection, exporter) -> {
          Sql.update(
              connection,
              "INSERT INTO export_rejected (exporter, time, lines, reason, line) VALUES (?, ?, ?, ?, ?)",
              exporter,
              at.getEpochSecond(),
              lines,
              reason,
              line);
          Sql.update(
              connection,
              """
              DELETE FROM export_rejected WHERE exporter = ?1 AND id <=
                (SELECT id FROM export_rejected WHERE exporter = ?1
                 ORDER BY id DESC LIMIT 1 OFFSET ?2)""",
              exporter,
              MOST_REJECTED);
          add(connection, exporter, "rejected = rejected + ?2", lines);
        });
  }

  /** The server keeps {@code times} as they were, as it can't delete. */
  public static ExportNote stale(Instant at, long times) {
    return new ExportNote(
        (connection, exporter) -> {
          add(connection, exporter, "stale = stale + ?2", times);
          add(connection, exporter, "stale_since = coalesce(stale_since, ?2)", at.getEpochSecond());
        });
  }

  /**
   * What an exporter is doing.
   *
   * @param problem that is not over, with what to do about it; null when all is well
   */
  public static ExportNote state(Instant at, String state, @Nullable String problem) {
    return new ExportNote(
        (connection, exporter) -> {
          add(connection, exporter, "state = ?2", state);
          Sql.update(
              connection,
              """
              UPDATE export_state SET
                since = CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(since, ?3) END,
                last_error = coalesce(?2, last_error),
                last_error_time = CASE WHEN ?2 IS NULL THEN last_error_time ELSE ?3 END,
                problem = ?2
              WHERE exporter = ?1""",
              exporter,
              problem,
              at.getEpochSecond());
        });
  }

  private static void add(Connection connection, String exporter, String assignment, Object value)
      throws SQLException {
    Sql.update(connection, "INSERT OR IGNORE INTO export_state (exporter) VALUES (?)", exporter);
    Sql.update(
        connection,
        "UPDATE export_state SET " + assignment + " WHERE exporter = ?1",
        exporter,
        value);
  }
}
