package org.ikisaki.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bin/endurance scaling}. */
final class ScalingTest {
  @Test
  void fiftySensorsLoseNothingWhenOneOfThemAndAServerAreKilled(@TempDir Path directory)
      throws Exception {
    assertThat(Scaling.run(directory, 50, 12)).isTrue();
  }
}
