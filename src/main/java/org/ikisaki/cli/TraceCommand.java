package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.TraceHistory.Recorded;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.history.RecordedTraces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Traces, places the hops of traces and draws them. */
@Command(
    name = "trace",
    description =
        "Shows by which way packets travel: traces targets, places the hops, and draws them.",
    subcommands = {TraceListCommand.class, TraceShowCommand.class, TraceStatsCommand.class})
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private TracingOptions tracing;
  @Mixin private SeenOptions seen;
  @Mixin private PlacingOptions placing;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description =
          "What traceroute or mtr --json printed, or JSON of scamper or RIPE Atlas. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--record",
      description =
          "Keep what is imported in the store, for trace list, show and stats; what is traced is kept there anyway.")
  private boolean record;

  @Mixin private TraceOutput output;

  @Override
  public Integer call() throws Exception {
    if (files.isEmpty() && !tracing.any() && !seen.isAsked()) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing to trace: name a target, --seen, or a file with --in, --har, --access-log or --import");
    }
    Settings settings = storeOptions.config().settings();
    PrintWriter err = spec.commandLine().getErr();
    TraceInput input = new TraceInput(err);
    List<Trace> traces = new ArrayList<>(input.traces(files));
    int imported = traces.size();
    Skipped skipped = new Skipped(err);
    // Ctrl-C ends the tracing; what was traced is still shown.
    try (Stopper stopper = Stopper.install()) {
      if (tracing.any() || seen.isAsked()) {
        traces.addAll(
            tracing.run(
                err,
                settings.sensor(),
                storeOptions.config().locations().state(),
                seen(),
                skipped,
                input::report,
                stopper::isStopped));
      }
      if (traces.isEmpty()) {
        throw new Failure("no trace was read or made: nothing is written");
      }
      List<PlacedTrace> placed = placing.place(settings, traces);
      keep(placed.subList(record ? 0 : imported, placed.size()), settings);
      output.write(placed, settings, spec.commandLine());
    }
    return skipped.count() == 0 ? 0 : Main.FAILED;
  }

  private List<String> seen() throws IOException, ConfigException {
    if (!seen.isAsked()) {
      return List.of();
    }
    try (StoreReader reader = storeOptions.reader()) {
      return seen.names(reader);
    }
  }

  /** Where the store can't be written, traces are shown all the same. */
  private void keep(List<PlacedTrace> traces, Settings settings) {
    if (traces.isEmpty()) {
      return;
    }
    PrintWriter err = spec.commandLine().getErr();
    Path file = storeOptions.file(settings);
    try {
      Recorded recorded = new RecordedTraces(file).add(traces, settings.store().series().hops());
      err.println(
          "ikisaki: kept %d traces in %s (%d were there), %d routes had changed"
              .formatted(
                  recorded.added(), file, traces.size() - recorded.added(), recorded.changes()));
    } catch (IOException e) {
      err.println("ikisaki: the traces are not kept: " + Text.safe(String.valueOf(e.getMessage())));
    }
    err.flush();
  }
}
