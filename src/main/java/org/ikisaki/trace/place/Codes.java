package org.ikisaki.trace.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ikisaki.trace.Location;

/**
 * Codes of cities that operators use: their own, and those that many share.
 *
 * <p>{@code codes.tsv} has one a line: whose ({@code *} for anybody's, {@code clli} for those of
 * that list), the code, the city in a-z, its country, its state where several share the name; and
 * words that look like codes of airports but say what a router is, as {@code !} and the word.
 */
final class Codes {
  private static final String ANYBODY = "*";
  private static final String CLLI = "clli";
  private static final String NO_CODE = "!";

  private final Map<String, Location> codes = new HashMap<>();
  private final Set<String> clli = new HashSet<>();
  private final Set<String> noCodes = new HashSet<>();

  private Codes() {}

  /**
   * Reads the data file of the jar.
   *
   * @throws IllegalStateException if a line names a city that the gazetteer lacks
   */
  static Codes load(Gazetteer gazetteer) {
    Codes codes = new Codes();
    try (InputStream in = Objects.requireNonNull(Codes.class.getResourceAsStream("codes.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          codes.add(line.split("\t", -1), gazetteer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading codes.tsv", e);
    }
    return codes;
  }

  private void add(String[] fields, Gazetteer gazetteer) {
    if (fields[0].equals(NO_CODE)) {
      noCodes.add(fields[1]);
      return;
    }
    if (fields[0].equals(CLLI)) {
      clli.add(fields[1]);
      fields[0] = ANYBODY;
    }
    String region = fields.length > 4 ? fields[4] : "";
    Location location =
        gazetteer.named(fields[2]).stream()
            .filter(city -> city.country().equals(fields[3]))
            .filter(city -> region.isEmpty() || city.region().equals(region))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("codes.tsv: no city " + String.join(" ", fields)))
            .location();
    if (codes.put(key(fields[0], fields[1]), location) != null) {
      throw new IllegalStateException("codes.tsv: twice: " + fields[0] + " " + fields[1]);
    }
  }

  private static String key(String operator, String code) {
    return operator + " " + code;
  }

  /** What the code means to this operator. */
  Optional<Location> of(String operator, String code) {
    return Optional.ofNullable(codes.get(key(operator, code)));
  }

  /** What it means to most. */
  Optional<Location> shared(String code) {
    return Optional.ofNullable(codes.get(key(ANYBODY, code)));
  }

  /** Whether it is one of those, and no name of a city of six letters. */
  boolean isClli(String code) {
    return clli.contains(code);
  }

  /** Whether the word says what a router is, not where. */
  boolean isNoCode(String word) {
    return noCodes.contains(word);
  }
}
