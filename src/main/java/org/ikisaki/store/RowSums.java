package org.ikisaki.store;

import static java.util.Comparator.comparingLong;
import static java.util.Map.Entry.comparingByKey;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sums of rows by two keys, as a bucket of a roll-up holds them. Confined to its owner. */
final class RowSums {
  private static final int GROUP_BITS = 7;
  private static final long GROUP = 0x7f;

  private final int width;
  private final Map<Key, long[]> rows = new HashMap<>();

  /** No rows yet, of {@code width} values each. */
  RowSums(int width) {
    this.width = width;
  }

  static RowSums unpack(byte @Nullable [] packed, int width) throws SQLException {
    RowSums sums = new RowSums(width);
    PackedCursor row = new PackedCursor(packed, width);
    while (row.next()) {
      sums.add(row.first(), row.second(), row.values());
    }
    return sums;
  }

  int size() {
    return rows.size();
  }

  void add(long first, long second, long[] values) {
    long[] sum = rows.computeIfAbsent(new Key(first, second), key -> new long[width]);
    for (int i = 0; i < width; i++) {
      sum[i] += values[i];
    }
  }

  void addAll(RowSums others) {
    others.rows.forEach((key, values) -> add(key.first, key.second, values));
  }

  /**
   * Moves a part of a row to another of the same first key. What a bound has made a part of the
   * rest is not there to be moved, and stays.
   *
   * @return whether it was there
   */
  boolean move(long first, long from, long to, long[] values) {
    Key key = new Key(first, from);
    long[] source = rows.get(key);
    if (source == null) {
      return false;
    }
    for (int i = 0; i < width; i++) {
      if (source[i] < values[i]) {
        return false;
      }
    }
    boolean isEmpty = true;
    for (int i = 0; i < width; i++) {
      source[i] -= values[i];
      isEmpty &= source[i] == 0;
    }
    if (isEmpty) {
      rows.remove(key);
    }
    add(first, to, values);
    return true;
  }

  boolean removeIf(Predicate<Key> condition) {
    return rows.keySet().removeIf(condition);
  }

  /** Keeps the {@code most} rows with the largest first two values; the rest is summed. */
  void bound(int most, long restKey) {
    if (rows.size() <= most) {
      return;
    }
    List<Map.Entry<Key, long[]>> smallest =
        rows.entrySet().stream()
            .filter(row -> row.getKey().second != restKey)
            .sorted(
                comparingLong((Map.Entry<Key, long[]> row) -> row.getValue()[0] + row.getValue()[1])
                    .thenComparing(comparingByKey(Key.ORDER)))
            .limit(rows.size() - most)
            .toList();
    for (Map.Entry<Key, long[]> row : smallest) {
      rows.remove(row.getKey());
      add(row.getKey().first, restKey, row.getValue());
    }
  }

  /** See {@link PackedCursor}. */
  byte[] pack() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(16 + rows.size() * (width + 8));
    packed.write(PackedCursor.FORMAT);
    packed.write(width);
    long first = 0;
    long second = 0;
    Iterator<Map.Entry<Key, long[]>> ordered =
        rows.entrySet().stream().sorted(comparingByKey(Key.ORDER)).iterator();
    while (ordered.hasNext()) {
      Map.Entry<Key, long[]> row = ordered.next();
      Key key = row.getKey();
      if (key.first != first) {
        second = 0;
      }
      write(packed, key.first - first);
      write(packed, key.second - second);
      first = key.first;
      second = key.second;
      for (long value : row.getValue()) {
        write(packed, value);
      }
    }
    return packed.toByteArray();
  }

  private static void write(ByteArrayOutputStream packed, long value) {
    long rest = value;
    while ((rest & ~GROUP) != 0) {
      packed.write((int) (rest & GROUP | ~GROUP));
      rest >>>= GROUP_BITS;
    }
    packed.write((int) rest);
  }

  /** Ids: device and endpoint, or source and nothing. */
  record Key(long first, long second) {
    static final Comparator<Key> ORDER = comparingLong(Key::first).thenComparingLong(Key::second);

    @Override
    public int hashCode() {
      return Long.hashCode(first * 1_000_003 + second);
    }
  }
}
