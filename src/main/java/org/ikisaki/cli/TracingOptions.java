package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.ProbeChannel;
import org.ikisaki.trace.probe.ProbeSettings;
import org.ikisaki.trace.read.Problems;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code trace} traces itself, and how. */
final class TracingOptions {
  private static final String JOURNAL = "traced.jsonl";

  /** No target is traced twice within. */
  private static final Duration POLITE = Duration.ofHours(1);

  @Mixin private TargetOptions targets;
  @Mixin private ProbeOptions probes;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Keep traces there as they end, and don't trace what is in there: a list that was stopped goes on.")
  private @Nullable Path resume;

  @Option(
      names = "--again",
      description =
          "Trace those, too, that were traced within the last hour, which isn't polite; without it, that trace is shown.")
  private boolean again;

  @Option(names = "--no-names", description = "Don't look up what routers are called.")
  private boolean noNames;

  /** Whether there is something to trace. */
  boolean any() {
    return targets.any();
  }

  /**
   * Traces all targets.
   *
   * @param origin who traces
   * @param state the directory where traces of the last hour are kept
   * @param more names or addresses to trace besides
   * @param skipped gets targets that can't be traced
   * @param report gets what could not be read of each file
   * @param stopped whether to end now
   * @return what was traced, and may be of some targets only, in their order
   */
  List<Trace> run(
      PrintWriter err,
      String origin,
      Path state,
      List<String> more,
      Skipped skipped,
      Consumer<Problems> report,
      BooleanSupplier stopped)
      throws IOException, Failure, InterruptedException {
    ProbeSettings how = probes.settings();
    Set<String> names = targets.read(report);
    names.addAll(more);
    List<Target> resolved;
    try (Progress progress = Progress.ofEach(err, names.size(), "names")) {
      resolved = new TargetResolver(targets.firstOnly(), skipped).resolve(names, progress, stopped);
    }
    TraceRun run = new TraceRun(err, skipped, stopped);
    List<Trace> traces;
    try (TraceJournal journal = journal(state);
        ProbeChannel channel = probes.channel()) {
      traces = run.run(resolved, journal, again, channel, how, origin);
    }
    skipped.end();
    return noNames ? traces : run.named(traces);
  }

  private TraceJournal journal(Path state) throws IOException, Failure {
    return resume != null
        ? TraceJournal.resume(resume)
        : TraceJournal.open(state.resolve(JOURNAL), Instant.now().minus(POLITE));
  }
}
