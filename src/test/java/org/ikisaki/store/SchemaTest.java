package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private final Path file;

  SchemaTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  /** As the first release left it. */
  @BeforeEach
  void makeAFileOfVersion1() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).traffic(TV, "a.example.com", 1000).build());
    }
    StoreFixture.execute(file, "DROP TABLE renaming");
    StoreFixture.execute(file, "DROP TABLE unnamed");
    StoreFixture.execute(file, "ALTER TABLE capture_stats DROP COLUMN duplicates");
    StoreFixture.execute(file, "DELETE FROM migration WHERE version > 1");
    StoreFixture.execute(file, "PRAGMA user_version = 1");
  }

  @Test
  void anOlderFileIsBroughtUpToDateWithAllItHolds() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(1).traffic(TV, "a.example.com", 2000).build());
    }

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.captureTotal(START, time(1)).frames()).isEqualTo(TestRows.STATS.frames());
      assertThat(reader.captureTotal(START, time(1)).duplicates()).isZero();
      assertThat(reader.captureTotal(time(1), time(2))).isEqualTo(TestRows.STATS);
      assertThat(reader.total(START, time(2)).flows()).isEqualTo(2);
    }
    assertThat(StoreFixture.number(file, "SELECT max(version) FROM migration")).isEqualTo(3);
  }

  @Test
  void aReaderOfAnOlderFileSaysHowToBringItUpToDate() {
    assertThatThrownBy(() -> StoreReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start this one once");
  }
}
