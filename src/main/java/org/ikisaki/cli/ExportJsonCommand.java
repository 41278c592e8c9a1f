package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.Counters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** History for a program. */
@Command(name = "json", description = "Writes history as JSON: an array with an object a line.")
final class ExportJsonCommand implements Callable<Integer>, ExportTable.Sink {
  @Spec private CommandSpec spec;
  @Mixin private ExportTable table;

  private List<String> columns = List.of();
  private boolean isFirst = true;

  @Override
  public Integer call() throws IOException, ConfigException {
    return table.write(spec, this);
  }

  @Override
  public void columns(List<String> names) {
    columns = names;
    spec.commandLine().getOut().print("[");
  }

  @Override
  public void end() {
    spec.commandLine().getOut().print(isFirst ? "]\n" : "\n]\n");
  }

  @Override
  public void row(Instant time, List<String> keys, Counters counters) {
    JsonObject object = new JsonObject();
    object.addProperty("time", time.toString());
    for (int i = 0; i < keys.size(); i++) {
      object.addProperty(columns.get(1 + i), keys.get(i));
    }
    Json.counters(counters).entrySet().forEach(e -> object.add(e.getKey(), e.getValue()));
    spec.commandLine().getOut().print((isFirst ? "\n" : ",\n") + Json.line(object));
    isFirst = false;
  }
}
