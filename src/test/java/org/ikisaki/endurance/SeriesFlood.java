package org.ikisaki.endurance;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.export.Target;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.testing.RealInfluxDb;
import org.ikisaki.wire.IpAddress;

/**
 * A household in which one device talks to hosts with names that are made up, each once: half of
 * them below one domain, half below domains of their own, in as many networks as there are. The
 * store is real, and so is the InfluxDB that is told of it.
 *
 * <p>Arguments: the directory to work in, and how many names (1000000).
 */
final class SeriesFlood {
  static final int MOST_SERIES = 10_000;

  private static final Instant START = Instant.parse("2026-01-01T18:00:00Z");
  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
  private static final int NAMES_PER_INTERVAL = 1_900;
  private static final int INTERVALS_PER_COMMIT = 6;
  private static final DeviceId STRANGE = new DeviceId("02:00:00:00:00:ff");

  /** Nearly as many as there are in the world. */
  private static final int NETWORKS = 60_000;

  private final Path directory;
  private final Verdicts verdicts = new Verdicts();
  private long bytesDown;

  private SeriesFlood(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "series");
    int names = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    boolean held = run(directory, names);
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    System.exit(held ? 0 : 1);
  }

  /** Whether all held. */
  static boolean run(Path directory, int names) throws Exception {
    return new SeriesFlood(directory).judge(names);
  }

  private boolean judge(int names) throws Exception {
    Path file = directory.resolve("ikisaki.db");
    try (RealInfluxDb server = RealInfluxDb.start(directory);
        Store store = Store.open(file, RuleSet.of(Rules.NONE, Catalogue.rules()))) {
      write(store, names);
      long began = System.nanoTime();
      export(store, file, server);
      System.out.printf(
          Locale.ROOT,
          "exported in %.1f s; the store has %,.0f MiB%n",
          (System.nanoTime() - began) / 1e9,
          Files.size(file) / (double) (1 << 20));
      long series =
          server.query("ikisaki", "SHOW SERIES EXACT CARDINALITY").stream()
              .mapToLong(row -> row.number("count"))
              .sum();
      verdicts.atMost("series of %,d names".formatted(names), (double) series, MOST_SERIES, "");
      verdicts.holds("series there are at all", series > 0);
      try (StoreReader reader = StoreReader.open(file)) {
        same("in the store", reader.total(Instant.EPOCH, NEVER).bytesDown());
      }
      for (String measurement : List.of("traffic", "host", "destination")) {
        String query = "SELECT sum(bytes_down) FROM " + measurement;
        same("in InfluxDB, " + measurement, server.query("ikisaki", query).get(0).number("sum"));
      }
      return verdicts.allHold();
    }
  }

  private void same(String where, long bytes) {
    verdicts.all(where, bytes, bytesDown, "bytes");
  }

  private void write(Store store, int names) throws IOException {
    HouseholdLoad household = new HouseholdLoad();
    int made = 0;
    for (int interval = 0; made < names; interval++) {
      IntervalRows rows = household.next(START.plus(HouseholdLoad.INTERVAL.multipliedBy(interval)));
      List<Traffic> traffic = new ArrayList<>(rows.traffic());
      int end = Math.min(names, made + NAMES_PER_INTERVAL);
      for (; made < end; made++) {
        traffic.add(new Traffic(STRANGE, endpoint(made), counters(made)));
      }
      traffic.forEach(row -> bytesDown += row.counters().bytesDown());
      store.add(
          new IntervalRows(
              rows.source(),
              rows.start(),
              rows.end(),
              traffic,
              rows.addresses(),
              rows.answers(),
              rows.ownNames(),
              rows.claims(),
              rows.devices(),
              rows.clues(),
              rows.visibility(),
              rows.capture()));
      if (interval % INTERVALS_PER_COMMIT == 0) {
        store.commit();
      }
    }
    store.commit();
  }

  /** Some are larger than all that the household does. */
  private static Counters counters(int name) {
    long bytes = name % 100 == 0 ? 10_000_000 + name : 1_000 + name % 900;
    return new Counters(bytes, 500, bytes / 1_000, 5, 1);
  }

  private static Endpoint endpoint(int name) {
    String random = Long.toString(name * 0x9e3779b97f4a7c15L >>> 1, 36);
    return new Endpoint(
        name % 2 == 0 ? random + ".flood.example" : "www." + random + ".example",
        null,
        IpAddress.parse("203.0.113.0"),
        6,
        443,
        new Place(1 + name % NETWORKS, "Example Networks", "JP"),
        NameSource.DNS);
  }

  private static void export(Store store, Path file, RealInfluxDb server) throws Exception {
    Target target =
        Targets.of(
            "{kind: influxdb1, url: \"%s\", database: ikisaki, rate: 10000000}"
                .formatted(server.url()));
    Thread thread;
    try (ExportLoop loop = ExportLoop.of(target, "home", store, file)) {
      thread = new Thread(loop, "export");
      thread.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(30))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> loop.status().state() == State.LEVEL);
    }
    thread.join();
  }
}
