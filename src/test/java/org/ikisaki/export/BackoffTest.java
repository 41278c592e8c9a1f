package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesUpToAMinuteWithJitter() {
    Backoff backoff = new Backoff(new SplittableRandom(1));
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      assertThat(backoff.next())
          .isBetween(Duration.ofMillis(seconds * 500), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void beginsAnewAfterSuccess() {
    Backoff backoff = new Backoff(new SplittableRandom(1));
    backoff.next();
    backoff.next();
    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }
}
