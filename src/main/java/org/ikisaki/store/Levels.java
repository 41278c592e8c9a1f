package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far each level reaches. Confined to the transaction that read it.
 *
 * <p>A level is complete from its {@code since}, before which its rows were removed and coarser
 * levels alone have them, up to its {@code until}, from which on it is not yet summed and finer
 * levels alone have them. No level's since lies behind the until of the next coarser one.
 */
final class Levels {
  private final Map<Level, Long> since = new EnumMap<>(Level.class);
  private final Map<Level, Long> until = new EnumMap<>(Level.class);

  private Levels() {}

  static Levels read(Connection connection) throws SQLException {
    Levels levels = new Levels();
    for (Level level : Level.values()) {
      levels.since.put(
          level, Sql.number(connection, "SELECT since FROM level WHERE label = ?", level.label()));
      levels.until.put(
          level,
          level == Level.TEN_SECONDS
              ? Long.MAX_VALUE
              : Sql.number(
                  connection,
                  "SELECT until FROM " + level.table() + " ORDER BY time DESC LIMIT 1"));
    }
    return levels;
  }

  long since(Level level) {
    return since.getOrDefault(level, 0L);
  }

  long until(Level level) {
    return until.getOrDefault(level, 0L);
  }

  /** Whether rows of this time belong in the level by now. */
  boolean holds(Level level, long time) {
    return time >= since(level) && time < until(level);
  }

  void summedUntil(Level level, long end) {
    until.put(level, end);
  }

  /** Notes that nothing before {@code cut} is to be looked for in the level. */
  static void beginAt(Connection connection, Level level, long cut) throws SQLException {
    Sql.update(
        connection,
        "UPDATE level SET since = ? WHERE label = ? AND since < ?",
        cut,
        level.label(),
        cut);
  }
}
