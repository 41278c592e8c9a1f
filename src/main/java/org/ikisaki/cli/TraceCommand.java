package org.ikisaki.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ikisaki.daemon.Settings;
import org.ikisaki.geo.Places;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.TraceSettings;
import org.ikisaki.trace.place.Corrections;
import org.ikisaki.trace.place.Gazetteer;
import org.ikisaki.trace.place.NameHints;
import org.ikisaki.trace.place.PlaceText;
import org.ikisaki.trace.place.Placer;
import org.ikisaki.trace.place.Sources;
import org.ikisaki.trace.read.Problems;
import org.ikisaki.trace.read.TraceFiles;
import org.ikisaki.trace.render.Format;
import org.ikisaki.trace.render.Renderings;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
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
        "Shows by which way packets travel: traces targets, places the hops, and draws them.")
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;
  @Mixin private TracingOptions tracing;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description =
          "What traceroute or mtr --json printed, or JSON of scamper or RIPE Atlas. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--home",
      paramLabel = "PLACE",
      description =
          "Where they were traced from, for what light allows: \"Oslo, NO\" or \"59.91, 10.75\" (default: trace.home of the configuration).")
  private @Nullable String home;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "${COMPLETION-CANDIDATES}; svg, html and png are maps, graph is routers by network as SVG (default: ${DEFAULT-VALUE}).")
  private TraceFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write there (default: standard output).")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    if (files.isEmpty() && !tracing.any()) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing to trace: name a target, or a file with --in, --har, --access-log or --import");
    }
    Settings settings = config.settings();
    List<Trace> traces = new ArrayList<>(read());
    Skipped skipped = new Skipped(spec.commandLine().getErr());
    // Ctrl-C ends the tracing; what was traced is still shown.
    try (Stopper stopper = Stopper.install()) {
      if (tracing.any()) {
        traces.addAll(
            tracing.run(
                spec.commandLine().getErr(),
                settings.sensor(),
                config.locations().state(),
                skipped,
                this::report,
                stopper::isStopped));
      }
      if (traces.isEmpty()) {
        throw new Failure("no trace was read or made: nothing is written");
      }
      write(place(settings, traces));
    }
    return skipped.count() == 0 ? 0 : Main.FAILED;
  }

  private List<Trace> read() throws IOException {
    List<Trace> traces = new ArrayList<>();
    for (Path file : files) {
      Instant time = Files.getLastModifiedTime(file).toInstant();
      String origin = file.getFileName().toString();
      TextFile.read(
          file,
          this::report,
          (in, problems) -> TraceFiles.read(in, origin, time, problems, traces::add));
    }
    return traces;
  }

  private void report(Problems problems) {
    PrintWriter err = spec.commandLine().getErr();
    problems.first().forEach(problem -> err.println("ikisaki: " + Text.safe(problem)));
    long more = problems.count() - problems.first().size();
    if (more > 0) {
      err.println("ikisaki: and " + more + " more");
    }
    err.flush();
  }

  private List<PlacedTrace> place(Settings settings, List<Trace> traces)
      throws IOException, Failure {
    Gazetteer gazetteer = Gazetteer.load();
    Optional<Location> from = home(settings.trace(), gazetteer);
    try (Places places = Places.open(settings.geo())) {
      Sources sources = new Sources(places::lookup, address -> Optional.empty(), origin -> from);
      return new Placer(
              gazetteer,
              new NameHints(gazetteer),
              corrections(settings.trace(), gazetteer),
              sources)
          .place(traces);
    }
  }

  private Optional<Location> home(TraceSettings settings, Gazetteer gazetteer) throws Failure {
    String text = home != null ? home : settings.home();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(location(home != null ? "--home" : "trace.home", text, gazetteer));
  }

  private static Corrections corrections(TraceSettings settings, Gazetteer gazetteer)
      throws Failure {
    Map<IpAddress, Location> addresses = new HashMap<>();
    Map<String, Location> domains = new HashMap<>();
    for (Map.Entry<String, String> stated : settings.places().entrySet()) {
      Location place = location("trace.places", stated.getValue(), gazetteer);
      try {
        addresses.put(IpAddress.parse(stated.getKey()), place);
      } catch (IllegalArgumentException e) {
        domains.put(stated.getKey(), place);
      }
    }
    return new Corrections(addresses, domains);
  }

  private static Location location(String where, String text, Gazetteer gazetteer) throws Failure {
    return PlaceText.parse(text, gazetteer)
        .orElseThrow(
            () ->
                new Failure(
                    "%s: no city of 20,000 people or more is called \"%s\": write it as \"Oslo, NO\", or give latitude and longitude as \"59.91, 10.75\""
                        .formatted(where, text)));
  }

  private void write(List<PlacedTrace> traces) throws Exception {
    Format rendering = format.rendering();
    PrintWriter terminal = spec.commandLine().getOut();
    if (rendering == null) {
      TraceTable.print(traces, terminal);
    } else if (out != null) {
      replace(out, rendering, traces);
      spec.commandLine().getErr().println("ikisaki: wrote " + out);
    } else if (rendering == Format.PNG) {
      throw new Failure("a PNG is not for a terminal: name a file with --out");
    } else {
      Renderings.write(rendering, traces, terminal);
      terminal.flush();
    }
  }

  /** A file that is there stays until the new one is whole. */
  private static void replace(Path file, Format rendering, List<PlacedTrace> traces)
      throws Exception {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, ".ikisaki", ".part");
    try {
      try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part))) {
        Renderings.write(rendering, traces, stream);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
