package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/*
 * Summing. Minutes are summed ten at a time, once an interval comes that lies behind them, an hour
 * and a day once all their minutes are: so each bucket is written once, at the end of its table.
 * Which buckets are due follows from the data's own times and not from a clock, so a replay gives
 * the same sums.
 *
 * Late rows. What comes for a bucket that was summed already is added to it as well, on every level
 * that has one by then. That is how the levels agree at any moment, also after a clock was set back.
 *
 * Days. A day ends at the next midnight of the zone that is configured when it is summed, and keeps
 * its bounds from then on. So a change of zone makes one short day, and moves nothing that is
 * history.
 */
/**
 * Keeps the coarser levels in step with the ten-second rows. Confined to {@link Writer}, and used
 * inside of its transactions.
 */
final class Rollups {
  /** A first summing of months must not keep a commit waiting. */
  private static final int MOST_AT_ONCE = 1_000;

  /** Ten minutes fill a few pages; one by one each would write its page again. */
  private static final long TOGETHER = 600;

  private final Connection connection;
  private final ZoneId zone;
  private final Rest rest;
  private final Map<Level, BucketTable> tables = new EnumMap<>(Level.class);
  private final Map<Level, NavigableMap<Long, Bucket>> changed = new EnumMap<>(Level.class);

  /** Which buckets are not only more than they were. */
  private final Set<ChangeLog.Time> moved = new HashSet<>();

  private final PreparedStatement change;
  private Levels levels;

  Rollups(Connection connection, ZoneId zone, Rest rest) throws SQLException {
    this.connection = connection;
    this.zone = zone;
    this.rest = rest;
    for (Level level : Level.rollups()) {
      tables.put(level, new BucketTable(connection, level));
      changed.put(level, new TreeMap<>());
    }
    change = connection.prepareStatement(ChangeLog.BUCKET);
    levels = Levels.read(connection);
  }

  /** Gives the endpoint that stands for what is too much, seen at a time. */
  interface Rest {
    long endpoint(long time) throws SQLException;
  }

  /** Begins a transaction: others may have pruned since the last one. */
  void begin() throws SQLException {
    levels = Levels.read(connection);
  }

  Levels levels() {
    return levels;
  }

  /** Whether rows of this time are kept at ten seconds; if not, {@link #add} is all. */
  boolean isKeptInFull(long time) {
    return levels.holds(Level.TEN_SECONDS, time);
  }

  /** Adds traffic to what was summed before it came. */
  void add(long time, RowSums rows) throws SQLException {
    for (Level level : Level.rollups()) {
      if (levels.holds(level, time)) {
        bucket(level, time).traffic().addAll(rows);
      }
    }
  }

  /** The same for what a source counted. */
  void addCapture(long time, long source, IntervalRows.CaptureStats stats) throws SQLException {
    for (Level level : Level.rollups()) {
      if (levels.holds(level, time)) {
        bucket(level, time).capture().add(source, 0, Bucket.values(stats));
      }
    }
  }

  /** Gives traffic that was summed with one endpoint to another, from {@code finest} upwards. */
  void move(Level finest, long time, long device, long from, long to, long[] values)
      throws SQLException {
    for (Level level : Level.rollups()) {
      if (level.compareTo(finest) >= 0 && levels.holds(level, time)) {
        Bucket bucket = bucket(level, time);
        bucket.traffic().move(device, from, to, values);
        moved.add(new ChangeLog.Time(level, bucket.time()));
      }
    }
  }

  /** Ends a transaction: writes what was changed, and sums what is complete. */
  void finish() throws SQLException {
    flush();
    long heard = Sql.number(connection, "SELECT max(time) + 10 FROM capture_stats");
    long complete = sumMinutes(Math.floorDiv(heard, TOGETHER) * TOGETHER);
    sumHours(complete);
    sumDays(complete);
  }

  /** Writes what was changed, so that it can be read. */
  void flush() throws SQLException {
    for (Level level : Level.rollups()) {
      NavigableMap<Long, Bucket> buckets = Objects.requireNonNull(changed.get(level));
      for (Bucket bucket : buckets.values()) {
        save(level, bucket);
      }
      buckets.clear();
    }
  }

  /** Until when all minutes are summed now. */
  private long sumMinutes(long complete) throws SQLException {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      long from = Math.max(levels.until(Level.MINUTE), levels.since(Level.TEN_SECONDS));
      long heard =
          Sql.number(
              connection,
              "SELECT coalesce(min(time), ?) FROM capture_stats WHERE time >= ?",
              complete,
              from);
      if (heard >= complete) {
        return complete;
      }
      long time = Level.MINUTE.floor(heard);
      sum(Level.MINUTE, Bucket.empty(time, time + Level.MINUTE.seconds(), null));
    }
    return levels.until(Level.MINUTE);
  }

  private void sumHours(long complete) throws SQLException {
    long minute = table(Level.MINUTE).nextFrom(levels.until(Level.HOUR));
    while (minute < complete) {
      long time = Level.HOUR.floor(minute);
      long until = time + Level.HOUR.seconds();
      if (until > complete) {
        return;
      }
      sum(Level.HOUR, Bucket.empty(time, until, null));
      minute = table(Level.MINUTE).nextFrom(until);
    }
  }

  private void sumDays(long complete) throws SQLException {
    long time = firstOfNoDay();
    while (time < complete) {
      long midnight = LocalDays.endOf(time, zone);
      if (midnight > complete) {
        return;
      }
      long start = Math.max(LocalDays.startOf(time, zone), levels.until(Level.DAY));
      sum(Level.DAY, Bucket.empty(start, midnight, zone.getId()));
      time = firstOfNoDay();
    }
  }

  private long firstOfNoDay() throws SQLException {
    long from = levels.until(Level.DAY);
    return Math.min(table(Level.HOUR).nextFrom(from), table(Level.MINUTE).nextFrom(from));
  }

  private void sum(Level level, Bucket bucket) throws SQLException {
    fill(connection, levels, level, bucket, bucket.time());
    save(level, bucket);
    levels.summedUntil(level, bucket.until());
  }

  /** Adds all that finer levels have of a bucket's time, from {@code from} on. */
  static void fill(Connection connection, Levels levels, Level level, Bucket bucket, long from)
      throws SQLException {
    List<Cover.Piece> pieces = Cover.of(connection, levels, from, bucket.until(), level.finer());
    History.traffic(
        connection,
        pieces,
        (time, device, endpoint, values) -> bucket.traffic().add(device, endpoint, values));
    History.capture(
        connection,
        pieces,
        (time, source, none, values) -> bucket.capture().add(source, none, values));
  }

  private Bucket bucket(Level level, long time) throws SQLException {
    NavigableMap<Long, Bucket> buckets = Objects.requireNonNull(changed.get(level));
    Map.Entry<Long, Bucket> known = buckets.floorEntry(time);
    if (known != null && time < known.getValue().until()) {
      return known.getValue();
    }
    Bucket bucket = find(level, time);
    buckets.put(bucket.time(), bucket);
    return bucket;
  }

  private Bucket find(Level level, long time) throws SQLException {
    Optional<Bucket> before = table(level).lastAt(time);
    if (before.isPresent() && time < before.get().until()) {
      return before.get();
    }
    if (level != Level.DAY) {
      long start = level.floor(time);
      return Bucket.empty(start, start + level.seconds(), null);
    }
    // Of a time in which nothing was heard, as far as was known.
    long start = before.map(Bucket::until).orElse(0L);
    long end = Math.min(table(level).nextFrom(time), levels.until(level));
    return Bucket.empty(
        Math.max(start, LocalDays.startOf(time, zone)),
        Math.min(end, LocalDays.endOf(time, zone)),
        zone.getId());
  }

  private void save(Level level, Bucket bucket) throws SQLException {
    if (bucket.traffic().size() > level.mostRows()) {
      bucket.traffic().bound(level.mostRows(), rest.endpoint(bucket.time()));
    }
    table(level).save(bucket);
    if (ChangeLog.ROLLUPS.contains(level)) {
      boolean isCorrection = moved.remove(new ChangeLog.Time(level, bucket.time()));
      Sql.update(change, bucket.time(), level.seconds(), isCorrection);
    }
  }

  private BucketTable table(Level level) {
    return Objects.requireNonNull(tables.get(level));
  }
}
