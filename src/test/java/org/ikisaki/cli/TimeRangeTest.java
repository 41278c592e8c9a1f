package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-11-23, 2026-11-22T23:00:00Z",
    "2026-07-01, 2026-06-30T22:00:00Z",
    "2026-11-23T18:00, 2026-11-23T17:00:00Z",
    "2026-11-23 18:00:30, 2026-11-23T17:00:30Z",
    "2026-11-23T18:00:00Z, 2026-11-23T18:00:00Z",
    "2026-11-23T18:00:00-05:00, 2026-11-23T23:00:00Z"
  })
  void readsDaysLocalTimesAndInstants(String text, Instant expected) throws Failure {
    assertThat(TimeRange.parse(text, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01", "2026-11-23T25:00", "18:00", "1h"})
  void whatIsNoTimeIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> TimeRange.parse(text, BERLIN))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("2026-11-23T18:00");
  }
}
