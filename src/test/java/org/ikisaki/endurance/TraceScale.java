package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.geo.GeoSettings;
import org.ikisaki.geo.Places;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.place.Corrections;
import org.ikisaki.trace.place.Gazetteer;
import org.ikisaki.trace.place.NameHints;
import org.ikisaki.trace.place.Placer;
import org.ikisaki.trace.place.Sources;
import org.ikisaki.trace.read.AccessLog;
import org.ikisaki.trace.read.Problems;
import org.ikisaki.trace.read.TraceFiles;
import org.ikisaki.trace.recording.TraceRecordings;
import org.ikisaki.trace.render.Format;
import org.ikisaki.trace.render.Renderings;
import org.ikisaki.trace.stats.Statistics;
import org.ikisaki.trace.stats.StatisticsBuilder;

/**
 * A recording above that of a blog's visitors who were traced round the world: read, placed, summed
 * up and drawn. Writes it with {@code write DIRECTORY}, measures with {@code measure DIRECTORY}.
 */
final class TraceScale {
  private static final double MOST_SECONDS = 60;
  private static final double MOST_MEBIBYTES = 512;

  private final long began = System.nanoTime();
  private final Path directory;

  private TraceScale(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("write")) {
      System.out.printf("%,d addresses%n", TraceRecordings.large(directory));
    } else {
      System.exit(new TraceScale(directory).measure() ? 0 : 1);
    }
  }

  private boolean measure() throws Exception {
    List<Trace> traces = read();
    say("read");
    List<PlacedTrace> placed = place(traces);
    say("placed");
    Statistics statistics = sumUp(placed);
    say("summed up");
    for (Format format : List.of(Format.KML, Format.HTML, Format.SVG)) {
      Path file = directory.resolve("map." + format.name().toLowerCase(Locale.ROOT));
      try (OutputStream out = Files.newOutputStream(file)) {
        Renderings.write(format, placed, out);
      }
      say("%s (%,d bytes)".formatted(format, Files.size(file)));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d accesses, %,d hops, %,d paths, %,d places, %d countries%n",
        statistics.accesses(),
        statistics.hops(),
        statistics.paths(),
        statistics.places(),
        statistics.countries());
    Verdicts verdicts = new Verdicts();
    verdicts.holds("57,000 accesses or more", statistics.accesses() >= 57_000);
    verdicts.holds("17,300 hop addresses or more", statistics.hops() >= 17_300);
    verdicts.holds("100,000 paths or more", statistics.paths() >= 100_000);
    verdicts.holds("165 countries or more", statistics.countries() >= 165);
    verdicts.atMost("read, placed, summed up and drawn", seconds, MOST_SECONDS, "s");
    verdicts.atMost("resident at the most", residentMebibytes(), MOST_MEBIBYTES, "MiB");
    return verdicts.allHold();
  }

  private List<Trace> read() throws IOException {
    List<Trace> traces = new ArrayList<>();
    Problems problems = new Problems("traces.txt");
    try (BufferedReader in = Files.newBufferedReader(directory.resolve("traces.txt"), UTF_8)) {
      TraceFiles.read(in, "traces.txt", Instant.EPOCH, problems, traces::add);
    }
    if (problems.count() > 0) {
      throw new IOException(problems.first().toString());
    }
    return traces;
  }

  private List<PlacedTrace> place(List<Trace> traces) throws IOException, ConfigException {
    GeoSettings geo =
        YamlFile.read(directory.resolve("ikisaki.yaml"), root -> GeoSettings.from(root.get("geo")));
    Gazetteer gazetteer = Gazetteer.load();
    Optional<Location> home = gazetteer.find("Tokyo", "JP");
    try (Places places = Places.open(geo)) {
      return new Placer(
              gazetteer,
              new NameHints(gazetteer),
              Corrections.NONE,
              new Sources(
                  places::lookup,
                  address ->
                      places
                          .spot(address)
                          .map(
                              at ->
                                  new Location(
                                      at.latitude(), at.longitude(), at.city(), at.country())),
                  origin -> home))
          .place(traces);
    }
  }

  private Statistics sumUp(List<PlacedTrace> placed) throws IOException {
    StatisticsBuilder builder = new StatisticsBuilder();
    placed.forEach(builder::add);
    try (BufferedReader in = Files.newBufferedReader(directory.resolve("access.log"), UTF_8)) {
      AccessLog.read(in, new Problems("access.log"), visit -> builder.access(visit.client()));
    }
    return builder.build();
  }

  private void say(String what) {
    System.out.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
  }

  private static double residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }
}
