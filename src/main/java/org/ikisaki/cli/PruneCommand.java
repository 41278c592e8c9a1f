package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.ForgetReport;
import org.ikisaki.store.Forgetting;
import org.ikisaki.store.PruneReport;
import org.ikisaki.store.Pruning;
import org.ikisaki.store.StoreSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes old history, or that of one device or service. */
@Command(
    name = "prune",
    description = {
      "Removes history that was kept for long enough, also while the monitor runs.",
      "By itself it removes what store.keep of the configuration says, as the monitor does daily."
    })
final class PruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @ArgGroup private What what = new What();

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One of them, or none. */
  private static final class What {
    @Option(
        names = "--older-than",
        paramLabel = "TIME",
        description = "Remove all that is older, such as 30d, however long it is to be kept.")
    private @Nullable Duration olderThan;

    @Option(
        names = "--device",
        paramLabel = "DEVICE",
        description =
            "Forget a device: all that is known of the one with this MAC or IP address, for good.")
    private @Nullable String device;

    @Option(
        names = "--service",
        paramLabel = "NAME",
        description = "Forget a service: its traffic and the names of its hosts, for good.")
    private @Nullable String service;
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    Settings settings = storeOptions.config().settings();
    Path file = storeOptions.file(settings);
    PrintWriter out = spec.commandLine().getOut();
    @Nullable String device = what.device;
    @Nullable String service = what.service;
    if (device != null) {
      printForgotten(out, showing(progress -> Forgetting.device(file, device, dryRun, progress)));
    } else if (service != null) {
      printForgotten(out, showing(progress -> Forgetting.service(file, service, dryRun, progress)));
    } else {
      printRemoved(out, prune(file, settings.store()));
    }
    out.flush();
    return 0;
  }

  private PruneReport prune(Path file, StoreSettings settings) throws IOException {
    Instant now = InstantSource.system().instant();
    @Nullable Duration age = what.olderThan;
    return showing(
        progress ->
            age == null
                ? Pruning.byAge(
                    file, settings.keep(), now, settings.keepUnexported(), dryRun, progress)
                : Pruning.olderThan(
                    file, now.minus(age), settings.keepUnexported(), dryRun, progress));
  }

  private <T> T showing(Work<T> work) throws IOException {
    try (Progress progress = Progress.ofCount(spec.commandLine().getErr(), "rows")) {
      return work.run(progress::show);
    }
  }

  /** Tells how many rows it has removed so far. */
  private interface Work<T> {
    T run(LongConsumer progress) throws IOException;
  }

  private void printForgotten(PrintWriter out, ForgetReport report) {
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("dry_run", dryRun);
      object.addProperty("rows", report.rows());
      object.addProperty("sums", report.sums());
      object.addProperty("others", report.others());
      addSizes(object, report.fileBytesBefore(), report.fileBytes());
      out.println(Json.text(object));
      return;
    }
    out.println(
        "%s %d rows of traffic, %d sums of it, and %d names, queries and addresses."
            .formatted(
                dryRun ? "Would forget" : "Forgot", report.rows(), report.sums(), report.others()));
    if (!dryRun) {
      out.println(
          "Exporters replace what they have of the times that ten-second rows are kept of;"
              + " older copies of it they delete where the server can (docs/export.md).");
      printSizes(out, report.fileBytesBefore(), report.fileBytes());
    }
  }

  private void printRemoved(PrintWriter out, PruneReport report) {
    if (json) {
      out.println(Json.text(json(report)));
      return;
    }
    List<PruneReport.Removed> levels =
        report.levels().stream().filter(level -> level.rows() > 0).toList();
    String verb = dryRun ? "Would remove" : "Removed";
    if (levels.isEmpty()) {
      out.println(verb + " 0 rows.");
    }
    for (PruneReport.Removed level : levels) {
      out.println(
          "%s %d rows of %s from before %s."
              .formatted(verb, level.rows(), level.level().label(), level.before()));
    }
    if (report.keptForExport() > 0) {
      out.println(report.keptForExport() + " more rows wait for an exporter and stay.");
    }
    if (!dryRun) {
      printSizes(out, report.fileBytesBefore(), report.fileBytes());
    }
  }

  private JsonObject json(PruneReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("dry_run", dryRun);
    object.addProperty("rows", report.rows());
    JsonArray levels = new JsonArray();
    for (PruneReport.Removed level : report.levels()) {
      JsonObject line = new JsonObject();
      line.addProperty("level", level.level().label());
      line.addProperty("before", level.before().toString());
      line.addProperty("rows", level.rows());
      levels.add(line);
    }
    object.add("levels", levels);
    object.addProperty("kept_for_export", report.keptForExport());
    addSizes(object, report.fileBytesBefore(), report.fileBytes());
    return object;
  }

  private static void addSizes(JsonObject object, long before, long after) {
    object.addProperty("file_bytes_before", before);
    object.addProperty("file_bytes", after);
  }

  private static void printSizes(PrintWriter out, long before, long after) {
    out.println("The file has " + Text.bytes(after) + " (before: " + Text.bytes(before) + ").");
  }
}
