package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.ikisaki.capture.SavefileSequence;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Daemon;
import org.ikisaki.daemon.DaemonException;
import org.ikisaki.daemon.Input;
import org.ikisaki.daemon.Settings;
import org.ikisaki.daemon.Wiring;
import org.ikisaki.pipeline.PipelineListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays savefiles through the pipeline. */
@Command(
    name = "replay",
    description = "Plays captures of tcpdump, Wireshark and their kin, and says what is in them.")
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "pcap or pcapng files, also compressed with gzip or zstd, in order; - is standard input.")
  private List<Path> files;

  @Option(
      names = "--flows",
      paramLabel = "FILE",
      description =
          "Write flows, DNS answers, devices and totals as JSON lines; - is standard output.")
  private @Nullable Path flows;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Add the rows to this store (default: none are kept).")
  private @Nullable Path store;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Settings settings = config.settings();
    try (Stopper stopper = Stopper.install();
        SavefileSequence source = SavefileSequence.open(files);
        Scratch scratch = Scratch.unless(store)) {
      Totals totals = new Totals();
      SortedMap<String, Long> counts;
      try (FlowsFile flowsFile = openFlows()) {
        counts = play(settings, scratch.file(), source, totals.before(flowsFile), stopper);
      }
      PrintWriter err = spec.commandLine().getErr();
      source.damages().forEach(damage -> err.println("ikisaki: " + Text.safe(damage)));
      if (!isStandardOutput(flows)) {
        summarize(totals, counts, scratch.file());
      }
    }
    return 0;
  }

  private SortedMap<String, Long> play(
      Settings settings,
      Path store,
      SavefileSequence source,
      PipelineListener listener,
      Stopper stopper)
      throws IOException, ConfigException, DaemonException, InterruptedException {
    Daemon daemon = Wiring.passing(settings, store, Input.of(source), listener);
    try (daemon;
        Progress progress = Progress.of(spec.commandLine().getErr(), source.size())) {
      daemon.start();
      while (!stopper.isStopped() && !daemon.await(Progress.STEP)) {
        progress.show(source.position());
      }
    }
    return daemon.counts();
  }

  private @Nullable FlowsFile openFlows() throws IOException {
    if (flows == null) {
      return null;
    }
    return isStandardOutput(flows)
        ? FlowsFile.to(spec.commandLine().getOut())
        : FlowsFile.to(flows);
  }

  private static boolean isStandardOutput(@Nullable Path path) {
    return path != null && path.toString().equals("-");
  }

  private void summarize(Totals totals, SortedMap<String, Long> counts, Path store)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Summary summary = Summary.of(store, totals.first(), totals.last());
    if (json) {
      JsonObject object = summary.json();
      object.add("capture", totals.json());
      JsonObject counted = new JsonObject();
      counts.forEach(counted::addProperty);
      object.add("counts", counted);
      out.println(Json.text(object));
    } else {
      summary.print(out);
      out.println();
      out.println(totals.text());
      counts.forEach(
          (name, count) -> {
            if (count > 0) {
              out.println("  " + name + " " + count);
            }
          });
    }
    out.flush();
  }
}
