package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.Pruning;
import org.ikisaki.store.Store.PruneReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes old history. */
@Command(
    name = "prune",
    description = "Removes history that is older than a time, also while the monitor runs.")
final class PruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Such as 30d (default: store.keep of the configuration).")
  private @Nullable Duration olderThan;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    Settings settings = storeOptions.config().settings();
    Path file = storeOptions.file(settings);
    Duration age = olderThan != null ? olderThan : settings.store().keep();
    Instant before = InstantSource.system().instant().minus(age);
    PruneReport report = prune(file, settings, before);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("dry_run", dryRun);
      object.addProperty("before", report.before().toString());
      object.addProperty("rows", report.rows());
      object.addProperty("kept_for_export", report.keptForExport());
      object.addProperty("file_bytes_before", report.fileBytesBefore());
      object.addProperty("file_bytes", report.fileBytes());
      out.println(Json.text(object));
    } else {
      print(out, report);
    }
    out.flush();
    return 0;
  }

  private PruneReport prune(Path file, Settings settings, Instant before) throws IOException {
    try (Progress progress = Progress.ofCount(spec.commandLine().getErr(), "rows")) {
      return Pruning.prune(file, before, dryRun, settings.store().keepUnexported(), progress::show);
    }
  }

  private void print(PrintWriter out, PruneReport report) {
    out.println(
        (dryRun ? "Would remove " : "Removed ")
            + report.rows()
            + " rows from before "
            + report.before()
            + (report.keptForExport() > 0
                ? "; " + report.keptForExport() + " more wait for an exporter and stay"
                : "")
            + ".");
    if (!dryRun) {
      out.println(
          "The file has "
              + Text.bytes(report.fileBytes())
              + " (before: "
              + Text.bytes(report.fileBytesBefore())
              + ").");
    }
  }
}
