package org.ikisaki.coverage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ikisaki.naming.RegistrableDomain;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.service.Subject;
import org.ikisaki.wire.IpAddress;

/**
 * What share of the named bytes of captures gets its service from the catalogue; a name that stands
 * for itself does not count. Reads what {@code replay --flows} wrote, a file a capture.
 */
final class CatalogueCoverage {
  private static final int UNKNOWN_SHOWN = 40;

  private final RuleSet catalogue = RuleSet.of(Rules.NONE, Catalogue.rules());
  private final Map<String, Long> unknown = new TreeMap<>();
  private long named;
  private long known;
  private long atHome;

  private CatalogueCoverage() {}

  public static void main(String[] arguments) throws IOException {
    CatalogueCoverage coverage = new CatalogueCoverage();
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      files.filter(f -> f.toString().endsWith(".jsonl")).sorted().forEach(coverage::read);
    }
    coverage.print();
  }

  private void read(Path file) {
    long namedBefore = named;
    long knownBefore = known;
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(line -> JsonParser.parseString(line).getAsJsonObject()).forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (named > namedBefore) {
      print(known - knownBefore, named - namedBefore, String.valueOf(file.getFileName()));
    }
  }

  private void add(JsonObject line) {
    JsonElement written = line.get("host");
    if (!line.get("type").getAsString().equals("flow") || written == null || written.isJsonNull()) {
      return;
    }
    String host = written.getAsString().toLowerCase(Locale.ROOT);
    long bytes = line.get("bytes").getAsLong();
    if (RegistrableDomain.isAtHome(host)) {
      atHome += bytes;
      return;
    }
    named += bytes;
    IpAddress address = IpAddress.parse(line.get("dst").getAsString());
    if (catalogue.classify(new Subject(host, address, 0, "")).rule() != null) {
      known += bytes;
    } else {
      unknown.merge(host, bytes, Long::sum);
    }
  }

  private void print() {
    System.out.println();
    unknown.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(UNKNOWN_SHOWN)
        .forEach(name -> System.out.printf("%,14d  %s%n", name.getValue(), name.getKey()));
    System.out.println();
    System.out.printf("%,14d bytes go by names of the household%n", atHome);
    print(known, named, "of all named bytes are of a service of the catalogue");
  }

  private static void print(long known, long named, String what) {
    System.out.printf(
        Locale.ROOT, "%6.2f %%  %,14d of %,14d  %s%n", 100.0 * known / named, known, named, what);
  }
}
