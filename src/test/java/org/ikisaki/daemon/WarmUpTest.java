package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void thereAreFramesForAllOfItsWork() throws Exception {
    assertThat(WarmUp.run()).isEqualTo(WarmUp.CYCLES);
  }
}
