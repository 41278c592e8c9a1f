package org.ikisaki.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bin/endurance crash}. */
final class CrashTrialTest {
  private final Path directory;

  CrashTrialTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void nothingCommittedIsLostWhenTheWriterIsKilled() throws Exception {
    assertThat(CrashTrial.killed(directory, 4)).isTrue();
  }

  @Test
  void nothingCommittedIsLostInAPowerCut() throws Exception {
    if (!FileSystemImage.canMount(directory)) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        fail("CI must be able to mount a file system in a file");
      }
      Assumptions.abort("mounting a file system in a file takes root or sudo");
    }
    assertThat(CrashTrial.cut(directory, 2)).isTrue();
  }
}
