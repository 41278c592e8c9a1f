package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ikisaki.capture.SavefileSequence;
import org.ikisaki.geo.GeoSettings;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Names;
import org.ikisaki.pipeline.LiveView.ServiceTotal;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;

/**
 * Plays a capture through the pipeline, with names, devices, services and sums in memory, and
 * without the store: what {@code bin/bench} compares with programs that keep nothing.
 */
public final class BenchmarkReplay {
  private BenchmarkReplay() {}

  /**
   * Plays a capture so many times, each as if it were the first; the last is checked.
   *
   * @param args how many times, the capture, and perhaps the truth about it
   */
  public static void main(String[] args) throws Exception {
    RuleSet rules = RuleSet.of(Rules.NONE, Catalogue.rules());
    ServiceReading services = new ServiceReading(rules);
    LiveView live = new LiveView(services);
    play(Path.of(args[1]), services, live);
    for (int i = 1; i < Integer.parseInt(args[0]); i++) {
      live = new LiveView(services);
      play(Path.of(args[1]), services, live);
    }
    LiveView.Summary summary = live.sinceStart();
    System.out.println(summary.captured().frames() + " frames, " + summary.devices() + " devices");
    if (args.length > 2 && !isTrue(summary, Path.of(args[2]))) {
      System.exit(1);
    }
  }

  static void play(Path capture, ServiceReading services, LiveView live) throws Exception {
    Attribution attribution =
        new Attribution(
            new Names(),
            Places.open(GeoSettings.DEFAULTS),
            services,
            new LoggedAnswers(null),
            PipelineListener.NONE);
    try (SavefileSequence source = SavefileSequence.open(List.of(capture))) {
      Playback.play(source, interval -> live.add(attribution.attribute(interval)));
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
