package org.ikisaki.endurance;

import static org.ikisaki.pipeline.CaptureLoop.INTERVAL;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ikisaki.store.IntervalRows.CaptureStats;

/** The highest rate that one core can send, from a second after the start on, for a minute. */
final class RateTrial implements Trial {
  private static final Duration BEFORE = Duration.ofSeconds(1);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Duration MEASURED_OF_PCAP4J = Duration.ofSeconds(20);

  private static final int RATE = 450_000;
  private static final int NANOS_PER_PACKET = 100;
  private static final int TIMES_PCAP4J = 10;

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    try (Load load = Load.on(Testbed.SENDER, Load.frames())) {
      double ours = ours(bed, load, verdicts);
      double theirs = pcap4j(bed, load, verdicts);
      verdicts.atLeast("pcap4j's CPU time a packet, of ours", theirs / ours, TIMES_PCAP4J, "times");
    }
  }

  private static double ours(Testbed bed, Load load, Verdicts verdicts) throws Exception {
    Monitor monitor = bed.listen();
    Instant began = Instant.now();
    Waiting.pause(BEFORE);
    load.flood(WARM_UP);
    double before = monitor.process().cpuSeconds();
    long packets = load.flood(MEASURED);
    double seconds = monitor.process().cpuSeconds() - before;
    double resident = monitor.process().residentMebibytes();
    CaptureStats counted = monitor.stop();
    double nanos = seconds * 1e9 / packets;
    verdicts.atLeast("packets sent", rate(packets, MEASURED), RATE, "a second");
    verdicts.all(
        "counted or dropped",
        counted.frames() + counted.droppedByKernel(),
        load.sent(),
        "packets sent");
    verdicts.atMost("dropped, from 1 s after the start on", (double) counted.lost(), 0, "packets");
    noteDrops(monitor, began, verdicts);
    verdicts.atMost("CPU time", nanos, NANOS_PER_PACKET, "ns a packet");
    verdicts.note(
        "%.1f %% of a core, %.0f MiB resident"
            .formatted(100 * seconds / seconds(MEASURED), resident));
    return nanos;
  }

  /** Which intervals it dropped in: a start and a collection of garbage look the same in sum. */
  private static void noteDrops(Monitor monitor, Instant began, Verdicts verdicts)
      throws Exception {
    Instant first = began.truncatedTo(ChronoUnit.MINUTES);
    for (Instant time = first;
        time.isBefore(began.plus(WARM_UP).plus(MEASURED).plus(BEFORE).plus(INTERVAL));
        time = time.plus(INTERVAL)) {
      long lost = monitor.counted(time, time.plus(INTERVAL)).lost();
      if (lost > 0) {
        long after = Math.max(0, Duration.between(began, time).toSeconds());
        verdicts.note("%,d of them in the ten seconds from %d s on".formatted(lost, after));
      }
    }
  }

  private static double pcap4j(Testbed bed, Load load, Verdicts verdicts) throws Exception {
    RunningProcess listener = bed.startPcapListener();
    long first = load.sent();
    load.flood(WARM_UP);
    double before = listener.cpuSeconds();
    long packets = load.flood(MEASURED_OF_PCAP4J);
    double seconds = listener.cpuSeconds() - before;
    listener.terminate();
    String said = bed.lastOfPcapListener();
    double taken = Long.parseLong(said.replaceAll(" .*", ""));
    double share = taken / (load.sent() - first);
    double nanos = seconds * 1e9 / (packets * share);
    verdicts.note(
        "pcap4j: %.0f ns a packet, %,.0f a second sent, %.2f %% dropped"
            .formatted(nanos, rate(packets, MEASURED_OF_PCAP4J), 100 * (1 - share)));
    return nanos;
  }

  private static double rate(long packets, Duration time) {
    return packets / seconds(time);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
