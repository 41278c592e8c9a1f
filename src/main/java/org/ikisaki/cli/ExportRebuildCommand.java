package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.export.Target;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.store.StoreReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a server say what the store says, all of it. */
@Command(
    name = "rebuild",
    description =
        "Deletes what this sensor has at the server and sends all that the store has. For servers"
            + " that keep what was corrected since, and for charts that disagree with the store.")
final class ExportRebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private ExportTargets exports;

  @Option(
      names = "--yes",
      description = "Do it also where more is deleted at the server than is sent again.")
  private boolean yes;

  @Override
  public Integer call() throws IOException, ConfigException, Failure {
    Settings settings = storeOptions.config().settings();
    List<Target> targets = exports.of(settings);
    for (Target target : targets) {
      if (!yes && !target.rebuildCost().isEmpty()) {
        throw new Failure(
            "%s: %s; say --yes to do it all the same"
                .formatted(target.name(), target.rebuildCost()));
      }
    }
    Path file = storeOptions.file(settings);
    ExportRequests.rebuild(file, ExportTargets.names(targets));
    PrintWriter out = spec.commandLine().getOut();
    for (String name : ExportTargets.names(targets)) {
      out.println(Text.safe("Asked %s to delete and send everything.".formatted(name)));
    }
    try (StoreReader reader = StoreReader.open(file)) {
      out.println(ExportTargets.when(reader.status(settings.store().keep()).process()));
    }
    out.flush();
    return 0;
  }
}
