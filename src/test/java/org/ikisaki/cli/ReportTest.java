package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.ServiceReading;
import org.ikisaki.service.RuleSet;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final StringWriter text = new StringWriter();
  private final LiveView nothing = new LiveView(new ServiceReading(RuleSet.EMPTY));
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void silenceIsToldAfterAWhileWithWhatToDoAndSeldomAgain() {
    Report report = report(false);
    report.show(nothing);
    now = now.plus(Report.SILENCE).minusMillis(1);
    report.show(nothing);
    assertThat(text.toString()).isEmpty();

    now = now.plusMillis(1);
    report.show(nothing);
    report.show(nothing);
    assertThat(text.toString())
        .startsWith("Nothing heard on eth0 for 30 seconds.")
        .containsOnlyOnce("Nothing heard")
        .contains("ikisaki interfaces", "mirrors", "ikisaki demo");

    now = now.plus(Duration.ofMinutes(10));
    report.show(nothing);
    assertThat(text.toString().split("Nothing heard", -1)).hasSize(3);
  }

  @Test
  void jsonStaysJson() {
    Report report = report(true);
    now = now.plus(Duration.ofHours(1));
    report.show(nothing);
    report.last(nothing);
    assertThat(text.toString()).isEmpty();
  }

  private Report report(boolean json) {
    return new Report(new PrintWriter(text), "eth0", Duration.ofSeconds(60), json, () -> now);
  }
}
