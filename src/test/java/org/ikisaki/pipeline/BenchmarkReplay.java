package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.ikisaki.capture.SavefileSequence;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.geo.GeoSettings;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Names;
import org.ikisaki.naming.Observer;
import org.ikisaki.pipeline.LiveView.ServiceTotal;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;

/**
 * Plays a capture through the pipeline, with names, devices, services and sums in memory, and
 * without the store: what {@code bin/bench} compares with programs that keep nothing.
 */
public final class BenchmarkReplay {
  private static final int QUEUED_INTERVALS = 16;
  private static final Duration WAIT = Duration.ofMillis(100);

  private BenchmarkReplay() {}

  /**
   * Plays a capture so many times, each as if it were the first; the last is checked.
   *
   * @param args how many times, the capture, and perhaps the truth about it
   */
  public static void main(String[] args) throws Exception {
    RuleSet rules = RuleSet.of(Rules.NONE, Catalogue.rules());
    LiveView live = new LiveView(new ServiceReading(rules));
    play(Path.of(args[1]), live);
    for (int i = 1; i < Integer.parseInt(args[0]); i++) {
      live = new LiveView(new ServiceReading(rules));
      play(Path.of(args[1]), live);
    }
    LiveView.Summary summary = live.sinceStart();
    System.out.println(summary.captured().frames() + " frames, " + summary.devices() + " devices");
    if (args.length > 2 && !isTrue(summary, Path.of(args[2]))) {
      System.exit(1);
    }
  }

  static void play(Path capture, LiveView live) throws Exception {
    IntervalSink sink = new IntervalSink(QUEUED_INTERVALS, 1);
    Attribution attribution =
        new Attribution(
            new Names(),
            Places.open(GeoSettings.DEFAULTS),
            new LoggedAnswers(null),
            PipelineListener.NONE);
    try (SavefileSequence source = SavefileSequence.open(List.of(capture))) {
      FlowTable flows =
          new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
      CaptureLoop loop =
          new CaptureLoop(source, flows, new Observer(), sink, InstantSource.system());
      FutureTask<Void> capturing =
          new FutureTask<>(
              () -> {
                while (loop.doWork()) {}
                loop.finish();
                return null;
              });
      new Thread(capturing, "capture").start();
      for (boolean last = false; !last; ) {
        last = capturing.isDone();
        for (Interval i = sink.poll(WAIT); i != null; i = sink.poll(Duration.ZERO)) {
          live.add(attribution.attribute(i));
        }
      }
      capturing.get();
    }
  }

  private static boolean isTrue(LiveView.Summary summary, Path truth) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    for (String line : Files.readAllLines(truth)) {
      String[] cells = line.split("\t", -1);
      expected.merge(service(cells[0]), Long.parseLong(cells[1]), Long::sum);
    }
    Map<String, Long> counted = new TreeMap<>();
    for (ServiceTotal total : summary.services()) {
      counted.merge(total.service().name(), total.counters().bytes(), Long::sum);
    }
    expected.forEach(
        (name, bytes) -> {
          if (!bytes.equals(counted.get(name))) {
            System.out.println(name + ": " + bytes + " bytes sent, counted " + counted.get(name));
          }
        });
    System.out.println(counted.equals(expected) ? "as sent" : "not as sent");
    return counted.equals(expected);
  }

  /** What the product calls a service of the generator. */
  private static String service(String sent) {
    return switch (sent) {
      case "(resolver)", "(local network)" -> "Local network";
      default -> sent;
    };
  }
}
