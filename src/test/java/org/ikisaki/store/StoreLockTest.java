package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One daemon per store. */
final class StoreLockTest {
  private final Path directory;

  StoreLockTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsGone() throws Exception {
    Path file = directory.resolve("ikisaki.db");
    try (ChildJvm child = ChildJvm.start(EndlessWriter.class, file, 0, 0)) {
      assertThat(child.line()).isEqualTo("open");

      assertThatThrownBy(() -> StoreFixture.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("process " + child.pid() + " is using it")
          .hasMessageContaining(file + ".lock");
      assertThat(child.line()).isEqualTo("0");

      child.kill();
      try (Store store = StoreFixture.open(file)) {
        assertThat(store.counters().pendingIntervals()).isZero();
      }
    }
  }

  @Test
  void theSameProcessIsRefusedToo() throws IOException {
    Path file = directory.resolve("ikisaki.db");
    try (Store store = StoreFixture.open(file)) {
      assertThatThrownBy(() -> StoreFixture.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(store.counters().pendingIntervals()).isZero();
    }
    StoreFixture.open(file).close();
  }
}
