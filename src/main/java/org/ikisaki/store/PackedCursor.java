package org.ikisaki.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the rows that {@link RowSums} packed. Confined to one query.
 *
 * <pre>
 * format (8 bits) = 1, values of each row (8 bits), then for each row, in order of its keys:
 *   varint  first key, less that of the row before
 *   varint  second key, less that of the row before if the first keys are equal
 *   varint  each value
 * </pre>
 *
 * A varint holds seven bits a byte, the lowest first; a set top bit says that more follow.
 */
final class PackedCursor {
  static final byte FORMAT = 1;

  private static final int GROUP_BITS = 7;
  private static final int GROUP = 0x7f;
  private static final int MOST_SHIFT = 62;

  private static final int HEADER = 2;

  private final byte[] packed;
  private final int packedValues;
  private final long[] values;
  private final int end;
  private int position;
  private long first;
  private long second;

  /**
   * Stands before the first row.
   *
   * @param values how many are wanted of each row; zero are those that it was packed without
   */
  PackedCursor(byte @Nullable [] packed, int values) throws SQLException {
    this(packed == null ? new byte[0] : packed, 0, packed == null ? 0 : packed.length, values);
  }

  /** The same for those that lie in {@code packed} from {@code from} up to {@code end}. */
  PackedCursor(byte[] packed, int from, int end, int values) throws SQLException {
    if (end - from < HEADER || packed[from] != FORMAT) {
      throw Damage.found("a sum of history is in no form that is known");
    }
    this.packed = packed;
    this.end = end;
    position = from + HEADER;
    packedValues = packed[from + 1];
    this.values = new long[values];
  }

  /** Goes to the next row, if there is one. */
  boolean next() throws SQLException {
    if (position == end) {
      return false;
    }
    long step = varint();
    if (step > 0) {
      first += step;
      second = 0;
    }
    second += varint();
    for (int i = 0; i < packedValues; i++) {
      long value = varint();
      if (i < values.length) {
        values[i] = value;
      }
    }
    return true;
  }

  /** Shows all rows that are left. */
  void visit(long time, History.Visitor visitor) throws SQLException {
    while (next()) {
      visitor.visit(time, first, second, values);
    }
  }

  long first() {
    return first;
  }

  long second() {
    return second;
  }

  /** Those of this row, until the next. */
  long[] values() {
    return values;
  }

  private long varint() throws SQLException {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT && position < end; shift += GROUP_BITS) {
      byte group = packed[position++];
      value |= (long) (group & GROUP) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw Damage.found("a sum of history breaks off");
  }
}
