package org.ikisaki.endurance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.PruneReport;
import org.ikisaki.store.Retention;
import org.ikisaki.store.SeriesSettings;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreSettings;

/**
 * Years of a household's life through the real writer: what the file takes, what a day writes to
 * the device, how long queries and pruning take.
 *
 * <p>Days are committed by the hour, for speed, and pruned daily as the daemon does. Some days are
 * committed by the minute. The store lies on a file system of its own, so that its device counts
 * what is written on these days: the process's own counter has pages for what are parts of them.
 *
 * <p>Arguments: the directory to work in, and how many days (730).
 */
final class HistoryYears {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int INTERVALS_PER_DAY = 8_640;
  private static final int INTERVALS_PER_HOUR = 360;
  private static final int INTERVALS_PER_COMMIT = 6;
  private static final int YEAR = 365;

  /** Days whose writing is measured, as is that of the last but one. */
  private static final Set<Integer> MEASURED = Set.of(39, 179, YEAR - 1);

  private static final int IMAGE_MIB = 2_048;
  private static final int TRIES = 5;
  private static final int WARM_UP = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double MIB = 1 << 20;

  private final Path file;
  private final FileSystemImage device;
  private final int days;
  private final HouseholdLoad load = new HouseholdLoad();
  private final Verdicts verdicts = new Verdicts();
  private long rows;

  private HistoryYears(FileSystemImage device, int days) {
    file = device.root().resolve("ikisaki.db");
    this.device = device;
    this.days = days;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "history");
    Path image = directory.resolve("image");
    Path mount = directory.resolve("mount");
    int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2 * YEAR;
    FileSystemImage.make(image, IMAGE_MIB);
    boolean held;
    try (FileSystemImage device = FileSystemImage.mount(image, mount)) {
      held = new HistoryYears(device, days).run();
    } finally {
      FileSystemImage.run("rm", "-r", directory.toString());
    }
    System.exit(held ? 0 : 1);
  }

  private boolean run() throws Exception {
    long began = System.nanoTime();
    StoreSettings settings =
        new StoreSettings(
            null,
            StoreSettings.DEFAULTS.commit(),
            Retention.DEFAULTS,
            Duration.ZERO,
            ZoneId.of("Europe/Berlin"),
            SeriesSettings.DEFAULTS);
    try (Store store = Store.open(file, RuleSet.EMPTY, settings, InstantSource.system())) {
      for (int day = 0; day < days; day++) {
        if (MEASURED.contains(day + 1) || day == days - 2) {
          writeADayByTheMinute(store, day);
          continue;
        }
        write(store, day, INTERVALS_PER_HOUR);
        if (day == Math.min(YEAR, days) - 1) {
          judgeAYear();
        }
        if (day < days - 1) {
          store.prune(time(day + 1, 0));
        }
      }
      pruneWhileWriting(store);
    }
    System.out.printf(
        "%d days, %,d rows of ten seconds written in %,d s; the file has %,.0f MiB%n",
        days, rows, (System.nanoTime() - began) / 1_000_000_000, Files.size(file) / MIB);
    judgeQueries();
    judgeRows();
    return verdicts.allHold();
  }

  private void write(Store store, int day, int intervalsPerCommit) throws IOException {
    for (int i = 0; i < INTERVALS_PER_DAY; i++) {
      add(store, day, i);
      if ((i + 1) % intervalsPerCommit == 0) {
        store.commit();
      }
    }
  }

  private void add(Store store, int day, int interval) {
    var next = load.next(time(day, interval));
    rows += next.traffic().size();
    store.add(next);
  }

  /** And prunes, which is a part of the day. */
  private void writeADayByTheMinute(Store store, int day) throws Exception {
    long before = device.written();
    write(store, day, INTERVALS_PER_COMMIT);
    long written = device.written();
    store.prune(time(day + 1, 0));
    long pruned = device.written();
    verdicts.atMost(
        "written to the device on day " + (day + 1) + ", pruning too",
        (pruned - before) / MIB,
        100,
        "MiB");
    System.out.printf("of these, pruning wrote %.1f MiB%n", (pruned - written) / MIB);
  }

  private void judgeAYear() throws IOException {
    verdicts.atMost(
        "file after " + Math.min(YEAR, days) + " days", Files.size(file) / MIB, 953, "MiB (1 GB)");
  }

  /** The daily prune, with an interval and a commit every tenth of a second beside it. */
  private void pruneWhileWriting(Store store) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<PruneReport> reports = new ArrayList<>();
    long began = System.nanoTime();
    Thread pruning =
        new Thread(
            () -> {
              try {
                reports.add(store.prune(time(days, 0)));
              } catch (IOException e) {
                System.err.println("prune: " + e.getMessage());
              } finally {
                done.set(true);
              }
            },
            "prune");
    pruning.start();
    long longest = 0;
    int commits = 0;
    while (!done.get() || commits < TRIES) {
      add(store, days, commits);
      long start = System.nanoTime();
      store.commit();
      longest = Math.max(longest, System.nanoTime() - start);
      commits++;
      pruning.join(100);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "prune removed %,d rows in %.1f s beside %d commits%n",
        reports.stream().mapToLong(PruneReport::rows).sum(), seconds, commits);
    verdicts.holds("prune came to its end", reports.size() == 1);
    verdicts.atMost("longest commit beside it", longest / 1e6, 10_000, "ms (one interval)");
  }

  private void judgeQueries() throws IOException {
    Instant end = time(days, 0);
    try (StoreReader reader = StoreReader.open(file)) {
      verdicts.atMost(
          "by service, per 5 min over 24 h",
          median(
              () ->
                  reader.series(end.minus(Duration.ofDays(1)), end, Duration.ofMinutes(5)).size()),
          60,
          "ms of CPU");
      verdicts.atMost(
          "top 20 services of " + Math.min(YEAR, days) + " days",
          median(() -> reader.top(TopBy.SERVICE, end.minus(Duration.ofDays(YEAR)), end, 20).size()),
          200,
          "ms of CPU");
    }
  }

  /** Of the thread's CPU time: everything is in memory, and others may be busy as well. */
  private static double median(Query query) throws IOException {
    List<Long> times = new ArrayList<>();
    for (int i = -WARM_UP; i < TRIES; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      if (query.run() == 0) {
        throw new IOException("a query found nothing");
      }
      if (i >= 0) {
        times.add(THREADS.getCurrentThreadCpuTime() - start);
      }
    }
    return times.stream().sorted().toList().get(TRIES / 2) / 1e6;
  }

  private void judgeRows() throws IOException, SQLException {
    long kept;
    try (StoreReader reader = StoreReader.open(file)) {
      kept = reader.status(Retention.DEFAULTS).levels().get(0).rows();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      verdicts.atMost(
          "a ten-second row on disk",
          (double)
                  number(
                      connection,
                      "SELECT sum(pgsize) FROM dbstat WHERE name IN"
                          + " ('traffic_slab', 'sqlite_autoindex_traffic_slab_1')")
              / kept,
          32,
          "bytes");
      for (String level : List.of("rollup_1m", "rollup_1h", "rollup_1d")) {
        System.out.printf(
            "%s: %,d rows in %,d buckets, %.1f bytes a row%n",
            level,
            number(connection, "SELECT sum(entries) FROM " + level),
            number(connection, "SELECT count(*) FROM " + level),
            (double)
                    number(
                        connection, "SELECT sum(pgsize) FROM dbstat WHERE name = '" + level + "'")
                / number(connection, "SELECT sum(entries) FROM " + level));
      }
      System.out.printf(
          "active pairs in a mean ten seconds: %.1f%n",
          (double) kept / number(connection, "SELECT count(*) FROM capture_stats"));
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Instant time(int day, int interval) {
    return FIRST.plus(Duration.ofDays(day)).plus(HouseholdLoad.INTERVAL.multipliedBy(interval));
  }

  /** Gives the number of rows that it found. */
  private interface Query {
    int run() throws IOException;
  }
}
