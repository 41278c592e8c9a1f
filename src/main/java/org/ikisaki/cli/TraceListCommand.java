package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.TraceHistory.RouteChange;
import org.ikisaki.trace.Trace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The traces in the store. */
@Command(name = "list", description = "Lists the traces in the store, and routes that changed.")
final class TraceListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;
  @Mixin private TraceHistoryOptions history;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    Path store = storeOptions.file(storeOptions.config().settings());
    List<Trace> traces = history.traces(store, "");
    List<RouteChange> changes = history.changes(store);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(json(traces, changes)));
    } else {
      print(traces, changes, out);
    }
    out.flush();
    return 0;
  }

  private static void print(List<Trace> traces, List<RouteChange> changes, PrintWriter out) {
    if (traces.isEmpty()) {
      out.println(
          "No trace of that time is stored: trace HOST keeps what it traces, --import with --record.");
      return;
    }
    Table table =
        new Table(
            Table.left("TIME"),
            Table.left("TARGET"),
            Table.left("ADDRESS"),
            Table.left("FROM"),
            Table.right("HOPS"),
            Table.left(""));
    for (Trace trace : traces) {
      table.add(
          trace.started().toString(),
          trace.target().name(),
          trace.target().address().toString(),
          trace.origin(),
          Integer.toString(trace.hops().size()),
          trace.reached() ? "" : "not reached");
    }
    table.print(out);
    if (!changes.isEmpty()) {
      out.println();
      out.println("Routes that changed:");
      changes.forEach(
          change -> out.println(Text.safe("  " + change.time() + "  " + change.detail())));
    }
  }

  private static JsonObject json(List<Trace> traces, List<RouteChange> changes) {
    JsonArray list = new JsonArray();
    for (Trace trace : traces) {
      JsonObject line = new JsonObject();
      line.addProperty("time", trace.started().toString());
      line.addProperty("target", trace.target().name());
      line.addProperty("address", trace.target().address().toString());
      line.addProperty("origin", trace.origin());
      line.addProperty("hops", trace.hops().size());
      line.addProperty("reached", trace.reached());
      list.add(line);
    }
    JsonArray events = new JsonArray();
    for (RouteChange change : changes) {
      JsonObject line = new JsonObject();
      line.addProperty("time", change.time().toString());
      line.addProperty("detail", change.detail());
      events.add(line);
    }
    JsonObject object = new JsonObject();
    object.add("traces", list);
    object.add("changes", events);
    return object;
  }
}
