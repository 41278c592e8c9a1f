package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Durations;
import org.ikisaki.daemon.Settings;
import org.ikisaki.export.Target;
import org.ikisaki.store.ExportView;
import org.ikisaki.store.ExportView.ExporterState;
import org.ikisaki.store.ExportView.Rejected;
import org.ikisaki.store.StoreReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how the exports stand. */
@Command(
    name = "status",
    description = "Shows how far each export is, what it was refused, and what is wrong.")
final class ExportStatusCommand implements Callable<Integer> {
  private static final int REJECTED_SHOWN = 5;

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /**
   * One export.
   *
   * @param state null where it has never run
   */
  private record Line(Target target, @Nullable ExporterState state, List<Rejected> rejected) {
    String word() {
      if (state == null) {
        return "not begun";
      }
      String said = state.state();
      if (state.problem() != null && said != null) {
        return said.toLowerCase(Locale.ROOT);
      }
      return state.waiting() == 0 && state.requests() == 0 ? "level" : "sending";
    }
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    Settings settings = storeOptions.config().settings();
    Instant now = InstantSource.system().instant();
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = StoreReader.open(storeOptions.file(settings))) {
      ExportView view = reader.exports();
      Map<String, ExporterState> states =
          view.states().stream()
              .collect(Collectors.toMap(ExporterState::name, Function.identity()));
      List<Line> lines = new ArrayList<>();
      for (Target target : settings.export().targets()) {
        lines.add(
            new Line(
                target, states.get(target.name()), view.rejected(target.name(), REJECTED_SHOWN)));
      }
      if (json) {
        JsonArray array = new JsonArray();
        lines.forEach(line -> array.add(json(line, now)));
        out.println(Json.text(array));
      } else if (lines.isEmpty()) {
        out.println("The configuration names no server to export to: docs/export.md says how.");
      } else {
        print(out, lines, now);
        if (reader.status(settings.store().keep()).process() == null) {
          out.println("No monitor runs, so nothing is sent now.");
        }
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, List<Line> lines, Instant now) {
    Table table =
        new Table(
            Table.left("NAME"),
            Table.left("KIND"),
            Table.left("STATE"),
            Table.right("LIVE LAG"),
            Table.right("WAITING"),
            Table.left("OLDEST"),
            Table.right("REJECTED"),
            Table.right("STALE"));
    for (Line line : lines) {
      ExporterState state = line.state();
      table.add(
          line.target().name(),
          line.target().kindLabel(),
          line.word(),
          state == null ? "-" : text(lag(state, now)),
          state == null ? "-" : Long.toString(state.waiting()),
          state == null || state.oldest() == null ? "-" : state.oldest().toString(),
          state == null ? "-" : Long.toString(state.rejected()),
          state == null ? "-" : Long.toString(state.stale()));
    }
    table.print(out);
    lines.forEach(line -> printDetails(out, line));
  }

  private static void printDetails(PrintWriter out, Line line) {
    ExporterState state = line.state();
    if (state == null) {
      return;
    }
    String name = Text.safe(line.target().name());
    if (state.problem() != null) {
      out.println("%s: since %s: %s".formatted(name, state.since(), Text.safe(state.problem())));
    } else if (state.lastError() != null) {
      out.println(
          "%s: last error, which is over, %s: %s"
              .formatted(name, state.lastErrorAt(), Text.safe(state.lastError())));
    }
    if (state.requests() > 0) {
      out.println("%s: %d requests to be done".formatted(name, state.requests()));
    }
    if (state.stale() > 0) {
      out.println(
          "%s: keeps %d times as they were before they were corrected, since %s: `ikisaki export rebuild --name %s`"
              .formatted(name, state.stale(), state.staleSince(), name));
    }
    for (Rejected rejected : line.rejected()) {
      out.println(
          "%s: refused %d at %s: %s: %s"
              .formatted(
                  name,
                  rejected.lines(),
                  rejected.at(),
                  Text.safe(rejected.reason()),
                  Text.safe(rejected.line())));
    }
  }

  /** How far the live charts are behind; what was left for later does not count. */
  private static Duration lag(ExporterState state, Instant now) {
    Instant oldest = state.oldestLive();
    return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
  }

  private static String text(Duration duration) {
    return Durations.format(duration.truncatedTo(ChronoUnit.SECONDS));
  }

  private static JsonObject json(Line line, Instant now) {
    JsonObject object = new JsonObject();
    object.addProperty("name", line.target().name());
    object.addProperty("kind", line.target().kindLabel());
    object.addProperty("state", line.word());
    ExporterState state = line.state();
    if (state != null) {
      object.addProperty("live_lag_seconds", lag(state, now).toSeconds());
      object.addProperty("waiting", state.waiting());
      object.addProperty("oldest", text(state.oldest()));
      object.addProperty("requests", state.requests());
      object.addProperty("rejected", state.rejected());
      object.addProperty("stale", state.stale());
      object.addProperty("stale_since", text(state.staleSince()));
      object.addProperty("problem", state.problem());
      object.addProperty("problem_since", text(state.since()));
      object.addProperty("last_error", state.lastError());
      object.addProperty("last_error_at", text(state.lastErrorAt()));
      JsonArray rejected = new JsonArray();
      for (Rejected lines : line.rejected()) {
        JsonObject element = new JsonObject();
        element.addProperty("at", lines.at().toString());
        element.addProperty("lines", lines.lines());
        element.addProperty("reason", lines.reason());
        element.addProperty("line", lines.line());
        rejected.add(element);
      }
      object.add("last_rejected", rejected);
    }
    return object;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
