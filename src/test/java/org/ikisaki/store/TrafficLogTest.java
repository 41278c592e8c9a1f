package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten-second rows are what was added, whatever came when, and cost few pages. */
final class TrafficLogTest {
  private static final long START = TestRows.START.getEpochSecond();
  private static final long DAY = 86_400;
  private static final int FRAME_BYTES = 1_024 + 24;

  private final Path file;
  private Connection connection;
  private TrafficLog log;

  TrafficLogTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void open() throws Exception {
    connection = Database.at(file).connect();
    Schema.migrate(connection, file);
    log = new TrafficLog(connection);
  }

  @AfterEach
  void close() throws SQLException {
    log.close();
    connection.close();
  }

  @Test
  void rowsAreThoseThatWereAddedInWhateverOrder() throws SQLException {
    Random random = new Random(5);
    NavigableMap<Long, RowSums> expected = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      // Mostly one after the other, some of the same time again, some long ago.
      long time = START + 10L * (random.nextInt(5) == 0 ? random.nextInt(i + 1) : i);
      RowSums rows = rows(random, random.nextInt(40));
      if (rows.size() > 0) {
        expected.merge(time, copy(rows), RowSums::plus);
      }
      add(time, rows);
    }
    assertThat(text(0, Long.MAX_VALUE)).isEqualTo(text(expected));

    long from = START + 12_340;
    long to = START + 21_110;
    assertThat(text(from, to)).isEqualTo(text(expected.subMap(from, to)));
    assertThat(TrafficLog.count(connection, from, to)).isEqualTo(text(from, to).size());
    assertThat(text(to, from)).isEmpty();
  }

  @Test
  void anIntervalMayBeLargerThanASlab() throws SQLException {
    Random random = new Random(6);
    RowSums first = rows(random, 3_000);
    RowSums second = rows(random, 3_000);
    NavigableMap<Long, RowSums> expected = new TreeMap<>();
    expected.put(START, copy(first).plus(second));
    expected.put(START + 10, copy(second));

    add(START, copy(first));
    add(START + 10, copy(second));
    add(START, copy(second));

    assertThat(text(0, Long.MAX_VALUE)).isEqualTo(text(expected));
    assertThat(number("SELECT count(*) FROM traffic_slab")).isGreaterThan(8);
  }

  @Test
  void aCommitWritesThePagesThatItsRowsFill() throws Exception {
    Random random = new Random(7);
    add(START, rows(random, 50));
    long before = frames();
    for (int i = 1; i < 10; i++) {
      add(START + 10L * i, rows(random, 50));
    }
    // 50 rows are some 800 bytes; in the worst case they lie on three pages.
    assertThat(frames() - before).isBetween(9L, 27L);
  }

  @Test
  void whatIsNoLongerKeptIsWrittenOver() throws Exception {
    Random random = new Random(8);
    fill(random, 0, 3);
    long slabs = number("SELECT count(*) FROM traffic_slab");
    long pages = number("PRAGMA page_count");
    for (int day = 3; day < 10; day++) {
      Levels.beginAt(connection, Level.TEN_SECONDS, START + (day - 2) * DAY);
      while (TrafficLog.removeSpare(connection) > 0) {
        assertThat(number("PRAGMA freelist_count")).isGreaterThan(0);
      }
      fill(random, day, day + 1);
      assertThat(text(0, Long.MAX_VALUE).get(0)).startsWith(START + (day - 2) * DAY + " ");
    }
    assertThat(number("SELECT count(*) FROM traffic_slab")).isBetween(slabs, slabs * 11 / 10);
    assertThat(number("PRAGMA page_count")).isLessThan(pages * 11 / 10);
  }

  @Test
  void slabsBeyondADaysNeedAreRemoved() throws SQLException {
    fill(new Random(9), 0, 4);
    long ofADay = number("SELECT count(*) FROM traffic_slab") / 4;

    Levels.beginAt(connection, Level.TEN_SECONDS, START + 4 * DAY - 600);
    while (TrafficLog.removeSpare(connection) > 0) {
      assertThat(TrafficLog.bytes(connection)).isPositive();
    }

    assertThat(number("SELECT count(*) FROM traffic_slab")).isBetween(ofADay, ofADay * 11 / 10);
    assertThat(TrafficLog.removeExpired(connection)).isPositive();
    assertThat(number("SELECT count(*) FROM traffic_slab")).isLessThan(10);
    assertThat(text(0, Long.MAX_VALUE)).isNotEmpty();
  }

  @Test
  void aCutMayGoThroughTenMinutes() throws SQLException {
    fill(new Random(10), 0, 1);
    List<String> after = text(START + 4_210, Long.MAX_VALUE);

    log.removeBefore(START + 4_210);

    assertThat(text(0, Long.MAX_VALUE)).isEqualTo(after);
    assertThat(TrafficLog.firstFrom(connection, 0)).isEqualTo(START + 4_200);
  }

  @Test
  void nothingIsLeftOfRowsThatAreReplaced() throws SQLException {
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      add(START + 10L * i, rows(random, 50));
    }
    NavigableMap<Long, RowSums> kept = log.read(START);
    kept.tailMap(START + 20).clear();

    log.replace(START, kept);

    assertThat(text(0, Long.MAX_VALUE)).isEqualTo(text(kept));
    assertThat(number("SELECT count(*) FROM traffic_slab")).isEqualTo(1);
    byte[] data = data();
    int end = data.length;
    while (data[end - 1] == 0) {
      end--;
    }
    assertThat(end).isLessThan(2_500);
  }

  @Test
  void anyBytesAreReadOrFoundDamaged() throws SQLException {
    Random random = new Random(12);
    for (int i = 0; i < 8; i++) {
      add(START + 10L * i, rows(random, 50));
    }
    byte[] whole = data();
    int damaged = 0;
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        bytes[random.nextInt(i % 2 == 0 ? 40 : bytes.length)] = (byte) random.nextInt();
      }
      Sql.update(connection, "UPDATE traffic_slab SET data = ?", bytes);
      try {
        assertThat(text(0, Long.MAX_VALUE)).hasSizeLessThan(Slab.BYTES);
      } catch (SQLException e) {
        assertThat(Damage.isIn(e)).isTrue();
        damaged++;
      }
    }
    assertThat(damaged).isPositive();
    Sql.update(connection, "UPDATE traffic_slab SET data = ?", Arrays.copyOf(whole, 100));
    assertThatThrownBy(() -> TrafficLog.probe(connection))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(Damage.isIn(e)).isTrue());
  }

  private void fill(Random random, int fromDay, int toDay) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          for (long time = START + fromDay * DAY; time < START + toDay * DAY; time += 60) {
            log.add(time, rows(random, 20));
          }
          return 0;
        });
  }

  private void add(long time, RowSums rows) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          log.add(time, rows);
          return 0;
        });
  }

  private long number(String sql) throws SQLException {
    return Sql.number(connection, sql);
  }

  /** Pages that were written so far. */
  private long frames() throws Exception {
    return Files.size(Database.at(file).wal()) / FRAME_BYTES;
  }

  private byte[] data() throws SQLException {
    return Sql.first(connection, "SELECT data FROM traffic_slab", row -> row.getBytes(1))
        .orElseThrow();
  }

  private List<String> text(long from, long to) throws SQLException {
    List<String> rows = new ArrayList<>();
    TrafficLog.visit(
        connection,
        from,
        to,
        (time, device, endpoint, values) ->
            rows.add(time + " " + device + " " + endpoint + " " + Arrays.toString(values)));
    return rows;
  }

  private static List<String> text(SortedMap<Long, RowSums> intervals) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (Map.Entry<Long, RowSums> interval : intervals.entrySet()) {
      new PackedCursor(interval.getValue().pack(), Bucket.TRAFFIC_VALUES)
          .visit(
              interval.getKey(),
              (at, device, endpoint, values) ->
                  rows.add(at + " " + device + " " + endpoint + " " + Arrays.toString(values)));
    }
    return rows;
  }

  private static RowSums rows(Random random, int count) {
    RowSums rows = new RowSums(Bucket.TRAFFIC_VALUES);
    for (int i = 0; i < count; i++) {
      rows.add(
          1 + random.nextInt(20),
          1 + random.nextInt(1_200),
          new long[] {random.nextInt(100_000), random.nextInt(10_000), 30, 20, 1});
    }
    return rows;
  }

  private static RowSums copy(RowSums rows) {
    return new RowSums(Bucket.TRAFFIC_VALUES).plus(rows);
  }
}
