package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private final Housekeeping housekeeping = new Housekeeping(() -> now);
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void choresAreDoneAtTheirIntervals() {
    housekeeping.add("count", Duration.ofSeconds(5), Duration.ofSeconds(60), done::incrementAndGet);

    housekeeping.doWork();
    assertThat(done).hasValue(0);
    now = now.plusSeconds(5);
    housekeeping.doWork();
    housekeeping.doWork();
    assertThat(done).hasValue(1);
    now = now.plusSeconds(60);
    housekeeping.doWork();
    assertThat(done).hasValue(2);
  }

  @Test
  void aClockSetBackPutsNothingOff() {
    housekeeping.add("count", Duration.ZERO, Duration.ofSeconds(60), done::incrementAndGet);
    housekeeping.doWork();
    now = now.minus(Duration.ofDays(1));
    housekeeping.doWork();
    assertThat(done).hasValue(2);
    housekeeping.doWork();
    assertThat(done).hasValue(2);
  }

  @Test
  void aChoreThatFailsIsTriedAgainAndStopsNoOther() {
    housekeeping.add(
        "fails",
        Duration.ZERO,
        Duration.ofSeconds(1),
        () -> {
          done.incrementAndGet();
          throw new IOException("disk");
        });
    housekeeping.add("next", Duration.ZERO, Duration.ofSeconds(1), done::incrementAndGet);
    housekeeping.doWork();
    now = now.plusSeconds(1);
    housekeeping.doWork();
    assertThat(done).hasValue(4);
  }
}
