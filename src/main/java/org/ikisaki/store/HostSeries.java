package org.ikisaki.store;

import static java.util.Comparator.comparing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.wire.IpAddress;
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
 * A host is a series from the interval on in which it got its place, which is written down: the same
 * time exported twice, or to two servers, has the same series.
 */
/**
 * Which hosts, or addresses while they have no name, are time series of their own where history is
 * exported. Confined to {@link Writer}, and used inside of its transactions.
 */
final class HostSeries {
  private static final int INTERVALS_TO_PROVE = 3;
  private static final int CANDIDATES = 5_000;
  private static final Comparator<Map.Entry<Object, Long>> LARGEST_FIRST =
      Map.Entry.<Object, Long>comparingByValue()
          .reversed()
          .thenComparing(comparing(entry -> entry.getKey().toString()));

  private final Connection connection;
  private final SeriesSettings settings;
  private final Map<Object, Candidate> candidates =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Candidate> eldest) {
          return size() > CANDIDATES;
        }
      };

  /** Until when each host with a place is known to have been seen; null before it was read. */
  private @Nullable Map<Object, Long> seenUntil;

  HostSeries(Connection connection, SeriesSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /** Forgets what another connection may have changed. */
  void clear() {
    seenUntil = null;
  }

  /** If there are no places left, takes those away that were last used before {@code before}. */
  void makeRoom(long before) throws SQLException {
    if (places().size() >= settings.hosts()) {
      Sql.update(connection, "DELETE FROM host_series WHERE last_seen < ?", before);
      clear();
    }
  }

  /** Gives places to those of an interval that have earned one. */
  void see(long time, Iterable<Traffic> traffic) throws SQLException {
    Map<Object, Long> places = places();
    long until = Times.nextDay(time);
    for (Object host : largest(traffic)) {
      Long seen = places.get(host);
      if (seen != null) {
        if (seen < until) {
          Sql.update(
              connection,
              "UPDATE host_series SET last_seen = ? WHERE host = ?",
              until,
              column(host));
          places.put(host, until);
        }
      } else if (places.size() < settings.hosts() && isProven(host, time, places.size())) {
        Sql.update(
            connection, "INSERT INTO host_series VALUES (?, ?, ?)", column(host), time, until);
        places.put(host, until);
        candidates.remove(host);
      }
    }
  }

  private boolean isProven(Object host, long time, int taken) {
    if (taken < settings.hosts() / 4) {
      return true;
    }
    Candidate candidate = candidates.computeIfAbsent(host, any -> new Candidate());
    return candidate.sawIn(time) >= INTERVALS_TO_PROVE;
  }

  private List<Object> largest(Iterable<Traffic> traffic) {
    Map<Object, Long> sums = new HashMap<>();
    for (Traffic row : traffic) {
      Object host =
          row.endpoint().host() != null ? row.endpoint().host() : row.endpoint().address();
      if (host != null && !host.equals(Other.HOST)) {
        sums.merge(host, row.counters().bytes(), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .sorted(LARGEST_FIRST)
        .limit(settings.hostsPerInterval())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<Object, Long> places() throws SQLException {
    if (seenUntil == null) {
      Map<Object, Long> places = new HashMap<>();
      Sql.list(
          connection,
          "SELECT host, last_seen FROM host_series",
          row -> {
            Object host = row.getObject(1);
            return places.put(
                host instanceof byte[] address ? Addresses.read(address) : host, row.getLong(2));
          });
      seenUntil = places;
    }
    return seenUntil;
  }

  private static Object column(Object host) {
    return host instanceof IpAddress address ? address.toBytes() : host;
  }

  /** In how many intervals a host was among the largest. */
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
