package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LiveViews;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final StringWriter out = new StringWriter();
  private final LiveView live = LiveViews.empty();
  private Instant now = START;

  @Test
  void silenceIsSaidAfterThirtySecondsWithItsReasons() {
    Report report = report(false);
    after(report, Duration.ofMillis(29_999));
    assertThat(said()).isEmpty();

    after(report, Duration.ofSeconds(30));
    assertThat(said())
        .startsWith("Nothing heard on eth0 for 30 seconds.")
        .contains("right interface", "cable", "mirrors", "docs/attach.md", "ikisaki demo");
  }

  @Test
  void silenceIsSaidAgainOnlyAfterTenMinutes() {
    Report report = report(false);
    after(report, Duration.ofSeconds(30));
    said();
    after(report, Duration.ofSeconds(31));
    after(report, Duration.ofSeconds(629));
    assertThat(said()).isEmpty();
    after(report, Duration.ofSeconds(630));
    assertThat(said()).startsWith("Nothing heard");
  }

  @Test
  void silenceIsSaidAgainOnceSomethingWasHeard() {
    Report report = report(false);
    after(report, Duration.ofSeconds(30));
    LiveViews.hear(live, START.plusSeconds(40), "www.youtube.com", 1_000);
    after(report, Duration.ofSeconds(41));
    said();
    after(report, Duration.ofSeconds(70));
    assertThat(said()).isEmpty();
    after(report, Duration.ofSeconds(71));
    assertThat(said()).startsWith("Nothing heard");
  }

  @Test
  void theFirstIntervalIsShownAtOnceAndLaterOnesEveryPeriod() {
    Report report = report(false);
    LiveViews.hear(live, START.plusSeconds(10), "www.youtube.com", 1_000);
    after(report, Duration.ofSeconds(11));
    assertThat(said()).contains("1 device", "YouTube").doesNotContain("example.com");

    LiveViews.hear(live, START.plusSeconds(20), "files.example.com", 2_000);
    LiveViews.hear(live, START.plusSeconds(30), "files.example.com", 2_000);
    after(report, Duration.ofSeconds(70));
    assertThat(said()).isEmpty();
    after(report, Duration.ofSeconds(71));
    assertThat(said()).contains("example.com").doesNotContain("YouTube");
  }

  @Test
  void whatWasNotYetSaidIsSaidAtTheEnd() {
    Report report = report(false);
    LiveViews.hear(live, START.plusSeconds(10), "www.youtube.com", 1_000);
    after(report, Duration.ofSeconds(11));
    said();
    report.last(live);
    assertThat(said()).isEmpty();
    LiveViews.hear(live, START.plusSeconds(20), "files.example.com", 2_000);
    report.last(live);
    assertThat(said()).contains("example.com");
  }

  @Test
  void lostFramesAndRepeatedOnesAreSaid() {
    Report report = report(false);
    LiveViews.hear(live, START.plusSeconds(10), "www.youtube.com", 1_000, 1, 0);
    after(report, Duration.ofSeconds(11));
    assertThat(said())
        .contains("1 frame was lost uncounted: the figures are too low")
        .doesNotContain("twice");
    LiveViews.hear(live, START.plusSeconds(80), "www.youtube.com", 1_000, 0, 7);
    after(report, Duration.ofSeconds(81));
    assertThat(said()).contains("7 frames heard twice and counted once").doesNotContain("lost");
  }

  @Test
  void howMuchIsNamedIsSaid() {
    Report report = report(false);
    LiveViews.hear(live, START.plusSeconds(10), "www.youtube.com", 1_000);
    after(report, Duration.ofSeconds(11));
    assertThat(said())
        .contains("named 100.0 % of 1.00 kB with the outside; DNS seen for - of 0 new connections");
  }

  @Test
  void aResolverThatAsksForAllIsSaidOnceWithWhatToDo() {
    Report report = report(false);
    report.showSharedResolver(null);
    assertThat(said()).isEmpty();
    report.showSharedResolver("02:00:00:00:00:02");
    assertThat(said())
        .startsWith("02:00:00:00:00:02 asks DNS questions for the whole house")
        .contains("docs/resolver.md");
    report.showSharedResolver("02:00:00:00:00:02");
    assertThat(said()).isEmpty();
    report(true).showSharedResolver("02:00:00:00:00:02");
    assertThat(said()).isEmpty();
  }

  @Test
  void aWrongPlaceIsSaidOnceWithWhatToDo() {
    Report report = report(false);
    report.showWrongPlaces(List.of());
    assertThat(said()).isEmpty();
    report.showWrongPlaces(List.of("eth0"));
    assertThat(said())
        .startsWith("Nearly all that eth0 hears is this computer's own traffic")
        .contains("mirrors", "docs/attach.md", "router");
    report.showWrongPlaces(List.of("eth0", "eth1"));
    assertThat(said()).startsWith("Nearly all that eth1");

    Report json = report(true);
    json.showWrongPlaces(List.of("eth0"));
    assertThat(said()).isEmpty();
  }

  @Test
  void jsonIsOneObjectALineAndNothingElse() {
    Report report = report(true);
    after(report, Duration.ofSeconds(30));
    assertThat(said()).isEmpty();

    LiveViews.hear(live, START.plusSeconds(40), "www.youtube.com", 1_000, 2, 3);
    after(report, Duration.ofSeconds(41));
    String line = said();
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    assertThat(line.strip()).hasLineCount(1);
    assertThat(object.get("devices").getAsInt()).isEqualTo(1);
    assertThat(object.get("dropped").getAsInt()).isEqualTo(2);
    assertThat(object.get("duplicates").getAsInt()).isEqualTo(3);
    assertThat(object.getAsJsonObject("naming").get("bytes_named").getAsInt()).isEqualTo(1_000);
    assertThat(object.get("shared_resolver").isJsonNull()).isTrue();
    assertThat(
            object.getAsJsonArray("services").get(0).getAsJsonObject().get("service").getAsString())
        .isEqualTo("YouTube");
  }

  private Report report(boolean json) {
    return new Report(new PrintWriter(out), "eth0", EVERY, json, () -> now);
  }

  private void after(Report report, Duration sinceStart) {
    now = START.plus(sinceStart);
    report.show(live);
  }

  /** What was said since it was asked last. */
  private String said() {
    String said = out.toString();
    out.getBuffer().setLength(0);
    return said;
  }
}
