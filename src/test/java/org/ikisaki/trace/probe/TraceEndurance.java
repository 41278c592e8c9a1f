package org.ikisaki.trace.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.ikisaki.endurance.Verdicts;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.Sim.Door;
import org.ikisaki.trace.probe.Sim.Manner;
import org.ikisaki.wire.IpAddress;

/**
 * Many targets through a simulated network, over the kernel's sockets. The network is played by
 * this process too: memory is of both.
 */
final class TraceEndurance {
  private static final int TARGETS = 1_000;
  private static final double RATE = 300;
  private static final double MOST_OVERHEAD = 10;

  private static final int IN_FLIGHT = 10_000;
  private static final int MANY_TARGETS = 14_000;
  private static final double MOST_MEMORY = 128;

  private final Verdicts verdicts = new Verdicts();

  private TraceEndurance() {}

  public static void main(String[] arguments) throws Exception {
    String only = arguments.length == 2 && arguments[0].equals("--only") ? arguments[1] : "";
    TraceEndurance endurance = new TraceEndurance();
    if (only.isEmpty() || only.equals("rate")) {
      endurance.rate();
    }
    if (only.isEmpty() || only.equals("flight")) {
      endurance.flight();
    }
    System.exit(endurance.verdicts.allHold() ? 0 : 1);
  }

  private static IpAddress host(int number) {
    return IpAddress.ofIpv4(0xcb00_0000 + number);
  }

  /** How long all took, against what the rate alone takes for as many probes. */
  private void rate() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(30);
    Sim sim = Sim.mesh(30, 12, random);
    sim.change(11, sim.manner(11).withoutAnswer());
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      sim.host(host(i), 4 + random.nextInt(26), Door.CLOSED);
      targets.add(Target.of(host(i)));
    }
    ProbeSettings settings = new ProbeSettings(RATE, 30, 3, Duration.ofSeconds(1), 1);
    try (Laboratory lab = Laboratory.open(sim, random)) {
      Run run = trace(settings, targets);
      double seconds = run.seconds;
      double alone = run.counts.sent() / RATE;
      verdicts.all("traces that ended", run.collected.finished.size(), TARGETS, "targets");
      verdicts.all("hops as they are", right(run, sim, lab), hops(run), "hops");
      verdicts.atMost(
          "longer than the rate takes", 100 * (seconds / alone - 1), MOST_OVERHEAD, "%");
      verdicts.atMost("share of a core", 100 * run.cpuSeconds / seconds, MOST_OVERHEAD, "%");
      verdicts.note(
          "%d probes in %.1f s, %d answers, %d late, %d dropped"
              .formatted(
                  run.counts.sent(),
                  seconds,
                  run.counts.answered(),
                  run.counts.late(),
                  run.counts.dropped()));
    }
  }

  private static long hops(Run run) {
    return run.collected.finished.values().stream().mapToLong(trace -> trace.hops().size()).sum();
  }

  private static long right(Run run, Sim sim, Laboratory lab) {
    long right = 0;
    for (Trace trace : run.collected.finished.values()) {
      IpAddress target = trace.target().address();
      List<Integer> way = sim.way(target, lab.flows(target).iterator().next());
      boolean all = trace.hops().size() == way.size() + 1 && lab.flows(target).size() == 1;
      for (Hop hop : trace.hops()) {
        boolean end = hop.ttl() > way.size();
        int router = end ? -1 : way.get(hop.ttl() - 1);
        List<IpAddress> expected =
            end
                ? List.of(target)
                : sim.manner(router).silent() ? List.of() : List.of(Sim.address(router, false));
        right += all && hop.addresses().equals(expected) ? 1 : 0;
      }
    }
    return right;
  }

  /** Nobody answers, so that each probe is in flight for as long as it may. */
  private void flight() throws IOException, InterruptedException {
    Sim sim = Sim.chain(Manner.PLAIN.withoutAnswer());
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < MANY_TARGETS; i++) {
      sim.host(host(i), 0, Door.SILENT);
      targets.add(Target.of(host(i)));
    }
    ProbeSettings settings = new ProbeSettings(5_000, 30, 1, Duration.ofMillis(2_500), 1);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Run run = trace(settings, targets);
      verdicts.atLeast("in flight", run.counts.mostInFlight(), IN_FLIGHT, "probes");
      verdicts.all("traces that ended", run.collected.finished.size(), MANY_TARGETS, "targets");
      verdicts.all("probes that came", lab.times().size(), run.counts.sent(), "probes");
      verdicts.atMost("resident", residentMebibytes(), MOST_MEMORY, "MiB");
      verdicts.note("%d probes in %.1f s".formatted(run.counts.sent(), run.seconds));
    }
  }

  private static double residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static Run trace(ProbeSettings settings, List<Target> targets) throws IOException {
    Run run = new Run();
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    try (ProbeChannel channel =
        new ErrorQueueChannel(
            ProbeKind.UDP,
            33_434,
            settings.patience(),
            InstantSource.system(),
            System::nanoTime,
            new Random(3))) {
      Tracer tracer =
          new Tracer(channel, settings, "test", InstantSource.system(), System::nanoTime);
      tracer.run(targets.iterator(), run.collected, () -> false);
      run.counts = tracer.counts();
    }
    run.seconds = (System.nanoTime() - start) / 1e9;
    run.cpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
    return run;
  }

  private static final class Run {
    private final Collected collected = new Collected();
    private Tracer.Counts counts = new Tracer.Counts(0, 0, 0, 0, 0);
    private double seconds;
    private double cpuSeconds;
  }
}
