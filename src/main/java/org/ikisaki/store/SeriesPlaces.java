package org.ikisaki.store;

import static java.util.Comparator.comparing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ikisaki.store.IntervalRows.Traffic;
import org.jspecify.annotations.Nullable;

/*
 * The largest of each interval alone bound nothing over days: a flood of random names has other
 * largest ones every ten seconds. So there are so many places, and
 *
 *  1. only the largest of an interval are candidates;
 *  2. the first quarter of the places go to whoever comes, so that a new house has its hosts at once;
 *  3. the others go to who was among the largest in three intervals, which a name that is made up
 *     for one look-up never is;
 *  4. a place is given up by who was not seen for thirty days, and only when there are no others
 *     (see makeRoom).
 *
 * One is a series from the interval on in which it got its place, which is written down: the same
 * time exported twice, or to two servers, has the same series.
 */
/**
 * Which of a kind are time series of their own where history is exported. Confined to {@link
 * Writer}, and used inside of its transactions.
 *
 * @param <K> what tells them apart
 */
abstract class SeriesPlaces<K> {
  private static final int INTERVALS_TO_PROVE = 3;
  private static final int CANDIDATES = 5_000;

  private final Connection connection;
  private final String table;
  private final List<String> keyColumns;
  private final int most;
  private final int mostPerInterval;
  private final Comparator<Map.Entry<K, Long>> largestFirst =
      Map.Entry.<K, Long>comparingByValue()
          .reversed()
          .thenComparing(comparing(entry -> entry.getKey().toString()));
  private final Map<K, Candidate> candidates =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Candidate> eldest) {
          return size() > CANDIDATES;
        }
      };

  /** Until when each with a place is known to have been seen; null before it was read. */
  private @Nullable Map<K, Long> seenUntil;

  /**
   * Of one kind.
   *
   * @param table with the key, {@code since} and {@code last_seen}, in this order
   * @param most places there are
   * @param mostPerInterval how many of an interval are candidates
   */
  SeriesPlaces(
      Connection connection, String table, List<String> keyColumns, int most, int mostPerInterval) {
    this.connection = connection;
    this.table = table;
    this.keyColumns = keyColumns;
    this.most = most;
    this.mostPerInterval = mostPerInterval;
  }

  /** What one exchanged that this row is of, null if that never has a place. */
  abstract @Nullable K key(Traffic row);

  /** Reads the columns of the key. */
  abstract K key(ResultSet row) throws SQLException;

  /** What the columns of the key have. */
  abstract List<Object> columns(K key);

  /** Forgets what another connection may have changed. */
  final void clear() {
    seenUntil = null;
  }

  /** If there are no places left, takes those away that were last used before {@code before}. */
  final void makeRoom(long before) throws SQLException {
    if (left() <= 0) {
      Sql.update(connection, "DELETE FROM " + table + " WHERE last_seen < ?", before);
      clear();
    }
  }

  /** How many places nobody has. */
  final int left() throws SQLException {
    return most - places().size();
  }

  /** Gives places to those of an interval that have earned one. */
  final void see(long time, Iterable<Traffic> traffic) throws SQLException {
    Map<K, Long> places = places();
    long until = Times.nextDay(time);
    for (K key : largest(traffic)) {
      Long seen = places.get(key);
      if (seen != null) {
        if (seen < until) {
          write(
              "UPDATE %1$s SET last_seen = ? WHERE (%2$s) = (%3$s)", List.of(until), columns(key));
          places.put(key, until);
        }
      } else if (places.size() < most && isProven(key, time, places.size())) {
        write("INSERT INTO %1$s VALUES (%3$s, ?, ?)", columns(key), List.of(time, until));
        places.put(key, until);
        candidates.remove(key);
      }
    }
  }

  private void write(String sql, List<Object> first, List<Object> then) throws SQLException {
    Sql.update(
        connection,
        sql.formatted(
            table,
            String.join(", ", keyColumns),
            String.join(", ", Collections.nCopies(keyColumns.size(), "?"))),
        Stream.concat(first.stream(), then.stream()).toArray());
  }

  private boolean isProven(K key, long time, int taken) {
    if (taken < most / 4) {
      return true;
    }
    Candidate candidate = candidates.computeIfAbsent(key, any -> new Candidate());
    return candidate.sawIn(time) >= INTERVALS_TO_PROVE;
  }

  private List<K> largest(Iterable<Traffic> traffic) {
    Map<K, Long> sums = new HashMap<>();
    for (Traffic row : traffic) {
      K key = key(row);
      if (key != null) {
        sums.merge(key, row.counters().bytes(), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .sorted(largestFirst)
        .limit(mostPerInterval)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<K, Long> places() throws SQLException {
    if (seenUntil == null) {
      Map<K, Long> places = new HashMap<>();
      Sql.list(
          connection,
          "SELECT %s, last_seen FROM %s".formatted(String.join(", ", keyColumns), table),
          row -> places.put(key(row), row.getLong(keyColumns.size() + 1)));
      seenUntil = places;
    }
    return seenUntil;
  }

  /** In how many intervals one was among the largest. */
  private static final class Candidate {
    private int intervals;
    private long last = Long.MIN_VALUE;

    int sawIn(long time) {
      if (time != last) {
        last = time;
        intervals++;
      }
      return intervals;
    }
  }
}
