package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.ikisaki.naming.Confidence;
import org.junit.jupiter.api.Test;

/**
 * What is stated of names holds in a few made-up households too; {@code bin/calibrate} takes more.
 */
final class CalibrationTest {
  /** Few households differ more from each other than many do. */
  private static final double TOLERANCE = 8;

  private static final int HOUSEHOLDS = 12;

  @Test
  void whatIsStatedAtAConfidenceIsRightAsOftenAsThat() throws Exception {
    Calibration calibration = new Calibration();
    calibration.addHouseholds(HOUSEHOLDS);
    int held = 0;
    for (Confidence confidence : Confidence.values()) {
      Trial.Score score = calibration.score(confidence);
      if (score.flows() >= Calibration.ENOUGH) {
        assertThat(Math.abs(score.hosts() - confidence.host()))
            .as("%s: %s %% of hosts", confidence, score.hosts())
            .isLessThan(TOLERANCE);
        assertThat(Math.abs(score.services() - confidence.service()))
            .as("%s: %s %% of services", confidence, score.services())
            .isLessThan(TOLERANCE);
        held++;
      }
    }
    assertThat(held).isGreaterThanOrEqualTo(Confidence.values().length - 4);
  }

  @Test
  void aFigureThatDoesNotHoldIsTold() throws Exception {
    Calibration calibration = new Calibration();
    calibration.addHouseholds(1);
    assertThat(calibration.misses()).anyMatch(miss -> miss.startsWith("outer: only "));
  }
}
