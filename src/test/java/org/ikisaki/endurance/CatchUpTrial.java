package org.ikisaki.endurance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.export.Target;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Store;
import org.ikisaki.testing.RealInfluxDb;

/** How fast an InfluxDB 1.x that was away for a day gets what it has missed. */
public final class CatchUpTrial {
  private static final Duration AWAY = Duration.ofDays(1);
  private static final double TIMES_REAL_TIME = 20;
  private static final int PER_COMMIT = 6;

  private CatchUpTrial() {}

  /** Argument: where to work. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "ikisaki-catch-up-");
    Verdicts verdicts = new Verdicts();
    try (RealInfluxDb server = RealInfluxDb.start(directory)) {
      run(directory.resolve("ikisaki.db"), server, verdicts);
    }
    System.exit(verdicts.allHold() ? 0 : 1);
  }

  private static void run(Path file, RealInfluxDb server, Verdicts verdicts) throws Exception {
    Target target =
        ExportingMonitor.targets(
                """
                export:
                  - {kind: influxdb1, url: "%s", database: ikisaki}
                """
                    .formatted(server.url()))
            .get(0);
    try (Store store =
        Store.open(file, RuleSet.EMPTY, ExportingMonitor.settings(), InstantSource.system())) {
      HouseholdLoad load = new HouseholdLoad();
      long intervals = AWAY.dividedBy(HouseholdLoad.INTERVAL);
      for (int i = 0; i < intervals; i++) {
        store.add(load.next(ExportingMonitor.FIRST.plus(HouseholdLoad.INTERVAL.multipliedBy(i))));
        if (i % (60 * PER_COMMIT) == 0) {
          store.commit();
        }
      }
      store.commit();
      ExportLoop loop = ExportLoop.of(target, "home", store, file);
      Thread thread = new Thread(loop, "export");
      Instant began = Instant.now();
      thread.start();
      Duration live = Waiting.untilAtLast("the newest arrives", () -> loop.status().written() > 0);
      Waiting.untilAtLast("all arrives", () -> loop.status().state() == State.LEVEL);
      Duration took = Duration.between(began, Instant.now());
      verdicts.atLeast(
          "a day's backlog, at the default rate",
          (double) AWAY.toMillis() / took.toMillis(),
          TIMES_REAL_TIME,
          "times real time");
      verdicts.note(
          "%d points in %s; the newest were there after %s"
              .formatted(loop.status().written(), took, live));
      loop.close();
      thread.join();
    }
  }
}
