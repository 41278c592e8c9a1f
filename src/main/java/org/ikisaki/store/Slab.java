package org.ikisaki.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Room for some of the ten-second rows of ten minutes. Its size never changes: SQLite then writes
 * over the one that was there, in its own pages, and of those only the ones that differ. Confined
 * to one transaction.
 *
 * <pre>
 * for each interval, in order of their times; one of many rows is in several parts:
 *   16 bits  length of its rows, big endian
 *   16 bits  seconds since the ten minutes began, big endian
 *   its rows, as {@link RowSums} packs them
 * 16 bits    0, unless the slab is full
 * what it held in ten minutes of before
 * </pre>
 */
final class Slab {
  static final int BYTES = 4_000;

  /** With what SQLite needs: four pages of 1 KiB. */
  static final int FILE_BYTES = 4_096;

  private static final int HEADER = 4;

  /** The most that the rows of an interval, or of a part of it, may take. */
  static final int MOST_PACKED = BYTES - HEADER;

  private static final int LENGTH = 2;

  private final byte[] data;
  private int end;

  /** Where the last interval begins; the end if there is none. */
  private int last;

  private Slab(byte[] data) {
    this.data = data;
  }

  /** One that holds nothing yet. */
  static Slab empty() {
    return new Slab(new byte[BYTES]);
  }

  /**
   * As it was stored.
   *
   * @throws SQLException as of a damaged file
   */
  static Slab read(byte @Nullable [] data) throws SQLException {
    if (data == null || data.length != BYTES) {
      throw Damage.found("a slab of ten-second rows has another size");
    }
    Slab slab = new Slab(data);
    while (slab.length(slab.end) > 0) {
      slab.last = slab.end;
      slab.end += HEADER + slab.length(slab.end);
      if (slab.end > BYTES) {
        throw Damage.found("ten-second rows break off");
      }
    }
    return slab;
  }

  /** As it is to be stored. */
  byte[] data() {
    return data;
  }

  /** Takes an interval. */
  interface Visitor {
    void visit(int seconds, PackedCursor rows) throws SQLException;
  }

  void visit(Visitor visitor) throws SQLException {
    for (int at = 0; at < end; at = next(at)) {
      visitor.visit(
          seconds(at), new PackedCursor(data, at + HEADER, next(at), Bucket.TRAFFIC_VALUES));
    }
  }

  /** When the last interval begins, in seconds since the ten minutes did; -1 if there is none. */
  int lastSeconds() {
    return last < end ? seconds(last) : -1;
  }

  /** Whether all it holds is of one interval, of which there may be more in the slab before. */
  boolean isOfOne() {
    return end == 0 || seconds(0) == seconds(last);
  }

  /** Adds an interval to the end, if there is room. */
  boolean append(int seconds, byte[] packed) {
    int next = end + HEADER + packed.length;
    if (next > BYTES) {
      return false;
    }
    put(end, packed.length);
    put(end + LENGTH, seconds);
    System.arraycopy(packed, 0, data, end + HEADER, packed.length);
    last = end;
    end = next;
    terminate();
    return true;
  }

  /** Takes the last interval off the end; there must be one before it. */
  RowSums removeLast() throws SQLException {
    int seconds = seconds(last);
    RowSums rows = new RowSums(Bucket.TRAFFIC_VALUES);
    int kept = 0;
    for (int at = 0; at < end; at = next(at)) {
      if (seconds(at) == seconds) {
        rows.addAll(new PackedCursor(data, at + HEADER, next(at), Bucket.TRAFFIC_VALUES));
      } else {
        last = at;
        kept = next(at);
      }
    }
    end = kept;
    terminate();
    return rows;
  }

  /** Makes it hold nothing, but leaves the bytes: those that come write over them. */
  void clear() {
    end = 0;
    last = 0;
    terminate();
  }

  private void terminate() {
    if (end + LENGTH <= BYTES) {
      put(end, 0);
    }
  }

  private int next(int at) {
    return at + HEADER + length(at);
  }

  /** 0 at the end. */
  private int length(int at) {
    return at + HEADER <= BYTES ? get(at) : 0;
  }

  private int seconds(int at) {
    return get(at + LENGTH);
  }

  private int get(int at) {
    return Byte.toUnsignedInt(data[at]) << Byte.SIZE | Byte.toUnsignedInt(data[at + 1]);
  }

  private void put(int at, int value) {
    data[at] = (byte) (value >>> Byte.SIZE);
    data[at + 1] = (byte) value;
  }
}
