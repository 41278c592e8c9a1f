package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is of the version before or of the one after, and a copy is made of what was. */
final class MigrationCrashTest {
  private static final int KILLS = 5;
  private static final int INTERVALS = 2_000;

  private final Path directory;
  private final Path file;

  MigrationCrashTest(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void writeAnOldFile() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      for (int i = 0; i < INTERVALS; i++) {
        TestRows rows = interval(i);
        for (int host = 0; host < 10; host++) {
          rows.traffic(TV, TestRows.unnamed("203.0.113." + host), 1_000);
        }
        store.add(rows.build());
      }
    }
    StoreFixture.makeVersion1(file);
  }

  @Test
  void aMigrationThatIsKilledAtAnyMomentIsDoneAgain() throws Exception {
    byte[] old = Files.readAllBytes(file);
    Random random = new Random(17);
    for (int kill = 0; kill < KILLS; kill++) {
      Files.write(file, old);
      try (ChildJvm child = ChildJvm.start(EndlessWriter.class, file, INTERVALS, 60_000)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(900)));
        child.kill();
      }
      try (Connection connection = Database.at(file).connect()) {
        assertThat(Sql.number(connection, "PRAGMA user_version")).isIn(1L, (long) Schema.newest());
      }
      StoreFixture.open(file).close();

      assertThat(
              StoreFixture.numberOfTraffic(
                  file, "SELECT count(*) FROM traffic WHERE time < " + end()))
          .isEqualTo(INTERVALS * 10L);
      assertThat(StoreFixture.number(file, "PRAGMA user_version")).isEqualTo(Schema.newest());
      assertThat(
              StoreFixture.number(
                  file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"))
          .isEqualTo(1);
    }
  }

  @Test
  void theCopyIsWholeAndOneIsKept() throws Exception {
    Files.writeString(directory.resolve("ikisaki.db.backup-v0"), "of long ago");
    Files.writeString(directory.resolve("ikisaki.db.backup-unfinished"), "cut off");

    StoreFixture.open(file).close();

    Path backup = directory.resolve("ikisaki.db.backup-v1");
    assertThat(StoreFixture.number(backup, "PRAGMA user_version")).isEqualTo(1);
    assertThat(StoreFixture.number(backup, "SELECT count(*) FROM traffic"))
        .isEqualTo(INTERVALS * 10L);
    assertThat(directory.resolve("ikisaki.db.backup-v0")).doesNotExist();
    assertThat(directory.resolve("ikisaki.db.backup-unfinished")).doesNotExist();

    StoreFixture.open(file).close();
    assertThat(backup).as("nothing to bring up to date, nothing to copy").exists();
  }

  private static long end() {
    return TestRows.time(INTERVALS).getEpochSecond();
  }
}
