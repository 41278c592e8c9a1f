package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimespanTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @Test
  void hoursAreThoseOfTheHomesClocks() {
    assertThat(parts("2026-03-05T00:00:00Z", 24, 20, 22))
        .containsExactly("2026-03-05T11:00:00Z/2026-03-05T13:00:00Z");
  }

  @Test
  void hoursUnderWayAtTheStartAreCutAndComeAgain() {
    assertThat(parts("2026-03-05T12:00:00Z", 24, 20, 22))
        .containsExactly(
            "2026-03-05T12:00:00Z/2026-03-05T13:00:00Z",
            "2026-03-06T11:00:00Z/2026-03-06T12:00:00Z");
  }

  @Test
  void hoursMayCrossMidnight() {
    assertThat(parts("2026-03-05T00:00:00Z", 24, 23, 1))
        .containsExactly("2026-03-05T14:00:00Z/2026-03-05T16:00:00Z");
  }

  @Test
  void aSpanWithoutLengthIsRefused() {
    assertThatThrownBy(() -> new Timespan(Instant.EPOCH, Duration.ZERO, TOKYO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  private static List<String> parts(String start, int length, int from, int to) {
    Timespan span = new Timespan(Instant.parse(start), Duration.ofHours(length), TOKYO);
    return span.daily(LocalTime.of(from, 0), LocalTime.of(to, 0)).stream()
        .map(part -> instant(part.from()) + "/" + instant(part.until()))
        .toList();
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
