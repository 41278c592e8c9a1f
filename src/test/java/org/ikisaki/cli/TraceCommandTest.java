package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.geo.MmdbWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
  @TempDir private Path directory;
  private Commands commands;
  private Path file;

  @BeforeEach
  void writeTraces() throws IOException {
    commands = Commands.in(directory);
    file = directory.resolve("traces.txt");
    Files.writeString(
        file,
        """
        traceroute to www.example.com (203.0.113.80), 30 hops max, 60 byte packets
         1  192.168.1.1  0.4 ms
         2  core1.osl.example.net (198.51.100.1)  2.0 ms
        no hop at all
         3  * * *
         4  core1.fra.example.net (198.51.100.9)  26.1 ms
         5  203.0.113.80  26.3 ms
        """);
  }

  @Test
  void tracesOfAFileAreATableWithPlaces() {
    Result result = commands.run("trace", "--import", file, "--home", "Oslo, NO");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("www.example.com (203.0.113.80), ")
        .containsPattern(
            "2 +198\\.51\\.100\\.1 +core1\\.osl\\.example\\.net +2\\.0 ms +Oslo, NO +90 %")
        .containsPattern("3 +\\* +100 %")
        .containsPattern("5 +203\\.0\\.113\\.80 .*Frankfurt am Main, DE +70 %");
    assertThat(result.err()).contains("traces.txt:4: no hop: no hop at all");
  }

  @Test
  void theWholeReasoningIsInItsJson() {
    Result result = commands.run("trace", "--import", file, "--format", "json");

    JsonArray traces = JsonParser.parseString(result.out()).getAsJsonArray();
    assertThat(traces.toString()).contains("\\\"fra\\\" in the name, an airport's code");
  }

  @Test
  void aPictureReplacesAFileOnlyWhenItIsWhole() throws IOException {
    Path map = directory.resolve("map.html");
    Files.writeString(map, "the old one");

    Result result = commands.run("trace", "--import", file, "--format", "html", "--out", map);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(Files.readString(map)).startsWith("<!DOCTYPE html>");
    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void whatTheConfigurationSaysOfHomeAndRoutersCounts() throws IOException {
    Path config = directory.resolve("ikisaki.yaml");
    Files.writeString(
        config,
        """
        trace:
          home: "Oslo, NO"
          places:
            osl.example.net: "59.95, 10.60"
            203.0.113.80: "Bergen, NO"
        """);

    Result result = Commands.bare("trace", "--import", file, "--config", config, "--format", "csv");

    assertThat(result.out()).contains("59.9500,10.6000,1.00,").contains("Bergen,NO,");
  }

  @Test
  void aDatabaseWithCitiesPlacesWhatHasNoNameAndIsCredited() throws IOException {
    Path database = directory.resolve("city.mmdb");
    Files.write(
        database,
        MmdbWriter.ofBothVersions("DBIP-City-Lite")
            .add(
                "203.0.113.0/24",
                Map.of(
                    "city", Map.of("names", Map.of("en", "Bergen (Sandviken)")),
                    "country", Map.of("iso_code", "NO"),
                    "location", Map.of("latitude", 60.39, "longitude", 5.32)))
            .toBytes());
    Path config = directory.resolve("ikisaki.yaml");
    Files.writeString(config, "geo:\n  country: " + database + "\n");
    Files.writeString(
        file,
        """
        traceroute to www.example.com (203.0.113.80), 30 hops max, 60 byte packets
         1  203.0.113.80  9.3 ms
        """);

    Result result =
        Commands.bare("trace", "--import", file, "--config", config, "--home", "Oslo, NO");

    assertThat(result.out())
        .containsPattern("1 +203\\.0\\.113\\.80 .*Bergen, NO +50 %")
        .contains("IP Geolocation by DB-IP");
  }

  @Test
  void anUnknownPlaceIsRefusedWithItsRemedy() {
    Result result = commands.run("trace", "--import", file, "--home", "Nowhereville");

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("--home", "Nowhereville", "latitude and longitude");
  }

  @Test
  void aFileWithNoTraceIsRefused() throws IOException {
    Files.writeString(file, "hello\n");

    Result result = commands.run("trace", "--import", file);

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err())
        .contains("traces.txt:1: no line of a traceroute: hello", "no trace was read");
  }

  @Test
  void pixelsAreNotForATerminal() {
    Result result = commands.run("trace", "--import", file, "--format", "png");

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("--out");
  }

  @Test
  void aMissingFileIsSaid() {
    Result result = commands.run("trace", "--import", directory.resolve("none.txt"));

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("none.txt");
  }

  @Test
  void recordedTracesAreListedShownAndSummedUp() {
    Result recorded = commands.run("trace", "--import", file, "--home", "Oslo, NO", "--record");
    assertThat(recorded.status()).as(recorded.err()).isZero();
    assertThat(recorded.err()).contains("kept 1 traces", "0 routes had changed");

    assertThat(commands.run("trace", "list").out())
        .containsPattern("www\\.example\\.com +203\\.0\\.113\\.80 +traces\\.txt +5");
    assertThat(commands.run("trace", "show", "www.example.com", "--home", "Oslo, NO").out())
        .containsPattern("2 +198\\.51\\.100\\.1 +core1\\.osl\\.example\\.net +2\\.0 ms +Oslo, NO");
    Result stats = commands.run("trace", "stats", "--home", "Oslo, NO");
    assertThat(stats.status()).as(stats.err()).isZero();
    assertThat(stats.out())
        .contains("1 path (1 of them different, 1 reached their target)")
        .contains("Germany: 100 % direct (1 path)")
        .contains("www.example.com: NO … DE");
  }

  @Test
  void whatIsNotStoredIsSaid() {
    Result result = commands.run("trace", "show", "nowhere.example.com");

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("there is none");
  }

  @Test
  void accessesAreCountedOfTheLog() throws IOException {
    Path log = directory.resolve("access.log");
    Files.writeString(
        log,
        """
        203.0.113.80 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 1
        203.0.113.81 - - [02/Jan/2026:03:04:06 +0000] "GET / HTTP/1.1" 200 1
        no line
        """);

    Result result = commands.run("trace", "stats", "--import", file, "--access-log", log, "--json");

    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.get("accesses").getAsInt()).isEqualTo(1);
    assertThat(json.get("untraced_accesses").getAsInt()).isEqualTo(1);
    assertThat(result.err()).contains("access.log:3:");
  }
}
