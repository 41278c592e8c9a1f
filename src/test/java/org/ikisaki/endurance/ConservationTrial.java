package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.StoreReader;
import org.ikisaki.testing.RealInfluxDb;
import org.ikisaki.testing.RealVictoriaMetrics;

/**
 * Bytes in are bytes in the store, in InfluxDB and in VictoriaMetrics, whatever happens in between:
 * a week of a household, with every kind of outage between the monitor and either server, two
 * restarts of the monitor, one kill -9, a rule that changes history, and a server killed and
 * restarted.
 */
public final class ConservationTrial {
  private static final int WEEK = 7 * 8_640;

  /** An exporter that has just waited a minute for another outage will have tried by then. */
  private static final Duration OUTAGE = Duration.ofSeconds(130);

  /** In which parts the monitor ends, and at which of these times by a kill. */
  private static final int[] ENDS = {2, 5, 8};

  private static final int KILL = 1;

  /** The monitor goes on between outages when no more than that waits for a server: six hours. */
  private static final long NEARLY_LEVEL = 2_500;

  private static final Duration POLL = Duration.ofMillis(50);

  private final Path directory;
  private final int intervals;
  private final List<Outage> outages;

  /** What lies between the beginnings of two outages, in intervals. */
  private final int part;

  private final Verdicts verdicts = new Verdicts();

  private ConservationTrial(Path directory, int intervals, List<Outage> outages) {
    this.directory = directory;
    this.intervals = intervals;
    this.outages = outages;
    part = intervals / (outages.size() + 1);
  }

  /** Arguments: where to work, and the number of ten-second intervals (a week). */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "ikisaki-conservation-");
    int intervals = arguments.length > 1 ? Integer.parseInt(arguments[1]) : WEEK;
    boolean holds = run(directory, intervals, true);
    System.exit(holds ? 0 : 1);
  }

  /**
   * Whether all figures hold.
   *
   * @param withRefusals also outages that an exporter waits a minute for
   */
  static boolean run(Path directory, int intervals, boolean withRefusals) throws Exception {
    List<Outage> outages =
        Arrays.stream(Outage.values())
            .filter(outage -> outage != Outage.NONE)
            .filter(outage -> withRefusals || !outage.isRefusal())
            .toList();
    ConservationTrial trial = new ConservationTrial(directory, intervals, outages);
    trial.run();
    return trial.verdicts.allHold();
  }

  private void run() throws Exception {
    Path file = directory.resolve("ikisaki.db");
    Path influx = Files.createDirectory(directory.resolve("influxdb"));
    Path victoria = Files.createDirectory(directory.resolve("victoriametrics"));
    try (RealInfluxDb influxDb = RealInfluxDb.start(influx);
        RealVictoriaMetrics victoriaMetrics = new RealVictoriaMetrics(victoria);
        FaultyProxy first = new FaultyProxy(influxDb.url());
        FaultyProxy second = new FaultyProxy(victoriaMetrics.url())) {
      String exports =
          """
          export:
            - {name: influx, kind: influxdb1, url: "%s", database: ikisaki, rate: 20000}
            - {name: victoria, kind: victoriametrics, url: "%s", rate: 20000}
          """
              .formatted(first.url(), second.url());
      Instant began = Instant.now();
      live(file, exports, influxDb, first, second);
      verdicts.note(
          "%d intervals in %s".formatted(intervals, Duration.between(began, Instant.now())));
      for (Outage outage : outages) {
        verdicts.atLeast(
            "writes failed by " + outage, first.failed(outage) + second.failed(outage), 1, "");
      }
      judge(file, influxDb, victoriaMetrics);
    }
  }

  /** From the first interval to the last one's arrival. */
  private void live(
      Path file, String exports, RealInfluxDb influxDb, FaultyProxy first, FaultyProxy second)
      throws Exception {
    Process monitor = start(file, exports);
    try {
      int next = 0;
      boolean isOut = false;
      int ends = 0;
      boolean isKilled = false;
      for (int done = commit(monitor); done < intervals; done = commit(monitor)) {
        if (next < outages.size() && !isOut && done >= (next + 1) * part) {
          begin(outages.get(next), first, second);
          isOut = true;
        } else if (isOut && done >= (next + 1) * part + part * 3 / 4) {
          end(outages.get(next++), first, second);
          isOut = false;
        }
        if (ends < ENDS.length && done >= ENDS[ends] * part + part / 4) {
          end(monitor, ends == KILL);
          monitor = start(file, exports);
          ends++;
        }
        if (!isKilled && done >= intervals / 2 + part * 3 / 8) {
          influxDb.kill();
          influxDb.restart();
          isKilled = true;
        }
        if (!isOut && !isCorrecting(done)) {
          waitUntilNearlyLevel(file);
        }
      }
      if (isOut) {
        end(outages.get(next), first, second);
      }
      String last = monitor.inputReader(UTF_8).readLine();
      verdicts.holds("all is sent", ExportingMonitor.DONE.equals(last));
    } finally {
      monitor.destroyForcibly();
    }
  }

  /**
   * Whether a rule has just changed half of history: the next two outages and a restart come while
   * that is sent again.
   */
  private boolean isCorrecting(int done) {
    return done >= intervals / 2 && done < intervals / 2 + 2 * part;
  }

  private static void waitUntilNearlyLevel(Path file) throws Exception {
    try (StoreReader reader = StoreReader.open(file)) {
      Waiting.untilAtLast(
          "little waits for a server",
          () -> reader.exports().states().stream().allMatch(s -> s.waiting() <= NEARLY_LEVEL));
    }
  }

  /** Has the monitor commit, and gives the number of intervals that there are now. */
  private int commit(Process monitor) throws IOException {
    monitor.outputWriter(UTF_8).write("\n");
    monitor.outputWriter(UTF_8).flush();
    String line = monitor.inputReader(UTF_8).readLine();
    if (line == null) {
      throw new IOException("the monitor has ended, see " + directory);
    }
    return Integer.parseInt(line);
  }

  private static void begin(Outage outage, FaultyProxy first, FaultyProxy second) {
    first.become(outage);
    second.become(outage);
  }

  /** Once it has done some harm. */
  private static void end(Outage outage, FaultyProxy first, FaultyProxy second)
      throws InterruptedException {
    Instant until = Instant.now().plus(OUTAGE);
    while (Instant.now().isBefore(until)
        && (first.failed(outage) == 0 || second.failed(outage) == 0)) {
      Thread.sleep(POLL.toMillis());
    }
    begin(Outage.NONE, first, second);
  }

  private void end(Process monitor, boolean isKilled) throws IOException, InterruptedException {
    if (isKilled) {
      monitor.destroyForcibly();
    } else {
      monitor.outputWriter(UTF_8).write("q");
      monitor.outputWriter(UTF_8).flush();
    }
    monitor.waitFor();
    verdicts.note("the monitor was " + (isKilled ? "killed" : "stopped") + " and is started anew");
  }

  private Process start(Path file, String exports) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ExportingMonitor.class.getName(),
            file.toString(),
            Integer.toString(intervals),
            exports)
        .redirectError(directory.resolve("monitor.log").toFile())
        .start();
  }

  private void judge(Path file, RealInfluxDb influxDb, RealVictoriaMetrics victoriaMetrics)
      throws IOException {
    long down = 0;
    long up = 0;
    HouseholdLoad load = new HouseholdLoad();
    for (int i = 0; i < intervals; i++) {
      Instant time = ExportingMonitor.FIRST.plus(HouseholdLoad.INTERVAL.multipliedBy(i));
      for (Traffic row : load.next(time).traffic()) {
        down += row.counters().bytesDown();
        up += row.counters().bytesUp();
      }
    }
    Instant end = ExportingMonitor.FIRST.plus(HouseholdLoad.INTERVAL.multipliedBy(intervals));
    try (StoreReader reader = StoreReader.open(file)) {
      verdicts.all(
          "bytes in the store, of those in",
          reader.total(ExportingMonitor.FIRST, end).bytes(),
          down + up,
          "bytes");
    }
    verdicts.all(
        "bytes in InfluxDB, of those in",
        influx(influxDb, "bytes_down") + influx(influxDb, "bytes_up"),
        down + up,
        "bytes");
    verdicts.all(
        "bytes in VictoriaMetrics, of those in",
        victoriaMetrics.sum("traffic_bytes_down") + victoriaMetrics.sum("traffic_bytes_up"),
        down + up,
        "bytes");
  }

  private static long influx(RealInfluxDb influxDb, String field) {
    return influxDb
        .query("ikisaki", "SELECT sum(%s) FROM traffic".formatted(field))
        .get(0)
        .number("sum");
  }
}
