package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Store;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code export csv} and {@code export json}. */
class ExportTableTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final List<String> HOSTILE =
      List.of(
          "=cmd|' /C calc'!A0",
          "+1-1",
          "-2+3",
          "@SUM(1)",
          "a,b\"c\"",
          "two\r\nlines",
          "<script>alert(1)</script>",
          "\u001b[31mred",
          "\u202egnp.exe");

  @TempDir private Path directory;
  private Commands commands;
  private Path store;

  @BeforeEach
  void begin() throws IOException {
    commands = Commands.in(directory);
    store = directory.resolve("store.db");
  }

  private Truth replayed() throws IOException {
    Path capture = directory.resolve("house.pcap");
    Truth truth = Households.write(capture, START, LENGTH);
    assertThat(commands.run("replay", capture, "--store", store).status()).isZero();
    return truth;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service",
        "device",
        "host",
        "country",
        "asn",
        "device,service",
        "service,host,country,asn,device"
      })
  void everyByteIsInTheTable(String by) throws IOException {
    Truth truth = replayed();
    for (String step : List.of("10s", "1m", "1h", "1d")) {
      JsonArray rows = json("--from", "2026-03-01", "--by", by, "--step", step);
      List<List<String>> csv = csv("--from", "2026-03-01", "--by", by, "--step", step);

      assertThat(sum(rows, "bytes")).isEqualTo(truth.total().bytes());
      assertThat(sum(csv, "bytes_down") + sum(csv, "bytes_up")).isEqualTo(truth.total().bytes());
      assertThat(csv).hasSize(1 + rows.size());
    }
  }

  @Test
  void stepsAreInOrderAndSumUpToEachOther() throws IOException {
    replayed();
    List<List<String>> fine = csv("--from", "2026-03-01", "--by", "device", "--step", "10s");
    List<List<String>> coarse = csv("--from", "2026-03-01", "--by", "device", "--step", "1m");

    assertThat(fine.get(0))
        .containsExactly(
            "time", "device", "bytes_down", "bytes_up", "packets_down", "packets_up", "flows");
    List<String> keys = fine.stream().skip(1).map(row -> row.get(0) + " " + row.get(1)).toList();
    assertThat(keys).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(20);
    assertThat(byMinute(fine)).isEqualTo(byMinute(coarse));
  }

  @Test
  void aRangeIsFromItsBeginningUpToItsEnd() throws IOException {
    replayed();
    long all = sum(csv("--from", "2026-03-01"), "bytes_down");
    long first = sum(csv("--from", "2026-03-01", "--to", "2026-03-01T10:02:00Z"), "bytes_down");
    long rest = sum(csv("--from", "2026-03-01T10:02:00Z"), "bytes_down");

    assertThat(first).isPositive();
    assertThat(rest).isPositive();
    assertThat(first + rest).isEqualTo(all);
  }

  @Test
  void aCellIsNeverAFormula() throws IOException {
    fillWithHosts(HOSTILE);

    List<List<String>> rows = csv("--from", "2026-03-01", "--by", "host");

    assertThat(rows).hasSize(1 + HOSTILE.size());
    assertThat(rows.stream().skip(1).map(row -> row.get(1)))
        .allSatisfy(cell -> assertThat("=+-@\t\r".indexOf(cell.charAt(0))).isNegative())
        .contains("'=cmd|' /C calc'!A0", "a,b\"c\"", "two\r\nlines");
  }

  @Test
  void jsonHasEveryNameAsItIsAndNothingThatSteersATerminal() throws IOException {
    fillWithHosts(HOSTILE);

    Result result = commands.run("export", "json", "--from", "2026-03-01", "--by", "host");

    assertThat(result.out()).doesNotContain("\u001b", "\u202e");
    List<String> hosts = new ArrayList<>();
    for (JsonElement row : JsonParser.parseString(result.out()).getAsJsonArray()) {
      hosts.add(row.getAsJsonObject().get("host").getAsString());
    }
    assertThat(hosts).containsExactlyInAnyOrderElementsOf(HOSTILE);
  }

  @Test
  void whereNothingIsStoredTheTableIsEmptyAndThatIsSaid() throws IOException {
    replayed();
    Result csv = commands.run("export", "csv", "--from", "2020-01-01", "--to", "2020-02-01");
    Result json = commands.run("export", "json", "--from", "2020-01-01", "--to", "2020-02-01");

    assertThat(csv.status()).isZero();
    assertThat(csv.out())
        .isEqualTo("time,service,category,bytes_down,bytes_up,packets_down,packets_up,flows\r\n");
    assertThat(csv.err()).contains("nothing is stored").contains("2026-03-01T10:00:00Z");
    assertThat(JsonParser.parseString(json.out()).getAsJsonArray()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--from, 2026-13-01, '2026-13-01'' is no time'",
    "--from, yesterday, 2026-11-23T18:00",
    "--to, 2026-02-30, is no time",
    "--to, 2025-01-01, is not before",
    "--step, 5m, '10s, 1m, 1h or 1d'",
    "--by, colour, colour",
  })
  void whatIsWrongIsSaidWithTheRightWay(String option, String value, String message)
      throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("export", "csv", option, value));
    if (!option.equals("--from")) {
      arguments.addAll(List.of("--from", "2026-01-01"));
    }

    Result result = commands.run(arguments.toArray());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message).contains("export csv --help");
  }

  @Test
  void withoutAStoreThatIsSaid() {
    Result result = commands.run("export", "csv", "--from", "2026-01-01");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("store.db").contains("there is none");
  }

  @Test
  void whoStopsReadingEndsItQuietly() throws Exception {
    fillForLong();
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command("csv", "--step", "10s", "--by", "host,device"))
            .redirectError(err.toFile())
            .start();
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      assertThat(reader.readLine()).startsWith("time,host,device,");
    }

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(err)).isEmpty();
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    fillForLong();
    Path full = Path.of("/dev/full");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command("json", "--step", "10s"))
            .redirectOutput(full.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(err)).contains("is the disk full?");
  }

  /** 48 MiB of rows pass through a heap of 24 MiB. */
  @Test
  void muchPassesThroughLittleMemory() throws Exception {
    fillForLong();
    Result result =
        ChildProcess.run(
            directory,
            Redirect.PIPE,
            List.of("-Xmx24m", "-XX:TieredStopAtLevel=1"),
            arguments("json", "--step", "10s", "--by", "device,service,host,country,asn"));

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().length()).isGreaterThan(48 << 20);
    assertThat(result.out()).endsWith("}\n]\n");
  }

  private Object[] arguments(String format, String... more) {
    List<Object> all =
        new ArrayList<>(List.of("export", format, "--from", "2026-03-01", "--store", store));
    all.addAll(List.of(more));
    all.add("--config");
    all.add(directory.resolve("ikisaki.yaml"));
    return all.toArray();
  }

  private List<String> command(String format, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (Object argument : arguments(format, more)) {
      command.add(argument.toString());
    }
    return command;
  }

  /** 600 intervals of 400 hosts with long names. */
  private void fillForLong() throws IOException {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      hosts.add("h" + i + "." + "long".repeat(10) + ".example.com");
    }
    fill(hosts, 600);
  }

  private void fillWithHosts(List<String> hosts) throws IOException {
    fill(hosts, 1);
  }

  private void fill(List<String> hosts, int intervals) throws IOException {
    try (Store filled = Store.open(store, RuleSet.EMPTY)) {
      List<Traffic> traffic = hosts.stream().map(ExportTableTest::traffic).toList();
      for (int i = 0; i < intervals; i++) {
        Instant time = START.plusSeconds(10L * i);
        filled.add(
            new IntervalRows(
                "eth0",
                time,
                time.plusSeconds(10),
                traffic,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                Visibility.NONE,
                CaptureStats.ZERO));
        if (i % 60 == 59) {
          filled.commit();
        }
      }
      filled.commit();
    }
  }

  private static Traffic traffic(String host) {
    return new Traffic(
        new DeviceId("02:00:00:00:00:01"),
        new Endpoint(
            host,
            null,
            IpAddress.parse("203.0.113.0"),
            6,
            443,
            new Place(64_500, "Example, \"Networks\"", "JP"),
            NameSource.SNI),
        new Counters(1_000, 100, 10, 5, 1));
  }

  private JsonArray json(Object... options) {
    List<Object> all = new ArrayList<>(List.of("export", "json"));
    all.addAll(List.of(options));
    Result result = commands.run(all.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return JsonParser.parseString(result.out()).getAsJsonArray();
  }

  private List<List<String>> csv(Object... options) {
    List<Object> all = new ArrayList<>(List.of("export", "csv"));
    all.addAll(List.of(options));
    Result result = commands.run(all.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return parse(result.out());
  }

  private static long sum(JsonArray rows, String field) {
    long sum = 0;
    for (JsonElement row : rows) {
      JsonObject object = row.getAsJsonObject();
      sum += object.get(field).getAsLong();
    }
    return sum;
  }

  private static long sum(List<List<String>> rows, String column) {
    int index = rows.get(0).indexOf(column);
    return rows.stream().skip(1).mapToLong(row -> Long.parseLong(row.get(index))).sum();
  }

  private static Map<String, Long> byMinute(List<List<String>> rows) {
    Map<String, Long> sums = new TreeMap<>();
    rows.stream()
        .skip(1)
        .forEach(
            row ->
                sums.merge(
                    row.get(0).substring(0, 16) + " " + row.get(1),
                    Long.parseLong(row.get(2)),
                    Long::sum));
    return sums;
  }

  /** As RFC 4180 has it. */
  private static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\r') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\r') {
          rows.add(List.copyOf(row));
          row.clear();
          assertThat(text.charAt(++i)).isEqualTo('\n');
        }
      } else {
        cell.append(c);
      }
    }
    assertThat(cell).isEmpty();
    return rows;
  }
}
