package org.ikisaki.trace.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.ikisaki.trace.Location;

/**
 * Names of real routers: {@code routers.tsv} with places and by what those are known, {@code
 * placeless.txt} those that say none.
 *
 * @param aside whether it is of the half that is only counted, never looked at
 */
record RouterNames(String name, Location place, String source, boolean aside) {
  static List<RouterNames> withPlaces() {
    return lines("routers.tsv").stream()
        .map(line -> line.split("\t", -1))
        .map(
            fields ->
                new RouterNames(
                    fields[0],
                    new Location(
                        Double.parseDouble(fields[3]),
                        Double.parseDouble(fields[4]),
                        fields[1],
                        fields[2]),
                    fields[5],
                    isAside(fields[0])))
        .toList();
  }

  static List<String> placeless(boolean aside) {
    return lines("placeless.txt").stream().filter(name -> isAside(name) == aside).toList();
  }

  private static boolean isAside(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(UTF_8));
    return (sum.getValue() & 1) == 1;
  }

  private static List<String> lines(String resource) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RouterNames.class.getResourceAsStream(resource)), UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
