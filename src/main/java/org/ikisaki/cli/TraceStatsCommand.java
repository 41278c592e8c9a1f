package org.ikisaki.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.daemon.Settings;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.stats.StatisticsBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What many traces say together. */
@Command(
    name = "stats",
    description = "Says by which countries and networks packets travelled, of all traces together.")
final class TraceStatsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private PlacingOptions placing;
  @Mixin private TraceHistoryOptions history;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description = "Traces of this file, not of the store. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Count the accesses of this log, of visitors that were traced.")
  private @Nullable Path accessLog;

  @Option(
      names = "--lines",
      defaultValue = "15",
      paramLabel = "N",
      description = "Lines of each table at the most (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Settings settings = storeOptions.config().settings();
    TraceInput input = new TraceInput(spec.commandLine().getErr());
    List<Trace> traces =
        files.isEmpty() ? history.traces(storeOptions.file(settings), "") : input.traces(files);
    if (traces.isEmpty()) {
      throw new Failure(
          files.isEmpty()
              ? "no trace of that time is stored: name a file with --import"
              : "no trace was read");
    }
    List<PlacedTrace> placed = placing.place(settings, traces);
    StatisticsBuilder builder = new StatisticsBuilder();
    placed.forEach(builder::add);
    if (accessLog != null) {
      input.visits(accessLog, builder::access);
    }
    TraceStatsText text = new TraceStatsText(builder.build(), placed, Math.max(1, lines));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(text.json()));
    } else {
      text.print(out);
      Credits.print(out, settings);
    }
    out.flush();
    return 0;
  }
}
