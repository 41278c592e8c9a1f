package org.ikisaki.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.daemon.Settings;
import org.ikisaki.trace.Trace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Traces of the store in any format. */
@Command(name = "show", description = "Shows traces of the store, placed anew, or draws them.")
final class TraceShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private PlacingOptions placing;
  @Mixin private TraceHistoryOptions history;
  @Mixin private TraceOutput output;

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      defaultValue = "",
      description = "An address, or what the target was called (default: all).")
  private String target;

  @Override
  public Integer call() throws Exception {
    Settings settings = storeOptions.config().settings();
    Path store = storeOptions.file(settings);
    List<Trace> traces = history.traces(store, target);
    if (traces.isEmpty()) {
      throw new Failure(
          "%s: no such trace of that time is stored: trace list says which are".formatted(store));
    }
    output.write(placing.place(settings, traces), settings, spec.commandLine());
    return 0;
  }
}
