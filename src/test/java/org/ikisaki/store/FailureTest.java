package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, and files that may not be written. */
final class FailureTest {
  private final Path directory;

  FailureTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aFullDiskKeepsRowsForWhenThereIsRoomAgain() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory)) {
      Path file = disk.path().resolve("ikisaki.db");
      Path ballast = disk.path().resolve("ballast");
      try (Store store = StoreFixture.open(file)) {
        store.add(interval(0).traffic(TV, "a.example.com", 100).build());
        store.commit();
        disk.fill(ballast);

        long expected = counters(100).bytes();
        int failures = 0;
        for (int i = 1; i <= 20; i++) {
          TestRows rows = interval(i);
          for (int host = 0; host < 200; host++) {
            rows.traffic(TV, "h" + i + "-" + host + ".example.com", 1_000);
            expected += counters(1_000).bytes();
          }
          store.add(rows.build());
          failures += failsForWantOfSpace(store) ? 1 : 0;
        }
        assertThat(failures).isPositive();
        assertThat(store.counters().pendingIntervals()).isPositive();
        // What was committed can still be read.
        assertThat(StoreFixture.total(file).bytes()).isPositive();

        Files.delete(ballast);
        store.commit();

        assertThat(StoreFixture.total(file).bytes()).isEqualTo(expected);
        assertThat(store.counters()).isEqualTo(new StoreCounters(0, 0, 0, 0, 0, 0));
      }
      assertThat(StoreFixture.number(file, "SELECT count(*) FROM pragma_integrity_check"))
          .isEqualTo(1);
    }
  }

  @Test
  void whoMayOnlyReadCanReadWhileNoDaemonRuns() throws Exception {
    Path state = directory.resolve("closed");
    Path file = state.resolve("ikisaki.db");
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).traffic(TV, "a.example.com", 1_000).build());
    }
    assertThat(Set.of("ikisaki.db", "ikisaki.db.lock")).isEqualTo(names(state));

    forbidWriting(state);
    try (ChildJvm child = ChildJvm.startUnprivileged(ReadOnlyUser.class, file)) {
      assertThat(child.rest())
          .contains("read " + counters(1_000).bytes() + " bytes")
          .contains("would prune 1 rows")
          .contains("prune: store " + file + ": can't prune: it may not be written")
          .contains("open: store " + file + ": can't make its lock file");
    } finally {
      allowWriting(state);
    }
  }

  @Test
  void whoMayOnlyReadCanReadWhileADaemonRuns() throws Exception {
    Path state = directory.resolve("open");
    Path file = state.resolve("ikisaki.db");
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).traffic(TV, "a.example.com", 1_000).build());
      store.commit();

      forbidWriting(state);
      try (ChildJvm child = ChildJvm.startUnprivileged(ReadOnlyUser.class, file)) {
        assertThat(child.rest()).contains("read " + counters(1_000).bytes() + " bytes");
      } finally {
        allowWriting(state);
      }
    }
  }

  @Test
  void whoMayOnlyReadCanReadWhatACrashLeft() throws Exception {
    Path state = directory.resolve("crashed");
    Path file = state.resolve("ikisaki.db");
    Files.createDirectories(state);
    try (ChildJvm writer = ChildJvm.start(EndlessWriter.class, file, 0, 60_000)) {
      assertThat(writer.line()).isEqualTo("open");
      assertThat(writer.line()).isEqualTo("0");
      writer.kill();
    }
    assertThat(names(state)).contains("ikisaki.db-wal");

    forbidWriting(state);
    try (ChildJvm child = ChildJvm.startUnprivileged(ReadOnlyUser.class, file)) {
      long bytes = EndlessWriter.ROWS_PER_INTERVAL * counters(EndlessWriter.BYTES_PER_ROW).bytes();
      assertThat(child.rest()).contains("read " + bytes + " bytes");
    } finally {
      allowWriting(state);
    }
  }

  @Test
  void aClosedStoreTakesNothing() throws IOException {
    Store store = StoreFixture.open(directory.resolve("ikisaki.db"));
    store.close();
    assertThatThrownBy(() -> store.saveCursor("influx", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  private static boolean failsForWantOfSpace(Store store) {
    try {
      store.commit();
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("the disk is full: free some space");
      return true;
    }
  }

  private static Set<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return Set.copyOf(files.map(path -> path.getFileName().toString()).toList());
    }
  }

  private static void forbidWriting(Path directory) throws IOException {
    run("chmod", "-R", "a-w", directory.toString());
  }

  private static void allowWriting(Path directory) throws IOException {
    run("chmod", "-R", "u+w", directory.toString());
  }

  private static int run(String... command) throws IOException {
    return new ProcessBuilder(command)
        .inheritIO()
        .start()
        .onExit()
        .orTimeout(20, TimeUnit.SECONDS)
        .join()
        .exitValue();
  }

  /** A file system of two megabytes. */
  private record SmallDisk(Path path) implements AutoCloseable {
    static SmallDisk mount(Path directory) throws IOException {
      Path path = Files.createDirectory(directory.resolve("small"));
      int status =
          run(asRoot("mount", "-t", "tmpfs", "-o", "size=2m,mode=777", "tmpfs", path.toString()));
      if (status != 0 && Boolean.parseBoolean(System.getenv("CI"))) {
        fail("CI must be able to mount a small file system");
      }
      Assumptions.assumeTrue(status == 0, "mounting a small file system takes root or sudo");
      return new SmallDisk(path);
    }

    void fill(Path ballast) throws IOException {
      byte[] block = new byte[4096];
      try (var out = Files.newOutputStream(ballast)) {
        // All but a few pages.
        for (long left = Files.getFileStore(path).getUsableSpace(); left > 65_536; left -= 4096) {
          out.write(block);
        }
      }
    }

    @Override
    public void close() throws IOException {
      assertThat(run(asRoot("umount", path.toString()))).isZero();
    }

    private static String[] asRoot(String... command) {
      List<String> all = new ArrayList<>(ChildJvm.isRoot() ? List.of() : List.of("sudo", "-n"));
      all.addAll(List.of(command));
      return all.toArray(String[]::new);
    }
  }
}
