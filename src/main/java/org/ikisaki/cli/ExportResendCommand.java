package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.export.Target;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.store.StoreReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends a range of time again. */
@Command(
    name = "resend",
    description =
        "Sends history again, as after a server was restored from an old copy. Where the server can"
            + " delete, the range is deleted there first.")
final class ExportResendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private ExportTargets exports;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "From then on: 2026-11-23, 2026-11-23T18:00 or 2026-11-23T18:00:00Z.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Up to, not including, then (default: now).")
  private @Nullable Instant to;

  @Override
  public Integer call() throws IOException, ConfigException, Failure {
    Settings settings = storeOptions.config().settings();
    List<Target> targets = exports.of(settings);
    Instant until = to == null ? InstantSource.system().instant() : to;
    if (!from.isBefore(until)) {
      throw new Failure("--from must be before --to: " + from + " is not before " + until);
    }
    Path file = storeOptions.file(settings);
    ExportRequests.resend(file, ExportTargets.names(targets), from, until);
    PrintWriter out = spec.commandLine().getOut();
    for (String name : ExportTargets.names(targets)) {
      out.println(Text.safe("Asked %s to send %s to %s again.".formatted(name, from, until)));
    }
    try (StoreReader reader = StoreReader.open(file)) {
      out.println(ExportTargets.when(reader.status(settings.store().keep()).process()));
    }
    out.flush();
    return 0;
  }
}
