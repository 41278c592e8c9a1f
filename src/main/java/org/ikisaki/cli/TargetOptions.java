package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ikisaki.trace.read.AccessLog;
import org.ikisaki.trace.read.HarHosts;
import org.ikisaki.trace.read.Problems;
import org.ikisaki.trace.read.TargetList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code trace} traces. */
final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Names, of which all addresses are traced, and addresses.")
  private List<String> named = List.of();

  @Option(names = "--first", description = "Trace only the first address of each name.")
  private boolean first;

  @Option(
      names = "--in",
      paramLabel = "FILE",
      description = "Targets, one a line; # begins a comment.")
  private @Nullable Path list;

  @Option(
      names = "--har",
      paramLabel = "FILE",
      description = "Every host that a page loads from, as a browser exports it.")
  private @Nullable Path har;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description =
          "The visitors of a web server, in order: its log in the common or combined format.")
  private @Nullable Path accessLog;

  boolean any() {
    return !named.isEmpty() || list != null || har != null || accessLog != null;
  }

  boolean firstOnly() {
    return first;
  }

  /**
   * Names and addresses, each once, in order.
   *
   * @param report gets what could not be read of each file
   */
  Set<String> read(Consumer<Problems> report) throws IOException {
    Set<String> targets = new LinkedHashSet<>(named);
    if (list != null) {
      TextFile.read(list, report, (in, problems) -> targets.addAll(TargetList.read(in, problems)));
    }
    if (har != null) {
      TextFile.read(har, report, (in, problems) -> targets.addAll(HarHosts.read(in, problems)));
    }
    if (accessLog != null) {
      TextFile.read(
          accessLog,
          report,
          (in, problems) ->
              AccessLog.read(in, problems, visit -> targets.add(visit.client().toString())));
    }
    return targets;
  }
}
