package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows to read for a range of time, so that every byte is read once and as few rows as
 * possible are: the coarsest level wherever its buckets lie within the range, finer ones at the
 * edges. Where the finer ones are gone, a bucket belongs to the range that it begins in.
 */
final class Cover {
  private final Connection connection;
  private final Levels levels;
  private final List<Piece> pieces = new ArrayList<>();

  private Cover(Connection connection, Levels levels) {
    this.connection = connection;
    this.levels = levels;
  }

  /** Rows of one level whose time is not before {@code from} and before {@code to}. */
  record Piece(Level level, long from, long to) {}

  /** With no level that is coarser than {@code coarsest}, except where there is no other. */
  static List<Piece> of(Connection connection, long from, long to, Level coarsest)
      throws SQLException {
    return of(connection, Levels.read(connection), from, to, coarsest);
  }

  static List<Piece> of(Connection connection, Levels levels, long from, long to, Level coarsest)
      throws SQLException {
    Cover cover = new Cover(connection, levels);
    cover.from(coarsest, from, to);
    return cover.pieces;
  }

  private void from(Level level, long from, long to) throws SQLException {
    long begin = Math.max(from, Math.min(to, levels.since(level)));
    if (level != Level.DAY && from < begin) {
      from(level.coarser(), from, begin);
      by(level, begin, to);
    } else {
      by(level, from, to);
    }
  }

  /** Where {@code level} has not been removed. */
  private void by(Level level, long from, long to) throws SQLException {
    if (from >= to) {
      return;
    }
    if (level == Level.TEN_SECONDS) {
      pieces.add(new Piece(level, from, to));
      return;
    }
    Level finer = level.finer();
    long choice = Math.max(from, Math.min(to, levels.since(finer)));
    if (from < choice) {
      pieces.add(new Piece(level, from, choice));
    }
    long first = firstAt(level, choice);
    long end = Math.min(endAt(level, to), levels.until(level));
    if (first < end) {
      by(finer, choice, first);
      pieces.add(new Piece(level, first, end));
      by(finer, end, to);
    } else {
      by(finer, choice, to);
    }
  }

  /** When the first bucket begins that does not begin before {@code time}. */
  private long firstAt(Level level, long time) throws SQLException {
    return level == Level.DAY
        ? Sql.number(
            connection,
            "SELECT coalesce(min(time), ?) FROM rollup_1d WHERE time >= ?",
            Long.MAX_VALUE,
            time)
        : level.floor(time + level.seconds() - 1);
  }

  /** When the last bucket ends that does not end after {@code time}. */
  private long endAt(Level level, long time) throws SQLException {
    return level == Level.DAY
        ? Sql.number(
            connection,
            """
            SELECT max(until) FROM
              (SELECT until FROM rollup_1d WHERE time < ?1 ORDER BY time DESC LIMIT 2)
            WHERE until <= ?1""",
            time)
        : level.floor(time);
  }
}
