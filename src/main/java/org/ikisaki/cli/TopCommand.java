package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.Counters;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what used the network most. */
@Command(name = "top", description = "Shows what used the network most, from the store.")
final class TopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--by",
      defaultValue = "service",
      paramLabel = "WHAT",
      description = "Sum by service, device, host, country or asn (default: ${DEFAULT-VALUE}).")
  private TopBy by;

  @Option(
      names = "--last",
      paramLabel = "TIME",
      description = "The last stretch of time, such as 10m, 1h, 7d (default: 1h).")
  private @Nullable Duration last;

  @Option(names = "--from", paramLabel = "TIME", description = "From this time on.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time (default: now).")
  private @Nullable Instant to;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      paramLabel = "N",
      description = "Lines at the most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    if (limit < 1) {
      throw wrong("--limit is at least 1, not " + limit);
    }
    TimeRange range = range(InstantSource.system().instant());
    try (StoreReader reader = storeOptions.reader()) {
      List<TopRow> rows = reader.top(by, range.from(), range.to(), limit);
      Counters total = reader.total(range.from(), range.to());
      long lost = reader.captureTotal(range.from(), range.to()).lost();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(json(rows, total, lost, range)));
      } else if (rows.isEmpty()) {
        out.println(
            "Nothing is stored between "
                + range.from()
                + " and "
                + range.to()
                + "."
                + reader.span().map(s -> " The newest row is from " + s.last() + ".").orElse(""));
      } else {
        print(out, rows, total);
        if (by == TopBy.COUNTRY || by == TopBy.ASN) {
          Credits.print(out, storeOptions.config().settings());
        }
      }
      if (lost > 0 && !json) {
        out.println(Text.lost(lost));
      }
      out.flush();
    }
    return 0;
  }

  private TimeRange range(Instant now) {
    if (from == null && to == null) {
      return TimeRange.last(last == null ? Duration.ofHours(1) : last, now);
    }
    if (last != null) {
      throw wrong("--last and --from/--to exclude each other: give one of them");
    }
    Instant end = to == null ? now.plusSeconds(1) : to;
    Instant start = from == null ? end.minus(Duration.ofHours(1)) : from;
    if (!start.isBefore(end)) {
      throw wrong("--from " + start + " is not before --to " + end);
    }
    return new TimeRange(start, end);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(PrintWriter out, List<TopRow> rows, Counters total) {
    Table table =
        new Table(
            Table.left(heading()),
            Table.left(""),
            Table.right("DOWN"),
            Table.right("UP"),
            Table.right("SHARE"),
            Table.right("FLOWS"));
    for (TopRow row : rows) {
      Counters c = row.counters();
      table.add(
          row.key(),
          row.detail(),
          Text.bytes(c.bytesDown()),
          Text.bytes(c.bytesUp()),
          Text.percent(c.bytes(), total.bytes()),
          Long.toString(c.flows()));
    }
    table.print(out);
  }

  private String heading() {
    return by.name();
  }

  private JsonObject json(List<TopRow> rows, Counters total, long lost, TimeRange range) {
    JsonObject object = new JsonObject();
    object.addProperty("by", by.name().toLowerCase(Locale.ROOT));
    object.addProperty("from", range.from().toString());
    object.addProperty("to", range.to().toString());
    JsonArray array = new JsonArray();
    for (TopRow row : rows) {
      JsonObject line = Json.counters(row.counters());
      line.addProperty("name", row.key());
      line.addProperty("detail", row.detail());
      array.add(line);
    }
    object.add("rows", array);
    object.add("total", Json.counters(total));
    object.addProperty("lost_frames", lost);
    object.addProperty("incomplete", lost > 0);
    return object;
  }
}
