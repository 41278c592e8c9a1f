package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TroubleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theSameIsSaidAgainOnlyAfterAWhile() {
    Trouble trouble = new Trouble();

    assertThat(trouble.isNews("away", NOW)).isTrue();
    assertThat(trouble.isNews("away", NOW.plusSeconds(599))).isFalse();
    assertThat(trouble.isNews("away", NOW.plusSeconds(600))).isTrue();
    assertThat(trouble.isNews("no such user", NOW.plusSeconds(601))).isTrue();
  }

  @Test
  void itsEndIsSaidOnce() {
    Trouble trouble = new Trouble();
    assertThat(trouble.isOver()).isFalse();

    trouble.isNews("away", NOW);
    assertThat(trouble.isOver()).isTrue();
    assertThat(trouble.isOver()).isFalse();
  }

  @Test
  void aServerThatComesAndGoesDoesNotFillTheLog() {
    Trouble trouble = new Trouble();
    int lines = 0;
    for (int second = 0; second < 3_600; second++) {
      lines += trouble.isNews("away", NOW.plusSeconds(second)) ? 1 : 0;
      lines += trouble.isOver() ? 1 : 0;
    }

    assertThat(lines).isEqualTo(12);
  }
}
