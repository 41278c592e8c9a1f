package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Level;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the commands that write history as a table, and how its rows come about. */
final class ExportTable {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  /** With more rows of ten seconds or minutes than this, a spreadsheet is not the tool. */
  private static final Duration LONGEST_BY_TEN_SECONDS = Duration.ofHours(6);

  private static final Duration LONGEST_BY_MINUTE = Duration.ofDays(7);
  private static final Duration LONGEST_BY_HOUR = Duration.ofDays(366);

  /** How many rows may be written after a reader has gone. */
  private static final int ROWS_PER_CHECK = 256;

  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--by",
      split = ",",
      defaultValue = "service",
      paramLabel = "WHAT",
      description =
          "Sum by service, device, host, country or asn, or by several of them, as in"
              + " --by device,service (default: ${DEFAULT-VALUE}).")
  private List<TopBy> by = List.of();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "From this time on, such as 2026-11-23 or 2026-11-23T18:00.")
  private Instant from = Instant.MIN;

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time (default: now).")
  private @Nullable Instant to;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description =
          "A row for every 10s, 1m, 1h or 1d (default: as fits the time, 10s up to 6 hours, 1m up"
              + " to 7 days, 1h up to a year).")
  private @Nullable String step;

  /** Takes a table. */
  interface Sink {
    void columns(List<String> names) throws IOException;

    void row(Instant time, List<String> keys, Counters counters) throws IOException;

    /** After the last row. */
    void end();
  }

  /** Writes the table to {@code sink}, whose text goes to the command's output. */
  int write(CommandSpec spec, Sink sink) throws IOException, ConfigException {
    Instant end = to == null ? InstantSource.system().instant().plusSeconds(1) : to;
    if (!from.isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(), "--from " + from + " is not before --to " + end);
    }
    Level level = level(spec, Duration.between(from, end));
    List<TopBy> keys = List.copyOf(new LinkedHashSet<>(by));
    StoreSettings settings = storeOptions.config().settings().store();
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = storeOptions.reader()) {
      sink.columns(columns(keys));
      int[] rows = {0};
      reader.steps(
          keys,
          from,
          end,
          level,
          settings.zone(),
          (time, values, counters) -> {
            sink.row(time, values, counters);
            if (++rows[0] % ROWS_PER_CHECK == 0 && out.checkError()) {
              throw new OutputGone();
            }
          });
      sink.end();
      if (out.checkError()) {
        throw new OutputGone();
      }
      if (rows[0] == 0) {
        spec.commandLine().getErr().println(nothing(reader, end));
      }
      return 0;
    } catch (OutputGone e) {
      if (!isPipe()) {
        throw new IOException("the output could not be written to its end: is the disk full?", e);
      }
      return 0;
    }
  }

  /** Whether there is somebody who reads along, and may have seen enough. */
  private static boolean isPipe() {
    try {
      return !Files.exists(STANDARD_OUTPUT)
          || Files.readSymbolicLink(STANDARD_OUTPUT).toString().matches("(pipe|socket):.*");
    } catch (IOException e) {
      return true;
    }
  }

  private String nothing(StoreReader reader, Instant end) throws IOException {
    return "ikisaki: nothing is stored between %s and %s%s"
        .formatted(
            from,
            end,
            reader
                .span()
                .map(span -> "; the store has " + span.first() + " to " + span.last())
                .orElse(""));
  }

  private Level level(CommandSpec spec, Duration length) {
    if (step != null) {
      for (Level level : Level.values()) {
        if (level.label().equals(step)) {
          return level;
        }
      }
      throw new ParameterException(
          spec.commandLine(), "--step is 10s, 1m, 1h or 1d, not '" + step + "'");
    }
    if (length.compareTo(LONGEST_BY_TEN_SECONDS) <= 0) {
      return Level.TEN_SECONDS;
    }
    if (length.compareTo(LONGEST_BY_MINUTE) <= 0) {
      return Level.MINUTE;
    }
    return length.compareTo(LONGEST_BY_HOUR) <= 0 ? Level.HOUR : Level.DAY;
  }

  private static List<String> columns(List<TopBy> keys) {
    List<String> columns = new ArrayList<>(List.of("time"));
    for (TopBy key : keys) {
      columns.addAll(
          switch (key) {
            case SERVICE -> List.of("service", "category");
            case ASN -> List.of("asn", "as_org");
            case DEVICE -> List.of("device");
            case HOST -> List.of("host");
            case COUNTRY -> List.of("country");
          });
    }
    columns.addAll(List.of("bytes_down", "bytes_up", "packets_down", "packets_up", "flows"));
    return columns;
  }

  /** What is written does not arrive any more. */
  private static final class OutputGone extends IOException {}
}
