package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums in few bytes, and back. */
final class PackedRowsTest {
  private static final int WIDTH = 5;

  @Test
  void whatIsPackedIsReadInTheOrderOfItsKeys() throws SQLException {
    RowSums sums = new RowSums(WIDTH);
    sums.add(2, 7, new long[] {1, 2, 3, 4, 5});
    sums.add(1, 300, new long[] {127, 128, 16_383, 16_384, Long.MAX_VALUE});
    sums.add(1, 9, new long[] {0, 0, 0, 0, 0});
    sums.add(2, 7, new long[] {10, 20, 30, 40, 50});

    assertThat(rows(sums.pack()))
        .containsExactly(
            List.of(1L, 9L, 0L, 0L, 0L, 0L, 0L),
            List.of(1L, 300L, 127L, 128L, 16_383L, 16_384L, Long.MAX_VALUE),
            List.of(2L, 7L, 11L, 22L, 33L, 44L, 55L));
  }

  @Test
  void nothingIsPackedToo() throws SQLException {
    assertThat(rows(new RowSums(WIDTH).pack())).isEmpty();
  }

  @Test
  void partsAreAsLongAsTheyMayBeAndHoldAllRowsInOrder() throws SQLException {
    RowSums sums = new RowSums(WIDTH);
    for (int i = 0; i < 1_000; i++) {
      sums.add(i / 100, 1_000L * i, new long[] {i, 1L << i % 60, 3, 4, Long.MAX_VALUE});
    }
    List<List<Long>> found = new ArrayList<>();
    List<byte[]> parts = sums.pack(500);
    for (byte[] part : parts) {
      assertThat(part).hasSizeLessThanOrEqualTo(500);
      found.addAll(rows(part));
    }
    assertThat(found).isEqualTo(rows(sums.pack()));
    assertThat(parts).hasSizeBetween(sums.pack().length / 500, 2 * sums.pack().length / 500);
  }

  @Test
  void valuesThatCameLaterAreZeroInWhatWasPackedBefore() throws SQLException {
    RowSums older = new RowSums(2);
    older.add(1, 1, new long[] {7, 8});

    assertThat(rows(older.pack())).containsExactly(List.of(1L, 1L, 7L, 8L, 0L, 0L, 0L));
  }

  @Test
  void aPartOfARowMovesAndWhatIsNotThereStays() throws SQLException {
    RowSums sums = new RowSums(WIDTH);
    sums.add(1, 5, new long[] {10, 10, 10, 10, 1});

    assertThat(sums.move(1, 5, 6, new long[] {4, 4, 4, 4, 0})).isTrue();
    assertThat(sums.move(1, 5, 6, new long[] {7, 0, 0, 0, 0})).isFalse();
    assertThat(sums.move(1, 8, 6, new long[] {1, 0, 0, 0, 0})).isFalse();
    assertThat(rows(sums.pack()))
        .containsExactly(List.of(1L, 5L, 6L, 6L, 6L, 6L, 1L), List.of(1L, 6L, 4L, 4L, 4L, 4L, 0L));

    assertThat(sums.move(1, 5, 6, new long[] {6, 6, 6, 6, 1})).isTrue();
    assertThat(rows(sums.pack())).containsExactly(List.of(1L, 6L, 10L, 10L, 10L, 10L, 1L));
  }

  @Test
  void beyondABoundTheSmallestAreSummedForEachDevice() throws SQLException {
    RowSums sums = new RowSums(WIDTH);
    for (int i = 1; i <= 10; i++) {
      sums.add(i % 2, 100 + i, new long[] {i, i, 1, 1, 1});
    }
    sums.bound(4, 99);

    assertThat(rows(sums.pack()))
        .containsExactly(
            List.of(0L, 99L, 12L, 12L, 3L, 3L, 3L),
            List.of(0L, 108L, 8L, 8L, 1L, 1L, 1L),
            List.of(0L, 110L, 10L, 10L, 1L, 1L, 1L),
            List.of(1L, 99L, 9L, 9L, 3L, 3L, 3L),
            List.of(1L, 107L, 7L, 7L, 1L, 1L, 1L),
            List.of(1L, 109L, 9L, 9L, 1L, 1L, 1L));
  }

  @Test
  void whatBreaksOffOrIsOfAnotherFormatIsDamage() {
    RowSums sums = new RowSums(WIDTH);
    sums.add(1, 1, new long[] {1_000, 1, 1, 1, 1});
    byte[] whole = sums.pack();

    assertDamage(Arrays.copyOf(whole, whole.length - 1));
    assertDamage(new byte[0]);
    whole[0] = 2;
    assertDamage(whole);
    byte[] endless = new byte[40];
    Arrays.fill(endless, (byte) 0xff);
    endless[0] = PackedCursor.FORMAT;
    endless[1] = WIDTH;
    assertDamage(endless);
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(3);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[2 + random.nextInt(60)];
      random.nextBytes(bytes);
      bytes[0] = PackedCursor.FORMAT;
      bytes[1] = WIDTH;
      try {
        assertThat(rows(bytes)).hasSizeLessThan(bytes.length);
      } catch (SQLException e) {
        assertThat(Damage.isIn(e)).isTrue();
      }
    }
  }

  private static void assertDamage(byte[] packed) {
    assertThatThrownBy(() -> rows(packed))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(Damage.isIn(e)).isTrue());
  }

  private static List<List<Long>> rows(byte[] packed) throws SQLException {
    List<List<Long>> rows = new ArrayList<>();
    PackedCursor row = new PackedCursor(packed, WIDTH);
    while (row.next()) {
      List<Long> values = new ArrayList<>(List.of(row.first(), row.second()));
      Arrays.stream(row.values()).forEach(values::add);
      rows.add(values);
    }
    return rows;
  }
}
