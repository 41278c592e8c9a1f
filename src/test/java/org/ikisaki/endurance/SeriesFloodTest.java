package org.ikisaki.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bin/endurance series}. */
final class SeriesFloodTest {
  @Test
  void madeUpNamesLeaveFewSeriesAndEveryByteIsCounted(@TempDir Path directory) throws Exception {
    assertThat(SeriesFlood.run(directory, 60_000)).isTrue();
  }
}
