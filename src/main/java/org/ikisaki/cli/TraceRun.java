package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.HopNames;
import org.ikisaki.trace.probe.ProbeChannel;
import org.ikisaki.trace.probe.ProbeSettings;
import org.ikisaki.trace.probe.TraceSink;
import org.ikisaki.trace.probe.Tracer;
import org.ikisaki.wire.IpAddress;

/** Traces a list of targets, with a bar, and keeps what was made whatever happens. One thread. */
final class TraceRun {
  private static final Duration NAMES = Duration.ofSeconds(60);

  private final PrintWriter err;
  private final Skipped skipped;
  private final BooleanSupplier stopped;
  private final Map<IpAddress, Trace> made = new HashMap<>();
  private int inPart;

  /**
   * Sends nothing yet.
   *
   * @param skipped gets what can't be sent to
   * @param stopped whether to end now
   */
  TraceRun(PrintWriter err, Skipped skipped, BooleanSupplier stopped) {
    this.err = err;
    this.skipped = skipped;
    this.stopped = stopped;
  }

  /**
   * Traces those that the journal doesn't know.
   *
   * @param again whether to trace the others, too
   * @return all traces, in the order of their targets
   */
  List<Trace> run(
      List<Target> targets,
      TraceJournal journal,
      boolean again,
      ProbeChannel channel,
      ProbeSettings settings,
      String origin)
      throws IOException {
    List<Target> left = new ArrayList<>();
    for (Target target : targets) {
      Trace known = journal.known().get(target.address());
      if (known == null || again) {
        left.add(target);
      } else {
        made.put(target.address(), renamed(known, target));
      }
    }
    if (!made.isEmpty()) {
      say(
          "%d of %d targets were traced not long ago, and are shown from then; --again traces them"
              .formatted(made.size(), targets.size()));
    }
    try (Progress progress = Progress.ofEach(err, left.size(), "targets")) {
      Tracer tracer =
          new Tracer(channel, settings, origin, InstantSource.system(), System::nanoTime);
      Keeper keeper = new Keeper(journal, progress);
      tracer.run(left.iterator(), keeper, () -> keeper.isStopped(stopped));
    } catch (IOException e) {
      // What was traced is worth showing all the same.
      skipped.add("tracing ended early", String.valueOf(e.getMessage()));
    }
    if (stopped.getAsBoolean()) {
      say(
          "stopped: %d of %d targets were traced, and %d in part"
              .formatted(made.size() - inPart, targets.size(), inPart));
    }
    return targets.stream()
        .filter(target -> made.containsKey(target.address()))
        .map(target -> made.get(target.address()))
        .toList();
  }

  /** With what the system's resolver calls their hops. */
  List<Trace> named(Collection<Trace> traces) throws InterruptedException {
    Set<IpAddress> addresses = new LinkedHashSet<>();
    traces.forEach(trace -> trace.hops().forEach(hop -> addresses.addAll(hop.addresses())));
    Map<IpAddress, String> names;
    try (Progress progress = Progress.ofEach(err, addresses.size(), "names")) {
      names = HopNames.ofSystem(NAMES).of(addresses, progress::show, stopped);
    }
    List<Trace> named = new ArrayList<>();
    for (Trace trace : traces) {
      Map<IpAddress, String> own = new HashMap<>(trace.names());
      trace.hops().stream()
          .flatMap(hop -> hop.addresses().stream())
          .filter(names::containsKey)
          .forEach(address -> own.put(address, names.get(address)));
      named.add(
          new Trace(
              trace.target(), trace.origin(), trace.started(), trace.kind(), trace.hops(), own));
    }
    return named;
  }

  private static Trace renamed(Trace trace, Target target) {
    return new Trace(
        target, trace.origin(), trace.started(), trace.kind(), trace.hops(), trace.names());
  }

  private void say(String message) {
    err.println("ikisaki: " + message);
    err.flush();
  }

  /** Keeps each trace as it ends. */
  private final class Keeper implements TraceSink {
    private final TraceJournal journal;
    private final Progress progress;
    private long ended;
    private boolean broken;
    private Instant shown = Instant.EPOCH;

    Keeper(TraceJournal journal, Progress progress) {
      this.journal = journal;
      this.progress = progress;
    }

    /** Asked at every turn, and so the place to go on with the bar. */
    boolean isStopped(BooleanSupplier asked) {
      Instant now = Instant.now();
      if (shown.plus(Progress.STEP).isBefore(now)) {
        shown = now;
        progress.show(ended);
      }
      return asked.getAsBoolean();
    }

    @Override
    public void finished(Trace trace) {
      ended++;
      made.put(trace.target().address(), trace);
      try {
        if (!broken) {
          journal.add(trace);
        }
      } catch (IOException e) {
        broken = true;
        say("traces can't be written down from here on, but are shown: " + e.getMessage());
      }
    }

    @Override
    public void stopped(Trace trace) {
      inPart++;
      made.put(trace.target().address(), trace);
    }

    @Override
    public void failed(Target target, String reason) {
      ended++;
      skipped.add(target.name(), reason);
    }
  }
}
