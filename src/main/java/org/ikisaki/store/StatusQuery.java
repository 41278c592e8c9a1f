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
    if (level == Level.TEN_SECONDS) {
      return tenSeconds(connection);
    }
    return Sql.first(
            connection,
            "SELECT sum(entries), sum(length(traffic) + length(capture) + %d), min(time), max(until) FROM %s"
                .formatted(BUCKET_BYTES, level.table()),
            row ->
                new LevelStatus(
                    level, row.getLong(1), row.getLong(2), instant(row, 3), instant(row, 4)))
        .orElseThrow();
  }

  private static LevelStatus tenSeconds(Connection connection) throws SQLException {
    long[] found = {0, 0, 0};
    TrafficLog.visit(
        connection,
        0,
        Long.MAX_VALUE,
        (time, device, endpoint, values) -> {
          found[1] = found[0] == 0 ? time : found[1];
          found[0]++;
          found[2] = time + Level.TEN_SECONDS.seconds();
        });
    return new LevelStatus(
        Level.TEN_SECONDS,
        found[0],
        TrafficLog.bytes(connection),
        found[0] == 0 ? null : Instant.ofEpochSecond(found[1]),
        found[0] == 0 ? null : Instant.ofEpochSecond(found[2]));
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
