package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.TraceHistory;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.history.RecordedTraces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Places the hops of traces and draws them. */
@Command(
    name = "trace",
    description =
        "Shows by which way packets travelled: places the hops of traces, and draws them.",
    subcommands = {TraceListCommand.class, TraceShowCommand.class, TraceStatsCommand.class})
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private PlacingOptions placing;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description =
          "What traceroute or mtr --json printed, or JSON of scamper or RIPE Atlas. May be repeated.")
  private List<Path> files = List.of();

  @Mixin private SeenOptions seen;

  @Option(
      names = "--record",
      description = "Keep the traces in the store, for trace list, show and stats.")
  private boolean record;

  @Mixin private TraceOutput output;

  @Override
  public Integer call() throws Exception {
    Settings settings = storeOptions.config().settings();
    if (seen.isAsked()) {
      try (StoreReader reader = storeOptions.reader()) {
        seen.print(reader, spec.commandLine().getOut());
      }
      return 0;
    }
    if (files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a file with --import, or --seen");
    }
    List<Trace> traces = new TraceInput(spec.commandLine().getErr()).traces(files);
    if (traces.isEmpty()) {
      throw new Failure("no trace was read: nothing is written");
    }
    List<PlacedTrace> placed = placing.place(settings, traces);
    if (record) {
      keep(placed, settings);
    }
    output.write(placed, settings, spec.commandLine());
    return 0;
  }

  private void keep(List<PlacedTrace> placed, Settings settings) throws IOException {
    Path file = storeOptions.file(settings);
    TraceHistory.Recorded recorded = new RecordedTraces(file).add(placed);
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "ikisaki: kept %d traces in %s (%d were there), %d routes had changed"
            .formatted(
                recorded.added(), file, placed.size() - recorded.added(), recorded.changes()));
    err.flush();
  }
}
