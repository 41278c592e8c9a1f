package org.ikisaki.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ikisaki.store.StoreReader.Change;
import org.jspecify.annotations.Nullable;

/** What exporters have to know of a store. Confined to the thread of the reader it belongs to. */
public final class ExportView {
  private static final String CHANGE = "SELECT sequence, time, level, correction FROM change_log ";

  private final Database database;
  private final Connection connection;

  ExportView(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /** The sequence of the last change, 0 before the first. */
  public long newest() throws IOException {
    return read(() -> Sql.number(connection, "SELECT max(sequence) FROM change_log"));
  }

  /** Changes after {@code sequence}, oldest first. */
  public List<Change> after(long sequence, int limit) throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                CHANGE + "WHERE sequence > ? ORDER BY sequence LIMIT ?",
                ExportView::change,
                sequence,
                limit));
  }

  /** Changes of a gap, newest first. */
  public List<Change> within(Gap gap, int limit) throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                CHANGE + "WHERE sequence > ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?",
                ExportView::change,
                gap.after(),
                gap.upto(),
                limit));
  }

  /** What there is from {@code from} up to, not including, {@code to}, newest times first. */
  public List<Change> between(Instant from, Instant to, int limit) throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                """
                SELECT max(sequence), time, level, 0 FROM change_log
                WHERE time >= ? AND time < ? GROUP BY time, level
                ORDER BY time DESC, level LIMIT ?""",
                ExportView::change,
                Times.ceiling(from),
                Times.ceiling(to),
                limit));
  }

  /** The first and the last time that a level has; empty where it has none. */
  public Optional<StoreReader.Span> span(Level level) throws IOException {
    return read(
        () ->
            Sql.first(
                connection,
                """
                SELECT first, last FROM
                  (SELECT min(time) AS first, max(time) AS last FROM change_log WHERE level = ?)
                WHERE first IS NOT NULL""",
                row -> new StoreReader.Span(Columns.time(row, 1), Columns.time(row, 2)),
                level.seconds()));
  }

  /** Whether an exporter has sent rows of this bucket before, as far as is known. */
  public boolean wasSent(String exporter, Level level, Instant time) throws IOException {
    return read(
        () ->
            Sql.number(
                    connection,
                    """
                    SELECT EXISTS (SELECT 1 FROM change_log c
                      WHERE c.time = ?1 AND c.level = ?2
                        AND c.sequence <= (SELECT sequence FROM export_cursor WHERE exporter = ?3)
                        AND NOT EXISTS (SELECT 1 FROM export_gap g WHERE g.exporter = ?3
                          AND c.sequence > g.after AND c.sequence <= g.upto))""",
                    time.getEpochSecond(),
                    level.seconds(),
                    exporter)
                > 0);
  }

  /** Whether a bucket was corrected after a change. */
  public boolean isCorrectedAfter(long sequence, Level level, Instant time) throws IOException {
    return read(
        () ->
            Sql.number(
                    connection,
                    """
                    SELECT EXISTS (SELECT 1 FROM change_log
                      WHERE time = ? AND level = ? AND correction AND sequence > ?)""",
                    time.getEpochSecond(),
                    level.seconds(),
                    sequence)
                > 0);
  }

  /** Lines of which nobody knows whether they are at the server, the oldest first. */
  public List<UnderWay> underWay(String exporter) throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                "SELECT id, level, sequence, lines FROM export_under_way WHERE exporter = ? ORDER BY id",
                row ->
                    new UnderWay(
                        row.getLong(1),
                        Level.ofSeconds(row.getLong(2)),
                        row.getLong(3),
                        row.getString(4).lines().toList()),
                exporter));
  }

  /** What an exporter left for later, the newest of it; empty if there is nothing. */
  public Optional<Gap> newestGap(String exporter) throws IOException {
    return read(
        () ->
            Sql.first(
                connection,
                "SELECT after, upto FROM export_gap WHERE exporter = ? ORDER BY after DESC LIMIT 1",
                row -> new Gap(row.getLong(1), row.getLong(2)),
                exporter));
  }

  /** What an exporter was asked to do first; empty if there is nothing. */
  public Optional<Request> nextRequest(String exporter) throws IOException {
    return read(
        () ->
            Sql.first(
                connection,
                """
                SELECT id, kind, first, until, tag, value FROM export_request
                WHERE exporter = ? ORDER BY id LIMIT 1""",
                row ->
                    new Request(
                        row.getLong(1),
                        ExportRequests.Kind.of(row.getString(2)),
                        Columns.time(row, 3),
                        Columns.time(row, 4),
                        row.getString(5),
                        row.getString(6)),
                exporter));
  }

  /** The minute or hour that begins at {@code time}. */
  public BucketPoints bucket(Level level, Instant time) throws IOException {
    return read(() -> BucketPoints.read(connection, level, time.getEpochSecond()));
  }

  /** Hops of the traces that began in the ten seconds from {@code time} on. */
  public List<HopPoint> hops(Instant time) throws IOException {
    return read(() -> HopPoint.read(connection, time.getEpochSecond()));
  }

  /** How all exporters stand that have ever begun, by name. */
  public List<ExporterState> states() throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                """
                WITH pending AS (
                  SELECT exporter, (SELECT max(sequence) FROM change_log) AS upto, sequence AS after
                  FROM export_cursor
                  UNION ALL SELECT exporter, upto, after FROM export_gap)
                SELECT e.exporter, s.state, s.problem, s.since, s.last_error, s.last_error_time,
                  coalesce(s.rejected, 0), coalesce(s.stale, 0), s.stale_since,
                  (SELECT count(*) FROM export_request r WHERE r.exporter = e.exporter),
                  (SELECT count(*) FROM pending p JOIN change_log c
                     ON c.sequence > p.after AND c.sequence <= p.upto
                   WHERE p.exporter = e.exporter),
                  (SELECT min(c.time) FROM pending p JOIN change_log c
                     ON c.sequence > p.after AND c.sequence <= p.upto
                   WHERE p.exporter = e.exporter),
                  (SELECT min(c.time) FROM change_log c WHERE c.sequence > e.sequence)
                FROM export_cursor e LEFT JOIN export_state s ON s.exporter = e.exporter
                ORDER BY e.exporter""",
                ExportView::state));
  }

  /** Lines that were refused for good, the latest first. */
  public List<Rejected> rejected(String exporter, int limit) throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                """
                SELECT time, lines, reason, line FROM export_rejected
                WHERE exporter = ? ORDER BY id DESC LIMIT ?""",
                row ->
                    new Rejected(
                        Columns.time(row, 1), row.getLong(2), row.getString(3), row.getString(4)),
                exporter,
                limit));
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong(1), Columns.time(row, 2), Level.ofSeconds(row.getLong(3)), row.getBoolean(4));
  }

  private static ExporterState state(ResultSet row) throws SQLException {
    return new ExporterState(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        time(row, 4),
        row.getString(5),
        time(row, 6),
        row.getLong(7),
        row.getLong(8),
        time(row, 9),
        row.getLong(10),
        row.getLong(11),
        time(row, 12),
        time(row, 13));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    row.getLong(column);
    return row.wasNull() ? null : Columns.time(row, column);
  }

  private <T> T read(Sql.Work<T> query) throws IOException {
    try {
      return query.run();
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** Changes after {@code after} and up to {@code upto}. */
  public record Gap(long after, long upto) {}

  /**
   * Lines of which nobody knows whether they are at the server.
   *
   * @param sequence of the newest change when they were made
   */
  public record UnderWay(long id, Level level, long sequence, List<String> lines) {}

  /**
   * What an exporter was asked to do.
   *
   * @param until excluded
   * @param tag whose series with {@code value} are to be forgotten; else empty
   */
  public record Request(
      long id, ExportRequests.Kind kind, Instant first, Instant until, String tag, String value) {}

  /**
   * Lines that were refused for good.
   *
   * @param line the bad one, or one of them where the server does not say which
   */
  public record Rejected(Instant at, long lines, String reason, String line) {}

  /**
   * How an exporter stands.
   *
   * @param state what it said last that it was doing, null before that
   * @param problem that is not over, null if there is none
   * @param since when that began
   * @param rejected lines that the server has refused for good, ever
   * @param stale times that the server keeps as they were, as it can't delete
   * @param requests that were asked and are not done
   * @param waiting buckets to be sent, new or corrected
   * @param oldest of them, null if there is none
   * @param oldestLive of those that are not left for later
   */
  public record ExporterState(
      String name,
      @Nullable String state,
      @Nullable String problem,
      @Nullable Instant since,
      @Nullable String lastError,
      @Nullable Instant lastErrorAt,
      long rejected,
      long stale,
      @Nullable Instant staleSince,
      long requests,
      long waiting,
      @Nullable Instant oldest,
      @Nullable Instant oldestLive) {}
}
