package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares every bucket with what finer levels have of its time. */
final class LevelAudit {
  private LevelAudit() {}

  /**
   * Fails unless all levels agree wherever they overlap, to the byte and row by row.
   *
   * @return how many buckets each level has, the finest first
   */
  static List<Integer> assertAgreement(Path file) throws Exception {
    List<Integer> counts = new ArrayList<>();
    try (Connection connection = Database.at(file).connectReadOnly()) {
      Levels levels = Levels.read(connection);
      for (Level level : Level.rollups()) {
        BucketTable table = new BucketTable(connection, level);
        int count = 0;
        long end = 0;
        for (long time = table.nextFrom(0);
            time < Long.MAX_VALUE;
            time = table.nextFrom(time + 1)) {
          Bucket bucket = table.lastAt(time).orElseThrow();
          assertThat(bucket.time()).as("%s: no overlap", level).isGreaterThanOrEqualTo(end);
          end = bucket.until();
          count++;
          if (time >= levels.since(level.finer())) {
            Bucket sum = Bucket.empty(bucket.time(), bucket.until(), bucket.zone());
            Rollups.fill(connection, levels, level, sum, bucket.time());
            assertThat(content(bucket)).as("%s at %s", level, time).isEqualTo(content(sum));
          }
        }
        counts.add(count);
      }
    }
    return counts;
  }

  private static Map<String, List<Long>> content(Bucket bucket) throws Exception {
    Map<String, List<Long>> content = new TreeMap<>();
    add(content, "traffic", new PackedCursor(bucket.traffic().pack(), Bucket.TRAFFIC_VALUES));
    add(content, "capture", new PackedCursor(bucket.capture().pack(), Bucket.CAPTURE_VALUES));
    return content;
  }

  private static void add(Map<String, List<Long>> content, String kind, PackedCursor row)
      throws Exception {
    while (row.next()) {
      List<Long> values = new ArrayList<>();
      for (long value : row.values()) {
        values.add(value);
      }
      content.put(kind + " " + row.first() + " " + row.second(), values);
    }
  }
}
