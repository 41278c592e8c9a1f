package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappingCounterTest {
  @Test
  void deltasAreSummedBeyondThirtyTwoBits() {
    WrappingCounter counter = new WrappingCounter();
    assertThat(counter.update(0xffff_fff0L)).isEqualTo(0xffff_fff0L);
    assertThat(counter.update(0x10)).isEqualTo(0x1_0000_0010L);
    assertThat(counter.update(0x10)).isEqualTo(0x1_0000_0010L);
    assertThat(counter.update(0x8000_0000L)).isEqualTo(0x1_8000_0000L);
    assertThat(counter.sum()).isEqualTo(0x1_8000_0000L);
  }

  @Test
  void aReadingMayBeSignExtended() {
    WrappingCounter counter = new WrappingCounter();
    assertThat(counter.update(-1)).isEqualTo(0xffff_ffffL);
    assertThat(counter.update(0)).isEqualTo(0x1_0000_0000L);
  }
}
