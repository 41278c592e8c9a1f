package org.ikisaki.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({"10s,PT10S", "5m,PT5M", "1h30m,PT1H30M", "30d,PT720H", "2w,PT336H", "250ms,PT0.25S"})
  void durationsAreRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
    assertThat(Durations.parse(Durations.format(expected))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "10",
        "10x",
        "-5s",
        "1.5h",
        "10 s",
        "30m1h",
        "1h1h",
        "1h ",
        "1hx",
        "99999999999d"
      })
  void whatIsNoDurationIsRefusedWithARemedy(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "'")
        .hasMessageContaining("such as 10s or 1h30m");
  }

  @Test
  void durationsAreWrittenShortly() {
    assertThat(Durations.format(Duration.ZERO)).isEqualTo("0s");
    assertThat(Durations.format(Duration.ofSeconds(90_061))).isEqualTo("1d1h1m1s");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "65536,65536", "4MiB,4194304", "1kB,1000", "2 GiB,2147483648", "7B,7"})
  void sizesAreRead(String text, long expected) {
    assertThat(Sizes.parse(text)).isEqualTo(expected);
    assertThat(Sizes.parse(Sizes.format(expected))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "4M", "-1", "1.5MiB", "4TiB", "4mib", "12345678901"})
  void whatIsNoSizeIsRefusedWithARemedy(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 4MiB");
  }
}
