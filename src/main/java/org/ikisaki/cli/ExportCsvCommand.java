package org.ikisaki.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.Counters;
import org.ikisaki.text.Csv;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** History for a spreadsheet. */
@Command(
    name = "csv",
    description = "Writes history as comma-separated values that a spreadsheet takes for data.")
final class ExportCsvCommand implements Callable<Integer>, ExportTable.Sink {
  @Spec private CommandSpec spec;
  @Mixin private ExportTable table;

  @Override
  public Integer call() throws IOException, ConfigException {
    return table.write(spec, this);
  }

  @Override
  public void columns(List<String> names) throws IOException {
    Csv.row(spec.commandLine().getOut(), names);
  }

  @Override
  public void end() {}

  @Override
  public void row(Instant time, List<String> keys, Counters counters) throws IOException {
    List<Object> cells = new ArrayList<>();
    cells.add(time);
    cells.addAll(keys);
    cells.add(counters.bytesDown());
    cells.add(counters.bytesUp());
    cells.add(counters.packetsDown());
    cells.add(counters.packetsUp());
    cells.add(counters.flows());
    Csv.row(spec.commandLine().getOut(), cells);
  }
}
