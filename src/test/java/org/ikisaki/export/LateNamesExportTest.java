package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Pace;
import org.ikisaki.demo.Timespan;
import org.ikisaki.demo.Truth;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Names;
import org.ikisaki.naming.Observer;
import org.ikisaki.pipeline.Attribution;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.pipeline.IntervalSink;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LoggedAnswers;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.pipeline.ServiceReading;
import org.ikisaki.pipeline.Writer;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slack was open before anybody listened, and is taken up again an hour and a half later: then all
 * of it is Slack's, in the store and at a server that had been told otherwise.
 */
class LateNamesExportTest {
  private static final Instant START = Timespan.DEFAULT.start();
  private static final Instant END = START.plus(Duration.ofMinutes(100));
  private static final Instant MIDWAY = START.plus(Duration.ofMinutes(60));
  private static final RuleSet RULES = RuleSet.of(Rules.NONE, Catalogue.rules());
  private static final String LOCAL_NETWORK = "Local network";
  private static final String UNNAMED = "(unnamed)";

  private final TestClock clock = new TestClock(END);
  private final MemoryExporter server = new MemoryExporter();
  private final HouseholdSource source =
      new HouseholdSource(
          Household.of(1),
          new Timespan(START, Duration.between(START, END), ZoneOffset.UTC),
          Pace.unlimited());
  private final Path file;

  LateNamesExportTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @Test
  void theWholeHistoryIsSlacksOnceTheAppReconnects() throws Exception {
    try (Store store = Store.open(file, RULES);
        ExportLoop export = export(store)) {
      IntervalSink sink = new IntervalSink(1_000, 1);
      FlowTable flows =
          new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
      CaptureLoop capture = new CaptureLoop(source, flows, new Observer(), sink, clock);
      Writer writer =
          new Writer(
              sink,
              new Attribution(
                  new Names(),
                  Places.none(),
                  new ServiceReading(RULES),
                  new LoggedAnswers(null),
                  PipelineListener.NONE),
              store,
              new LiveView(new ServiceReading(RULES)),
              Duration.ofMinutes(1),
              clock,
              null);

      Map<String, Long> midway = Map.of();
      for (int i = 1; capture.doWork(); i++) {
        if (i % 100 == 0) {
          writer.finish();
        }
        if (midway.isEmpty() && i % 100 == 0 && latest().isAfter(MIDWAY)) {
          drain(export);
          midway = exported();
          // What of Slack was open before is among the rest.
          assertThat(midway.get(UNNAMED)).isGreaterThan(sent().get(UNNAMED));
        }
      }
      capture.finish();
      writer.finish();
      drain(export);

      assertThat(midway).containsKey("YouTube");
      assertThat(stored()).isEqualTo(sent());
      assertThat(exported()).isEqualTo(sent());
    }
  }

  private ExportLoop export(Store store) {
    return ExportLoop.of(
        new Target.Influx1(
            "memory", HttpUrl.get("http://127.0.0.1:1"), "ikisaki", "", "", null, Loops.FAST),
        server,
        "home",
        store,
        file,
        clock,
        new SplittableRandom(1));
  }

  private static void drain(ExportLoop loop) {
    boolean more = true;
    while (more) {
      more = loop.doWork();
    }
  }

  /** As the product calls them. */
  private Map<String, Long> sent() {
    Map<String, Long> bytes = new TreeMap<>();
    source
        .truth()
        .byService()
        .forEach(
            (service, volume) -> {
              boolean local = service.equals(Truth.RESOLVER) || service.equals(Truth.LOCAL);
              bytes.merge(local ? LOCAL_NETWORK : service, volume.bytes(), Long::sum);
            });
    return bytes;
  }

  private Map<String, Long> stored() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    try (StoreReader reader = StoreReader.open(file)) {
      reader
          .top(TopBy.SERVICE, START, END, 1_000)
          .forEach(row -> bytes.merge(row.key(), row.counters().bytes(), Long::sum));
    }
    return bytes;
  }

  private Map<String, Long> exported() {
    Map<String, Long> bytes = new TreeMap<>();
    for (String line : server.lines(Measurement.TRAFFIC)) {
      String service = line.replaceFirst(".*,service=((?:\\\\.|[^,\\\\ ])*).*", "$1");
      bytes.merge(
          service.replaceAll("\\\\(.)", "$1"),
          field(line, "bytes_down") + field(line, "bytes_up"),
          Long::sum);
    }
    return bytes;
  }

  private static long field(String line, String name) {
    return Long.parseLong(line.replaceFirst(".*[ ,]" + name + "=(\\d+)i.*", "$1"));
  }

  private Instant latest() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.span().map(StoreReader.Span::last).orElse(START);
    }
  }
}
