package org.ikisaki.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Coverage;
import org.ikisaki.store.EncryptedDnsRow;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.DeviceCoverage;
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
      description =
          "Sum by service, device, host, country or asn (default: ${DEFAULT-VALUE}); or unnamed:"
              + " what has no name, and why.")
  private By by;

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
      if (by == By.UNNAMED) {
        showUnnamed(reader, range);
        return 0;
      }
      List<TopRow> rows = reader.top(TopBy.valueOf(by.name()), range.from(), range.to(), limit);
      List<DeviceCoverage> coverage = reader.coverage(range.from(), range.to());
      Map<String, List<EncryptedDnsRow>> encrypted =
          reader.encryptedDns().stream().collect(groupingBy(EncryptedDnsRow::name));
      Counters total = reader.total(range.from(), range.to());
      long lost = reader.captureTotal(range.from(), range.to()).lost();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(json(rows, coverage, encrypted, total, lost, range)));
      } else if (rows.isEmpty()) {
        out.println(nothing(reader, range));
      } else {
        print(out, rows, byDevice(coverage), encrypted, total);
        out.println(CoverageText.sentence(sum(coverage)));
        if (by == By.COUNTRY || by == By.ASN) {
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

  private void showUnnamed(StoreReader reader, TimeRange range) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    UnnamedList list =
        new UnnamedList(reader.unnamed(range.from(), range.to(), limit), DeviceNames.read(reader));
    Coverage coverage = sum(reader.coverage(range.from(), range.to()));
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("by", "unnamed");
      object.addProperty("from", range.from().toString());
      object.addProperty("to", range.to().toString());
      object.add("rows", list.json());
      object.add("naming", CoverageText.json(coverage));
      out.println(Json.text(object));
    } else if (coverage.bytes() == 0) {
      out.println(nothing(reader, range));
    } else {
      if (!list.rows().isEmpty()) {
        list.print(out);
      }
      out.println(CoverageText.sentence(coverage));
    }
    out.flush();
  }

  private static String nothing(StoreReader reader, TimeRange range) throws IOException {
    return "Nothing is stored between "
        + range.from()
        + " and "
        + range.to()
        + "."
        + reader.span().map(s -> " The newest row is from " + s.last() + ".").orElse("");
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

  private void print(
      PrintWriter out,
      List<TopRow> rows,
      Map<String, Coverage> coverage,
      Map<String, List<EncryptedDnsRow>> encrypted,
      Counters total) {
    List<Table.Column> columns =
        new ArrayList<>(
            List.of(
                Table.left(by.name()),
                Table.left(""),
                Table.right("DOWN"),
                Table.right("UP"),
                Table.right("SHARE"),
                Table.right("FLOWS")));
    if (by == By.DEVICE) {
      columns.addAll(
          List.of(Table.right("NAMED"), Table.right("DNS SEEN"), Table.left("ENCRYPTED DNS")));
    }
    Table table = new Table(columns.toArray(new Table.Column[0]));
    for (TopRow row : rows) {
      Counters c = row.counters();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.key(),
                  row.detail(),
                  Text.bytes(c.bytesDown()),
                  Text.bytes(c.bytesUp()),
                  Text.percent(c.bytes(), total.bytes()),
                  Long.toString(c.flows())));
      if (by == By.DEVICE) {
        Coverage of = coverage.getOrDefault(row.key(), Coverage.NONE);
        cells.addAll(
            List.of(
                CoverageText.named(of),
                CoverageText.withDns(of),
                EncryptedDnsText.shortly(encrypted.getOrDefault(row.key(), List.of()))));
      }
      table.add(cells.toArray(new String[0]));
    }
    table.print(out);
  }

  private static Map<String, Coverage> byDevice(List<DeviceCoverage> rows) {
    return rows.stream()
        .collect(toMap(DeviceCoverage::name, DeviceCoverage::coverage, Coverage::plus));
  }

  private static Coverage sum(List<DeviceCoverage> rows) {
    return rows.stream().map(DeviceCoverage::coverage).reduce(Coverage.NONE, Coverage::plus);
  }

  private JsonObject json(
      List<TopRow> rows,
      List<DeviceCoverage> coverage,
      Map<String, List<EncryptedDnsRow>> encrypted,
      Counters total,
      long lost,
      TimeRange range) {
    Map<String, Coverage> byDevice = byDevice(coverage);
    JsonObject object = new JsonObject();
    object.addProperty("by", by.name().toLowerCase(Locale.ROOT));
    object.addProperty("from", range.from().toString());
    object.addProperty("to", range.to().toString());
    JsonArray array = new JsonArray();
    for (TopRow row : rows) {
      JsonObject line = Json.counters(row.counters());
      line.addProperty("name", row.key());
      line.addProperty("detail", row.detail());
      if (by == By.DEVICE) {
        line.add(
            "encrypted_dns", EncryptedDnsText.json(encrypted.getOrDefault(row.key(), List.of())));
        line.add("naming", CoverageText.json(byDevice.getOrDefault(row.key(), Coverage.NONE)));
      }
      array.add(line);
    }
    object.add("rows", array);
    object.add("total", Json.counters(total));
    object.add("naming", CoverageText.json(sum(coverage)));
    object.addProperty("lost_frames", lost);
    object.addProperty("incomplete", lost > 0);
    return object;
  }

  /** {@link TopBy}, and what is no sum. */
  private enum By {
    SERVICE,
    DEVICE,
    HOST,
    COUNTRY,
    ASN,
    UNNAMED
  }
}
