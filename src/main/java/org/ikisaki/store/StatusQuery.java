package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.store.StoreStatus.ExporterStatus;
import org.ikisaki.store.StoreStatus.LevelStatus;
import org.jspecify.annotations.Nullable;

/** How a store stands, as far as its files tell. */
final class StatusQuery {
  /** Of a ten-second row with its share of the page, as `bin/endurance history` measures it. */
  private static final long ROW_BYTES = 29;

  /** Of a bucket, beside what is packed in it. */
  private static final long BUCKET_BYTES = 24;

  private static final Duration YEAR = Duration.ofDays(365);

  /** Before that, nothing can be said about a year. */
  private static final Duration SHORTEST = Duration.ofHours(1);

  private StatusQuery() {}

  static StoreStatus run(Database database, Connection connection, Retention keep)
      throws SQLException, IOException {
    List<LevelStatus> levels = new ArrayList<>();
    for (Level level : Level.values()) {
      levels.add(level(connection, level));
    }
    Path directory = database.file().resolveSibling(".");
    return new StoreStatus(
        database.file(),
        Files.size(database.file()),
        Files.exists(database.wal()) ? Files.size(database.wal()) : 0,
        Files.getFileStore(directory).getUsableSpace(),
        Files.isWritable(directory),
        StoreLock.holder(database),
        RangeQueries.span(connection).map(StoreReader.Span::last).orElse(null),
        yearBytes(connection, levels, keep),
        levels,
        exporters(database, connection));
  }

  private static LevelStatus level(Connection connection, Level level) throws SQLException {
    String sql =
        level == Level.TEN_SECONDS
            ? "SELECT count(*), count(*) * %d, min(time), max(time) + 10 FROM traffic"
                .formatted(ROW_BYTES)
            : "SELECT sum(entries), sum(length(traffic) + length(capture) + %d), min(time), max(until) FROM %s"
                .formatted(BUCKET_BYTES, level.table());
    return Sql.first(
            connection,
            sql,
            row ->
                new LevelStatus(
                    level, row.getLong(1), row.getLong(2), instant(row, 3), instant(row, 4)))
        .orElseThrow();
  }

  /** Each level grows until it is as long as it is kept; the rest is taken to stay as it is. */
  private static long yearBytes(Connection connection, List<LevelStatus> levels, Retention keep)
      throws SQLException {
    long rest =
        Sql.number(connection, "PRAGMA page_count")
            - Sql.number(connection, "PRAGMA freelist_count");
    rest *= Sql.number(connection, "PRAGMA page_size");
    double year = 0;
    boolean isKnown = false;
    for (LevelStatus level : levels) {
      rest -= level.bytes();
      if (level.from() == null || level.to() == null) {
        continue;
      }
      Duration length = Duration.between(level.from(), level.to());
      if (length.compareTo(SHORTEST) >= 0) {
        isKnown = true;
        Duration kept = keep.of(level.level());
        Duration grown = kept.compareTo(YEAR) < 0 ? kept : YEAR;
        year += (double) level.bytes() / length.toSeconds() * grown.toSeconds();
      }
    }
    return isKnown ? Math.round(year) + Math.max(0, rest) : 0;
  }

  private static List<ExporterStatus> exporters(Database database, Connection connection)
      throws IOException {
    return new ExportView(database, connection)
        .states().stream()
            .map(state -> new ExporterStatus(state.name(), state.waiting(), state.oldest()))
            .toList();
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
  }
}
