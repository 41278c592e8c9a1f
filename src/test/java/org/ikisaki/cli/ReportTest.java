package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.capture.FrameSource.CAPTURING;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ikisaki.daemon.SourceState;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LiveViews;
import org.ikisaki.store.NewDevice;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final StringWriter out = new StringWriter();
  private final LiveView live = LiveViews.empty();
  private Instant now = START;
  private List<SourceState> sources = List.of(new SourceState("eth0", CAPTURING, 0, false));

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
  void aNewDeviceIsToldOfInWordsOrJson() {
    List<NewDevice> devices = List.of(new NewDevice("7e:3d:0a:41:c2:18", "annas-phone", START));
    report(false).showNewDevices(devices);
    assertThat(said())
        .startsWith("New device: annas-phone (7e:3d:0a:41:c2:18)")
        .contains("ikisaki devices show 7e:3d:0a:41:c2:18");
    report(true).showNewDevices(devices);
    JsonObject line = JsonParser.parseString(said()).getAsJsonObject();
    assertThat(line.get("new_device").getAsString()).isEqualTo("7e:3d:0a:41:c2:18");
    assertThat(line.get("name").getAsString()).isEqualTo("annas-phone");
  }

  @Test
  void manyNewDevicesAreToldOfInOneLine() {
    List<NewDevice> devices =
        IntStream.range(0, 1_000).mapToObj(i -> new NewDevice("key-" + i, "n", START)).toList();
    report(false).showNewDevices(devices);
    assertThat(said().lines()).hasSize(13).last().asString().isEqualTo("and 988 more new devices");
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
    report.last(live, sources, Map.of());
    assertThat(said()).isEmpty();
    LiveViews.hear(live, START.plusSeconds(20), "files.example.com", 2_000);
    report.last(live, sources, Map.of());
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
    after(report, Duration.ofSeconds(1));
    assertThat(said()).isEmpty();
    sources = List.of(new SourceState("eth0", CAPTURING, 0, true));
    after(report, Duration.ofSeconds(2));
    assertThat(said())
        .startsWith("Nearly all that eth0 hears is this computer's own traffic")
        .contains("mirrors", "docs/attach.md", "router");
    sources = List.of(sources.get(0), new SourceState("eth1", CAPTURING, 0, true));
    after(report, Duration.ofSeconds(3));
    assertThat(said()).startsWith("Nearly all that eth1");
  }

  @Test
  void whatAilsASourceIsSaid() {
    Report report = report(false);
    sources = List.of(new SourceState("eth0", "the interface is down since noon", 2, false));
    after(report, Duration.ofSeconds(30));
    assertThat(said()).contains("  - eth0: the interface is down since noon");

    LiveViews.hearInTrouble(live, START.plusSeconds(40));
    after(report, Duration.ofSeconds(41));
    assertThat(said())
        .contains("interface lost 1 time")
        .contains("2 connections more than can be followed")
        .contains("3 openings and answers too many to be read")
        .contains("  eth0: the interface is down since noon");
  }

  @Test
  void jsonIsOneObjectALineAndNothingElse() {
    Report report = report(true);
    after(report, Duration.ofSeconds(29));
    assertThat(said()).isEmpty();

    LiveViews.hear(live, START.plusSeconds(40), "www.youtube.com", 1_000, 2, 3);
    after(report, Duration.ofSeconds(41));
    JsonObject object = json();
    assertThat(object.get("devices").getAsInt()).isEqualTo(1);
    assertThat(object.get("dropped").getAsInt()).isEqualTo(2);
    assertThat(object.get("duplicates").getAsInt()).isEqualTo(3);
    assertThat(object.getAsJsonObject("naming").get("bytes_named").getAsInt()).isEqualTo(1_000);
    assertThat(object.get("shared_resolver").isJsonNull()).isTrue();
    assertThat(
            object.getAsJsonArray("services").get(0).getAsJsonObject().get("service").getAsString())
        .isEqualTo("YouTube");
    assertThat(object.getAsJsonObject("counts").get("frames_ports").getAsInt()).isEqualTo(3);
  }

  @Test
  void jsonHasWhatAilsSourcesAndWhatBoundsCost() {
    Report report = report(true);
    sources = List.of(new SourceState("eth0", "gone", 1, false));
    LiveViews.hearInTrouble(live, START.plusSeconds(10));
    after(report, Duration.ofSeconds(11));
    JsonObject object = json();
    JsonObject source = object.getAsJsonArray("sources").get(0).getAsJsonObject();
    assertThat(source.get("source").getAsString()).isEqualTo("eth0");
    assertThat(source.get("status").getAsString()).isEqualTo("gone");
    assertThat(source.get("gaps").getAsInt()).isEqualTo(1);
    assertThat(source.get("wrong_place").getAsBoolean()).isFalse();
    assertThat(object.get("gaps").getAsInt()).isEqualTo(1);
    assertThat(object.get("flows_evicted").getAsInt()).isEqualTo(2);
    assertThat(object.get("unread").getAsInt()).isEqualTo(3);
  }

  @Test
  void jsonHasWarningsOnLinesOfTheirOwn() {
    Report report = report(true);
    after(report, Duration.ofSeconds(30));
    JsonObject silence = json();
    assertThat(silence.get("warning").getAsString()).isEqualTo("silence");
    assertThat(silence.get("source").getAsString()).isEqualTo("eth0");
    assertThat(silence.get("text").getAsString()).startsWith("Nothing heard on eth0");

    sources = List.of(new SourceState("eth0", CAPTURING, 0, true));
    after(report, Duration.ofSeconds(31));
    JsonObject place = json();
    assertThat(place.get("warning").getAsString()).isEqualTo("wrong_place");
    assertThat(place.get("time").getAsString()).isEqualTo("2026-11-01T12:00:31Z");
  }

  /** What was said, which is one line. */
  private JsonObject json() {
    String said = said();
    assertThat(said.strip()).hasLineCount(1);
    return JsonParser.parseString(said).getAsJsonObject();
  }

  private Report report(boolean json) {
    return new Report(new PrintWriter(out), "eth0", EVERY, json, () -> now);
  }

  private void after(Report report, Duration sinceStart) {
    now = START.plus(sinceStart);
    report.show(live, sources, Map.of("frames_ports", 3L));
  }

  /** What was said since it was asked last. */
  private String said() {
    String said = out.toString();
    out.getBuffer().setLength(0);
    return said;
  }
}
