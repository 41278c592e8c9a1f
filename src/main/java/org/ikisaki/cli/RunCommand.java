package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ikisaki.capture.CaptureSettings;
import org.ikisaki.capture.SavefileSequence;
import org.ikisaki.daemon.Daemon;
import org.ikisaki.daemon.Input;
import org.ikisaki.daemon.Inputs;
import org.ikisaki.daemon.Settings;
import org.ikisaki.daemon.Wiring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Captures until it is told to stop. */
@Command(
    name = "run",
    description = "Listens to the network, keeps what it sees and says so once in a while.")
final class RunCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final Duration TICK = Duration.ofMillis(500);

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "An interface, a savefile, or - for a capture on standard input; may be repeated for"
              + " interfaces (default: capture.interface of the configuration).")
  private List<String> names = List.of();

  @Option(
      names = "--filter",
      paramLabel = "EXPRESSION",
      description = "Capture only what matches, as tcpdump takes it.")
  private @Nullable String filter;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How often to say what was seen (default: ${DEFAULT-VALUE}).")
  private Duration every;

  @Option(names = "--json", description = "Say it as JSON, one line each time.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Settings settings = storeOptions.config().settings();
    Path store = storeOptions.file(settings);
    List<Input> inputs = inputs(settings.capture());
    PrintWriter out = spec.commandLine().getOut();
    try (Stopper stopper = Stopper.install();
        Daemon daemon = Wiring.resident(settings, store, inputs)) {
      daemon.start();
      String sources =
          inputs.stream().map(i -> i.source().name()).collect(Collectors.joining(", "));
      spec.commandLine()
          .getErr()
          .println(
              "ikisaki: listening on " + sources + "; the store is " + store + "; Ctrl-C ends");
      Report report = new Report(out, sources, every, json, InstantSource.system());
      while (!stopper.isStopped() && !daemon.await(TICK)) {
        report.show(daemon.live(), daemon.sources(), daemon.counts());
        report.showNewDevices(daemon.live().takeNewDevices());
        report.showSharedResolver(daemon.live().sharedResolver());
      }
      report.last(daemon.live(), daemon.sources(), daemon.counts());
    }
    return 0;
  }

  private List<Input> inputs(CaptureSettings configured) throws IOException {
    CaptureSettings capture = filter == null ? configured : configured.withFilter(filter);
    if (names.isEmpty()) {
      return Inputs.live(capture);
    }
    List<String> interfaces = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT) || Files.isRegularFile(Path.of(name))) {
        files.add(Path.of(name));
      } else {
        interfaces.add(name);
      }
    }
    if (files.isEmpty()) {
      return Inputs.live(capture.withInterfaces(interfaces));
    }
    if (!interfaces.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "interfaces and savefiles don't go together: give one kind with --source");
    }
    return List.of(Input.of(SavefileSequence.open(files)));
  }
}
