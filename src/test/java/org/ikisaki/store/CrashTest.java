package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed at any moment loses nothing that it has acknowledged. */
final class CrashTest {
  private static final int KILLS = 6;

  private final Path directory;

  CrashTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void noCommittedRowIsLostAndNoIntervalIsHalf() throws Exception {
    Path file = directory.resolve("ikisaki.db");
    Random random = new Random(7);
    int acknowledged = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged = writeUntilKilled(file, acknowledged + 1, 3 + random.nextInt(60));

      assertThat(StoreFixture.numberOfTraffic(file, "SELECT count(DISTINCT time) FROM traffic"))
          .isBetween(acknowledged + 1L, acknowledged + 2L + kill);
      assertThat(
              StoreFixture.numberOfTraffic(
                  file,
                  "SELECT count(*) FROM (SELECT count(*) AS rows, sum(bytes_down) AS bytes"
                      + " FROM traffic GROUP BY time) WHERE rows <> "
                      + EndlessWriter.ROWS_PER_INTERVAL
                      + " OR bytes % "
                      + EndlessWriter.ROWS_PER_INTERVAL * EndlessWriter.BYTES_PER_ROW))
          .isZero();
      assertThat(
              StoreFixture.numberOfTraffic(
                  file,
                  "SELECT count(*) FROM traffic t LEFT JOIN endpoint e ON e.id = t.endpoint"
                      + " LEFT JOIN device d ON d.id = t.device WHERE e.id IS NULL OR d.id IS NULL"))
          .isZero();
    }
    assertThat(
            StoreFixture.number(
                file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"))
        .isEqualTo(1);
  }

  private static int writeUntilKilled(Path file, int from, int commits) throws IOException {
    int acknowledged = from - 1;
    try (ChildJvm child = ChildJvm.start(EndlessWriter.class, file, from, 0)) {
      assertThat(child.line()).isEqualTo("open");
      for (int i = 0; i < commits; i++) {
        acknowledged = number(child.line());
      }
      child.kill();
      // What it had still said before it died.
      for (String line = child.line(); line != null && !line.isEmpty(); line = child.line()) {
        acknowledged = number(line);
      }
    }
    return acknowledged;
  }

  private static int number(@Nullable String line) {
    assertThat(line).containsOnlyDigits();
    return Integer.parseInt(String.valueOf(line));
  }
}
