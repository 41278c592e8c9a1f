package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.export.ExportSettings;
import org.ikisaki.export.Target;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.service.RulesFile;
import org.ikisaki.store.ExportView.ExporterState;
import org.ikisaki.store.Retention;
import org.ikisaki.store.SeriesSettings;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreSettings;

/**
 * A monitor without capture: commits the intervals of a {@link HouseholdLoad} that the store does
 * not have yet, six for each line on its standard input, while its exporters send them, each in its
 * own thread. Says how many there are after each. Ends at any other character, or when all is
 * committed and sent.
 *
 * <p>Arguments: the store, the number of intervals, and the list of exports as the configuration
 * has it.
 */
public final class ExportingMonitor {
  static final Instant FIRST = Instant.parse("2026-11-02T00:00:00Z");
  static final int PER_COMMIT = 6;
  static final String DONE = "done";

  private static final Duration LAST_EXPORT = Duration.ofSeconds(5);

  private ExportingMonitor() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    int intervals = Integer.parseInt(arguments[1]);
    List<Target> targets = targets(arguments[2]);
    try (Store store = Store.open(file, RuleSet.EMPTY, settings(), InstantSource.system())) {
      // As the daemon does: what its rules say now goes for history too.
      store.reclassify(stored(file) > intervals / 2 ? renaming() : RuleSet.EMPTY);
      List<ExportLoop> loops = new ArrayList<>();
      for (Target target : targets) {
        ExportLoop loop = ExportLoop.of(target, "home", store, file);
        loops.add(loop);
        new Thread(loop, "export-" + target.name()).start();
      }
      boolean isWhole = feed(store, file, intervals);
      if (isWhole) {
        Waiting.untilAtLast("all is sent", () -> isAllSent(file, targets.size()));
      }
      for (ExportLoop loop : loops) {
        loop.finish(LAST_EXPORT);
      }
    }
    System.out.println(DONE);
  }

  static List<Target> targets(String yaml) throws ConfigException {
    return YamlFile.parse(
            Path.of("export.yaml"),
            yaml.getBytes(UTF_8),
            root -> ExportSettings.from(root.get("export")))
        .targets();
  }

  static StoreSettings settings() {
    return new StoreSettings(
        null,
        Duration.ofSeconds(60),
        new Retention(
            Duration.ofDays(30), Duration.ofDays(60), Duration.ofDays(730), Retention.FOREVER),
        Duration.ofDays(30),
        ZoneId.of("Europe/Berlin"),
        SeriesSettings.DEFAULTS);
  }

  /** Whether it came to the end. */
  private static boolean feed(Store store, Path file, int intervals) throws Exception {
    int stored = stored(file);
    HouseholdLoad load = new HouseholdLoad();
    for (int i = 0; i < intervals; i++) {
      var rows = load.next(FIRST.plus(HouseholdLoad.INTERVAL.multipliedBy(i)));
      if (i < stored) {
        continue;
      }
      store.add(rows);
      if ((i + 1) % PER_COMMIT == 0 || i + 1 == intervals) {
        if (System.in.read() != '\n') {
          return false;
        }
        store.commit();
        System.out.println(i + 1);
      }
      if (i == intervals / 2) {
        store.reclassify(renaming());
      }
    }
    return true;
  }

  /** How many intervals the store has. */
  private static int stored(Path file) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader
          .span()
          .map(
              span ->
                  (int) Duration.between(FIRST, span.last()).dividedBy(HouseholdLoad.INTERVAL) + 1)
          .orElse(0);
    }
  }

  private static RuleSet renaming() throws ConfigException {
    String yaml = "services:\n  Renamed:\n    category: video\n    hosts: ['*.service1.example']\n";
    return RuleSet.of(RulesFile.parse("rules.yaml", yaml.getBytes(UTF_8)), Rules.NONE);
  }

  private static boolean isAllSent(Path file, int exporters) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      List<ExporterState> states = reader.exports().states();
      return states.size() == exporters && states.stream().allMatch(s -> s.waiting() == 0);
    }
  }
}
