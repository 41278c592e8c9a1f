package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * Why in slabs. Rows of ten seconds are nearly all that is written, and are the first to go. As rows
 * of a table they took pages that others had left all over the file, and gave them back to whoever
 * came next: after a year each new page was somewhere else, and a day wrote twice as much as in the
 * beginning, pruning not counted. A slab stays where it is. A new one takes the place of the oldest
 * that is no longer kept, so pruning writes nothing but from when on the rest is kept.
 */
/**
 * The rows of traffic by ten seconds, device and endpoint: one row for each, packed by ten minutes
 * into {@link Slab}s. What lies before the ten-second level begins is not there any more, though
 * its slabs may still be. Confined to its connection, which it leaves open, and used inside of a
 * transaction.
 */
final class TrafficLog implements AutoCloseable {
  /** So many are removed at once. */
  static final int BATCH_SLABS = 500;

  /** A slab's place is the number of its ten minutes, and its own number in six more digits. */
  private static final long SPAN = 600;

  private static final long MOST_SLABS = 1_000_000;

  /** Further than any time, near enough to be multiplied. */
  private static final long FOREVER = 1L << 40;

  private static final long DAY = 86_400;
  private static final int TIME_AND_KEYS = 3;

  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement oldest;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement take;

  TrafficLog(Connection connection) throws SQLException {
    this.connection = connection;
    find =
        connection.prepareStatement(
            "SELECT id, place, data FROM traffic_slab WHERE place >= ? AND place < ?"
                + " ORDER BY place DESC LIMIT 1");
    oldest =
        connection.prepareStatement(
            "SELECT id, place, data FROM traffic_slab WHERE place < ? ORDER BY place LIMIT 1");
    insert =
        connection.prepareStatement(
            "INSERT INTO traffic_slab (place, data) VALUES (?, ?) RETURNING id");
    update = connection.prepareStatement("UPDATE traffic_slab SET data = ? WHERE id = ?");
    take = connection.prepareStatement("UPDATE traffic_slab SET place = ?, data = ? WHERE id = ?");
  }

  /** When the ten minutes begin that {@code time} lies in. */
  static long floor(long time) {
    return Math.floorDiv(time, SPAN) * SPAN;
  }

  /** When the next ten minutes begin. */
  static long next(long time) {
    return floor(time) + SPAN;
  }

  /** Visits all rows from {@code from} up to, not including, {@code to}, in their order. */
  static void visit(Connection connection, long from, long to, History.Visitor visitor)
      throws SQLException {
    long first = Math.max(from, since(connection));
    long end = Math.min(to, FOREVER);
    if (first >= end) {
      return;
    }
    try (PreparedStatement slabs =
        connection.prepareStatement(
            "SELECT place, data FROM traffic_slab WHERE place >= ? AND place < ? ORDER BY place")) {
      Sql.bind(slabs, place(first), place(end + SPAN - 1));
      try (ResultSet row = slabs.executeQuery()) {
        while (row.next()) {
          long start = start(row.getLong(1));
          Slab.read(row.getBytes(2))
              .visit(
                  (seconds, rows) -> {
                    long time = start + seconds;
                    if (time >= first && time < end) {
                      rows.visit(time, visitor);
                    }
                  });
        }
      }
    }
  }

  /**
   * Looks at the newest slabs.
   *
   * @throws SQLException as of a damaged file
   */
  static void probe(Connection connection) throws SQLException {
    long newest = start(Sql.number(connection, "SELECT max(place) FROM traffic_slab"));
    visit(connection, newest - SPAN, Long.MAX_VALUE, (time, device, endpoint, values) -> {});
  }

  static long count(Connection connection, long from, long to) throws SQLException {
    long[] count = {0};
    visit(connection, from, to, (time, device, endpoint, values) -> count[0]++);
    return count[0];
  }

  /**
   * When the first ten minutes begin that have rows and do not end before {@code time}; the end of
   * time if there are none.
   */
  static long firstFrom(Connection connection, long time) throws SQLException {
    return Sql.first(
            connection,
            "SELECT place FROM traffic_slab WHERE place >= ? ORDER BY place LIMIT 1",
            row -> start(row.getLong(1)),
            place(Math.max(time, since(connection))))
        .orElse(Long.MAX_VALUE);
  }

  /** What slabs that rows are in take of the file. */
  static long bytes(Connection connection) throws SQLException {
    return Sql.number(
            connection,
            "SELECT count(*) FROM traffic_slab WHERE place >= ?",
            place(since(connection)))
        * Slab.FILE_BYTES;
  }

  /** Makes rows of a time a table, for a query to join them; it is this connection's alone. */
  static void copy(Connection connection, String table, long from, long to) throws SQLException {
    Sql.execute(
        connection,
        """
        CREATE TEMP TABLE IF NOT EXISTS %s (time INTEGER, device INTEGER, endpoint INTEGER,
          bytes_down INTEGER, bytes_up INTEGER, packets_down INTEGER, packets_up INTEGER,
          flows INTEGER)"""
            .formatted(table));
    Sql.update(connection, "DELETE FROM temp." + table);
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO temp." + table + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      visit(
          connection,
          from,
          to,
          (time, device, endpoint, values) -> {
            row.setLong(1, time);
            row.setLong(2, device);
            row.setLong(TIME_AND_KEYS, endpoint);
            for (int i = 0; i < values.length; i++) {
              row.setLong(TIME_AND_KEYS + 1 + i, values[i]);
            }
            row.executeUpdate();
          });
    }
  }

  /** Adds rows of the ten seconds from {@code time} on, to those that are there already. */
  void add(long time, RowSums rows) throws SQLException {
    if (rows.size() == 0) {
      return;
    }
    long start = floor(time);
    int seconds = (int) (time - start);
    Stored last = last(place(start), place(start + SPAN));
    if (last != null && seconds <= last.slab.lastSeconds()) {
      if (seconds < last.slab.lastSeconds() || last.slab.isOfOne()) {
        NavigableMap<Long, RowSums> all = read(start);
        all.merge(time, rows, RowSums::plus);
        replace(start, all);
        return;
      }
      rows.addAll(last.slab.removeLast());
    }
    append(start, last, seconds, rows);
  }

  /** All rows of the ten minutes from {@code start} on, by their times. */
  NavigableMap<Long, RowSums> read(long start) throws SQLException {
    NavigableMap<Long, RowSums> intervals = new TreeMap<>();
    visit(
        connection,
        start,
        start + SPAN,
        (time, device, endpoint, values) ->
            intervals
                .computeIfAbsent(time, key -> new RowSums(Bucket.TRAFFIC_VALUES))
                .add(device, endpoint, values));
    return intervals;
  }

  /**
   * Stores these rows in the place of all that there is of the ten minutes from {@code start} on.
   * Nothing is left in the file of what they do not hold.
   */
  void replace(long start, SortedMap<Long, RowSums> intervals) throws SQLException {
    List<Slab> slabs = new ArrayList<>();
    Slab slab = Slab.empty();
    for (Map.Entry<Long, RowSums> interval : intervals.entrySet()) {
      int seconds = (int) (interval.getKey() - start);
      for (byte[] packed : interval.getValue().pack(Slab.MOST_PACKED)) {
        if (slabs.isEmpty() || !slab.append(seconds, packed)) {
          slab = Slab.empty();
          slabs.add(slab);
          slab.append(seconds, packed);
        }
      }
    }
    long place = place(start);
    for (Slab each : slabs) {
      Stored stored = last(place, place + 1);
      store(new Stored((stored == null ? begin(place) : stored).id, place, each));
      place++;
    }
    Sql.update(
        connection,
        "DELETE FROM traffic_slab WHERE place >= ? AND place < ?",
        place,
        place(start + SPAN));
  }

  /** Removes all rows before {@code cut}. */
  void removeBefore(long cut) throws SQLException {
    Sql.update(connection, "DELETE FROM traffic_slab WHERE place < ?", place(cut));
    NavigableMap<Long, RowSums> rest = read(floor(cut));
    if (!rest.headMap(cut).isEmpty()) {
      replace(floor(cut), rest.tailMap(cut));
    }
  }

  /**
   * Removes slabs that are no longer kept, beyond as many as the last day has filled: the next day
   * takes those.
   *
   * @return how many were removed, {@link #BATCH_SLABS} at the most
   */
  static int removeSpare(Connection connection) throws SQLException {
    long begin = place(since(connection));
    long newest = start(Sql.number(connection, "SELECT max(place) FROM traffic_slab"));
    long spare =
        Sql.number(connection, "SELECT count(*) FROM traffic_slab WHERE place < ?", begin)
            - Sql.number(
                connection,
                "SELECT count(*) FROM traffic_slab WHERE place >= ?",
                place(newest - DAY));
    return spare <= 0 ? 0 : removeOldest(connection, begin, Math.min(spare, BATCH_SLABS));
  }

  /**
   * Removes slabs that are no longer kept.
   *
   * @return how many were removed, {@link #BATCH_SLABS} at the most
   */
  static int removeExpired(Connection connection) throws SQLException {
    return removeOldest(connection, place(since(connection)), BATCH_SLABS);
  }

  /** Takes over what older versions kept in a table of its own. */
  void takeOver() throws SQLException {
    try (PreparedStatement rows =
            connection.prepareStatement("SELECT * FROM traffic ORDER BY time, device, endpoint");
        ResultSet row = rows.executeQuery()) {
      long time = 0;
      RowSums interval = new RowSums(Bucket.TRAFFIC_VALUES);
      long[] values = new long[Bucket.TRAFFIC_VALUES];
      while (row.next()) {
        if (row.getLong(1) != time) {
          add(time, interval);
          time = row.getLong(1);
          interval = new RowSums(Bucket.TRAFFIC_VALUES);
        }
        for (int i = 0; i < values.length; i++) {
          values[i] = row.getLong(TIME_AND_KEYS + 1 + i);
        }
        interval.add(row.getLong(2), row.getLong(TIME_AND_KEYS), values);
      }
      add(time, interval);
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : List.of(find, oldest, insert, update, take)) {
      statement.close();
    }
  }

  private void append(long start, @Nullable Stored last, int seconds, RowSums rows)
      throws SQLException {
    Stored at = last == null ? begin(place(start)) : last;
    for (byte[] packed : rows.pack(Slab.MOST_PACKED)) {
      if (!at.slab.append(seconds, packed)) {
        store(at);
        at = begin(at.place + 1);
        at.slab.append(seconds, packed);
      }
    }
    store(at);
  }

  private @Nullable Stored last(long from, long to) throws SQLException {
    Sql.bind(find, from, to);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? Stored.of(row) : null;
    }
  }

  /** The oldest that is no longer kept, or one more, for what is to lie at {@code place}. */
  private Stored begin(long place) throws SQLException {
    Sql.bind(oldest, place(since(connection)));
    try (ResultSet row = oldest.executeQuery()) {
      if (row.next()) {
        Stored taken = Stored.of(row);
        taken.slab.clear();
        Sql.update(take, place, taken.slab.data(), taken.id);
        return new Stored(taken.id, place, taken.slab);
      }
    }
    Slab slab = Slab.empty();
    Sql.bind(insert, place, slab.data());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return new Stored(row.getLong(1), place, slab);
    }
  }

  private void store(Stored stored) throws SQLException {
    Sql.update(update, stored.slab.data(), stored.id);
  }

  private static int removeOldest(Connection connection, long before, long most)
      throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM traffic_slab WHERE id IN"
            + " (SELECT id FROM traffic_slab WHERE place < ? ORDER BY place LIMIT ?)",
        before,
        most);
  }

  private static long since(Connection connection) throws SQLException {
    return Sql.number(
        connection, "SELECT since FROM level WHERE label = ?", Level.TEN_SECONDS.label());
  }

  /** Of the first slab of the ten minutes that {@code time} lies in. */
  private static long place(long time) {
    return Math.floorDiv(time, SPAN) * MOST_SLABS;
  }

  /** When the ten minutes of a slab begin. */
  private static long start(long place) {
    return Math.floorDiv(place, MOST_SLABS) * SPAN;
  }

  private record Stored(long id, long place, Slab slab) {
    static Stored of(ResultSet row) throws SQLException {
      return new Stored(row.getLong(1), row.getLong(2), Slab.read(row.getBytes(TIME_AND_KEYS)));
    }
  }
}
