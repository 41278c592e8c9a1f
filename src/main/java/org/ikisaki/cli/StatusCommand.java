package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Durations;
import org.ikisaki.daemon.Settings;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreSettings;
import org.ikisaki.store.StoreStatus;
import org.ikisaki.store.StoreStatus.ExporterStatus;
import org.ikisaki.store.StoreStatus.LevelStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how the store stands. */
@Command(
    name = "status",
    description = "Shows what is stored, what it takes, and whether it is written to.")
final class StatusCommand implements Callable<Integer> {
  /** SQLite needs some pages for each commit. */
  private static final long FULL_BYTES = 1 << 20;

  /** How many commit periods may pass without one. */
  private static final int LATE_COMMITS = 3;

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    Settings settings = storeOptions.config().settings();
    Instant now = InstantSource.system().instant();
    try (StoreReader reader = storeOptions.reader()) {
      StoreStatus status = reader.status(settings.store().keep());
      @Nullable String problem = problem(status, settings.store(), now);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(json(status, problem)));
      } else {
        print(out, status, settings.store(), problem, now);
      }
      out.flush();
    }
    return 0;
  }

  /** What keeps the store from being written, or seems to. */
  private static @Nullable String problem(StoreStatus status, StoreSettings settings, Instant now) {
    Duration longest = settings.commit().multipliedBy(LATE_COMMITS);
    if (status.diskFreeBytes() < FULL_BYTES) {
      return "The disk is full: free some space, or prune older rows. Until then rows wait in memory.";
    }
    if (status.process() == null || status.newest() == null) {
      return null;
    }
    Duration silent = Duration.between(status.newest(), now);
    return silent.compareTo(longest) > 0
        ? "The monitor runs, but the newest row is "
            + Durations.format(silent.truncatedTo(ChronoUnit.SECONDS))
            + " old: either nothing was heard, or the disk can't be written (see the monitor's log)."
        : null;
  }

  private static void print(
      PrintWriter out,
      StoreStatus status,
      StoreSettings settings,
      @Nullable String problem,
      Instant now) {
    out.println("Store    " + Text.safe(status.file().toString()));
    out.println(
        "Size     %s, and %s of log; the disk has %s free"
            .formatted(
                Text.bytes(status.fileBytes()),
                Text.bytes(status.logBytes()),
                Text.bytes(status.diskFreeBytes())));
    out.println(
        "Monitor  "
            + (status.process() == null ? "not running" : "running, process " + status.process())
            + (status.newest() == null ? "" : "; newest row from " + status.newest()));
    out.println();
    Table table =
        new Table(
            Table.left("LEVEL"),
            Table.right("ROWS"),
            Table.right("SIZE"),
            Table.left("FROM"),
            Table.left("TO"),
            Table.right("DAYS"),
            Table.right("KEPT"));
    for (LevelStatus level : status.levels()) {
      table.add(
          level.level().label(),
          Long.toString(level.rows()),
          Text.bytes(level.bytes()),
          level.from() == null ? "-" : level.from().toString(),
          level.to() == null ? "-" : level.to().toString(),
          Long.toString(days(level)),
          settings.keep().text(level.level()));
    }
    table.print(out);
    out.println();
    out.println(
        status.yearBytes() == 0
            ? "What a year takes can be said after an hour."
            : "A year at this rate takes " + Text.bytes(status.yearBytes()) + ".");
    for (ExporterStatus exporter : status.exporters()) {
      out.println(
          "Export %s: %s"
              .formatted(
                  Text.safe(exporter.name()),
                  exporter.oldest() == null
                      ? "level"
                      : exporter.changes()
                          + " intervals to go, "
                          + behind(exporter.oldest(), now)));
    }
    if (problem != null) {
      out.println(problem);
    }
  }

  private static String behind(Instant oldest, Instant now) {
    return "the oldest is "
        + Durations.format(Duration.between(oldest, now).truncatedTo(ChronoUnit.SECONDS))
        + " old";
  }

  private static long days(LevelStatus level) {
    return level.from() == null || level.to() == null
        ? 0
        : Duration.between(level.from(), level.to()).toDays();
  }

  private static JsonObject json(StoreStatus status, @Nullable String problem) {
    JsonObject object = new JsonObject();
    object.addProperty("file", status.file().toString());
    object.addProperty("file_bytes", status.fileBytes());
    object.addProperty("log_bytes", status.logBytes());
    object.addProperty("disk_free_bytes", status.diskFreeBytes());
    object.addProperty("writable", status.writable());
    object.addProperty("process", status.process());
    object.addProperty("newest", text(status.newest()));
    object.addProperty("year_bytes", status.yearBytes());
    JsonArray levels = new JsonArray();
    for (LevelStatus level : status.levels()) {
      JsonObject line = new JsonObject();
      line.addProperty("level", level.level().label());
      line.addProperty("rows", level.rows());
      line.addProperty("bytes", level.bytes());
      line.addProperty("from", text(level.from()));
      line.addProperty("to", text(level.to()));
      levels.add(line);
    }
    object.add("levels", levels);
    JsonArray exporters = new JsonArray();
    for (ExporterStatus exporter : status.exporters()) {
      JsonObject line = new JsonObject();
      line.addProperty("name", exporter.name());
      line.addProperty("changes", exporter.changes());
      line.addProperty("oldest", text(exporter.oldest()));
      exporters.add(line);
    }
    object.add("exporters", exporters);
    object.addProperty("problem", problem);
    return object;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
