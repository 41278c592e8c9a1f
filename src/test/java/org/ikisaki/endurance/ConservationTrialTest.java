package org.ikisaki.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bin/endurance conservation}. */
final class ConservationTrialTest {
  /** An hour. */
  private static final int INTERVALS = 360;

  @Test
  void whateverIsInBetweenEveryByteArrivesOnce(@TempDir Path directory) throws Exception {
    assertThat(ConservationTrial.run(directory, INTERVALS, false)).isTrue();
  }
}
