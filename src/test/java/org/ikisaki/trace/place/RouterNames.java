package org.ikisaki.trace.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import org.ikisaki.trace.Location;

/**
 * Names of real routers: {@code routers.tsv}, {@code operators.tsv} and {@code strangers.tsv} with
 * places and by what those are known, {@code placeless.txt} those that say none.
 *
 * @param aside whether it is of the half that is only counted, never looked at
 */
record RouterNames(String name, Location place, String source, boolean aside) {
  static List<RouterNames> withPlaces() {
    return read("routers.tsv");
  }

  /** Of operators that are not among those. */
  static List<RouterNames> ofOtherOperators() {
    return read("operators.tsv");
  }

  /** Of further ones, collected when the rest was done. */
  static List<RouterNames> ofStrangers() {
    return read("strangers.tsv");
  }

  /** As if its operator had never been heard of: under another domain in the same suffix. */
  RouterNames ofUnknownOperator() {
    String operator = RouterName.of(name).operator();
    String lower = name.toLowerCase(Locale.ROOT);
    String unknown = "unheard" + Integer.toHexString(operator.hashCode());
    return new RouterNames(
        lower.substring(0, lower.length() - operator.length())
            + unknown
            + operator.substring(operator.indexOf('.')),
        place,
        source,
        aside);
  }

  private static List<RouterNames> read(String resource) {
    return lines(resource).stream()
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
