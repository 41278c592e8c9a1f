package org.ikisaki.store;

import static java.util.Comparator.comparingLong;
import static java.util.Map.Entry.comparingByKey;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
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
    sums.addAll(new PackedCursor(packed, width));
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

  void addAll(PackedCursor row) throws SQLException {
    while (row.next()) {
      add(row.first(), row.second(), row.values());
    }
  }

  /** This one, with the others added to it. */
  RowSums plus(RowSums others) {
    addAll(others);
    return this;
  }

  /** The values of a row; null if there is none. */
  long @Nullable [] get(long first, long second) {
    return rows.get(new Key(first, second));
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
    return pack(Integer.MAX_VALUE).get(0);
  }

  /** The same in as many parts as are needed for none to be longer than {@code most} bytes. */
  List<byte[]> pack(int most) {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream packed = begin();
    Key last = Key.NONE;
    Iterator<Map.Entry<Key, long[]>> ordered =
        rows.entrySet().stream().sorted(comparingByKey(Key.ORDER)).iterator();
    while (ordered.hasNext()) {
      Map.Entry<Key, long[]> row = ordered.next();
      int length = packed.size();
      write(packed, row.getKey(), last, row.getValue());
      if (packed.size() > most) {
        parts.add(Arrays.copyOf(packed.toByteArray(), length));
        packed = begin();
        write(packed, row.getKey(), Key.NONE, row.getValue());
      }
      last = row.getKey();
    }
    parts.add(packed.toByteArray());
    return parts;
  }

  private ByteArrayOutputStream begin() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(16 + rows.size() * (width + 8));
    packed.write(PackedCursor.FORMAT);
    packed.write(width);
    return packed;
  }

  private static void write(ByteArrayOutputStream packed, Key key, Key last, long[] values) {
    write(packed, key.first - last.first);
    write(packed, key.second - (key.first == last.first ? last.second : 0));
    for (long value : values) {
      write(packed, value);
    }
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
    /** Before all others. */
    static final Key NONE = new Key(0, 0);

    static final Comparator<Key> ORDER = comparingLong(Key::first).thenComparingLong(Key::second);

    @Override
    public int hashCode() {
      return Long.hashCode(first * 1_000_003 + second);
    }
  }
}
