package org.ikisaki.endurance;

import static org.ikisaki.endurance.SimulatedSensor.WROTE;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.testing.RealVictoriaMetrics;
import org.ikisaki.testing.RealVmagent;

/*
 * What is killed, and what that may cost. The sensor: nothing, its store is its memory. A
 * VictoriaMetrics: what it had acknowledged and not yet written, some seconds; that is why there are
 * two, and why the sensors can send again. vmagent is not killed: it acknowledges what it holds in
 * memory, and is the one part of which there is one.
 */
/**
 * Many sensors into two VictoriaMetrics servers behind a vmagent that writes to both, with one of
 * the servers and one of the sensors killed in the middle and started again.
 *
 * <p>Arguments: the directory to work in, how many sensors (50), how many intervals each (360).
 */
final class Scaling {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String BYTES = "traffic_bytes_down";
  private static final int SECONDS_PER_DAY = 86_400;
  private static final double MIB = 1 << 20;

  private final Path directory;
  private final int sensors;
  private final int intervals;
  private final Verdicts verdicts = new Verdicts();

  private Scaling(Path directory, int sensors, int intervals) {
    this.directory = directory;
    this.sensors = sensors;
    this.intervals = intervals;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "scaling");
    int sensors = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
    int intervals = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 360;
    boolean held = run(directory, sensors, intervals);
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    System.exit(held ? 0 : 1);
  }

  /** Whether all held. */
  static boolean run(Path directory, int sensors, int intervals) throws Exception {
    return new Scaling(directory, sensors, intervals).run();
  }

  private boolean run() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    List<SimulatedSensor> all = new ArrayList<>();
    try (RealVictoriaMetrics spared = new RealVictoriaMetrics(first);
        RealVictoriaMetrics killed = new RealVictoriaMetrics(second);
        RealVmagent agent = new RealVmagent(directory, spared, killed)) {
      for (int i = 1; i < sensors; i++) {
        all.add(new SimulatedSensor(file(i), i));
      }
      write(all, agent, killed);
      all.add(new SimulatedSensor(file(0), 0));
      judge(all, spared, killed, agent);
      measure(spared, first);
    } finally {
      for (SimulatedSensor sensor : all) {
        sensor.close();
      }
    }
    return verdicts.allHold();
  }

  /** All sensors but the first are threads; that one is a process, which can be killed. */
  private void write(List<SimulatedSensor> threads, RealVmagent agent, RealVictoriaMetrics killed)
      throws Exception {
    Process process = sensorProcess(agent, intervals / 2, true);
    List<ExportLoop> loops = start(threads, "scaling", agent);
    try {
      long began = System.nanoTime();
      write(threads, intervals / 3);
      Awaitility.await().atMost(LONG).until(() -> Files.readString(log()).contains(WROTE));
      process.destroyForcibly().waitFor();
      killed.kill();
      write(threads, 2 * intervals / 3);
      killed.restart();
      process = sensorProcess(agent, intervals, false);
      write(threads, intervals);
      finish(loops);
      verdicts.holds("the killed sensor ended well", process.waitFor() == 0);
      double seconds = (System.nanoTime() - began) / 1e9;
      long lines = loops.stream().mapToLong(loop -> loop.status().written()).sum();
      System.out.printf(
          Locale.ROOT,
          "%d sensors, %d intervals each: %,d points in %.0f s, %,.0f a second%n",
          sensors,
          intervals,
          lines,
          seconds,
          lines / seconds);
    } finally {
      loops.forEach(ExportLoop::close);
      process.destroyForcibly();
    }
  }

  private static void write(List<SimulatedSensor> threads, int until) throws IOException {
    for (SimulatedSensor sensor : threads) {
      sensor.writeUntil(until);
    }
  }

  private static List<ExportLoop> start(
      List<SimulatedSensor> sensors, String name, RealVmagent agent) throws IOException {
    List<ExportLoop> loops = new ArrayList<>();
    for (SimulatedSensor sensor : sensors) {
      ExportLoop loop = sensor.export(name, agent.url().toString());
      Thread thread = new Thread(loop, "export");
      thread.setDaemon(true);
      thread.start();
      loops.add(loop);
    }
    return loops;
  }

  private static void finish(List<ExportLoop> loops) throws InterruptedException {
    for (ExportLoop loop : loops) {
      loop.finish(LONG);
    }
  }

  private void judge(
      List<SimulatedSensor> all,
      RealVictoriaMetrics spared,
      RealVictoriaMetrics killed,
      RealVmagent agent)
      throws IOException, InterruptedException {
    Map<String, Long> stored = new HashMap<>();
    for (SimulatedSensor sensor : all) {
      stored.merge("", sensor.bytesDown(), Long::sum);
    }
    long sent = stored.getOrDefault("", 0L);
    same("the server that was spared", sent, () -> spared.sum(BYTES));
    for (int i = 0; i < sensors; i += Math.max(1, sensors / 2)) {
      long bytes = all.get((i + sensors - 1) % sensors).bytesDown();
      String selector = BYTES + "{sensor=\"" + SimulatedSensor.name(i) + "\"}";
      same("of it, " + SimulatedSensor.name(i), bytes, () -> spared.sum(selector));
    }
    same("both servers together", sent, () -> union(spared, killed));
    long missing = sent - killed.sum(BYTES);
    System.out.printf(
        Locale.ROOT, "the server that was killed has forgotten %,d bytes of them%n", missing);
    List<ExportLoop> again = start(all, "again", agent);
    finish(again);
    same("the server that was killed, after all was sent again", sent, () -> killed.sum(BYTES));
    same("the other one then", sent, () -> spared.sum(BYTES));
  }

  private static long union(RealVictoriaMetrics one, RealVictoriaMetrics other) {
    Map<String, Long> samples = one.samples(BYTES);
    samples.putAll(other.samples(BYTES));
    return samples.values().stream().mapToLong(Long::longValue).sum();
  }

  /** vmagent delivers when it comes to it. */
  private void same(String where, long sent, Sum sum) {
    long[] there = {0};
    try {
      Awaitility.await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> (there[0] = sum.now()) >= sent);
    } catch (ConditionTimeoutException e) {
      // What is missing is judged below.
    }
    verdicts.all(where, there[0], sent, "bytes");
  }

  /** A sum that may still grow. */
  private interface Sum {
    long now();
  }

  private void measure(RealVictoriaMetrics server, Path data) throws Exception {
    server.compact();
    double rows = server.figure("vm_rows");
    long bytes = size(data);
    double days = (double) sensors * intervals * 10 / SECONDS_PER_DAY;
    System.out.printf(
        Locale.ROOT,
        "one server: %,d series, %,.0f a sensor; %,.0f samples; %.1f MiB on disk, %.2f bytes a"
            + " sample, %.1f MiB a sensor and day; %,.0f MiB of memory%n",
        server.series(),
        (double) server.series() / sensors,
        rows,
        bytes / MIB,
        bytes / rows,
        bytes / MIB / days,
        server.figure("process_resident_memory_bytes") / MIB);
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Process sensorProcess(RealVmagent agent, int until, boolean stays) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SimulatedSensor.class.getName(),
            file(0).toString(),
            "0",
            agent.url().toString(),
            Integer.toString(until),
            Boolean.toString(stays))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return directory.resolve("sensor.log");
  }

  private Path file(int number) {
    return directory.resolve(SimulatedSensor.name(number) + ".db");
  }
}
