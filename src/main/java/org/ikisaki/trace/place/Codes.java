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
 * that list, two capitals for those of a country's operators), the code, the city in a-z, its
 * country, its state where several share the name, or latitude and longitude where the gazetteer
 * lacks it. A code that ends in {@code *} is what a word begins with. {@code iata} and a domain are
 * an operator who writes codes of airports, and {@code !} and a word one that looks like a code,
 * but says what a router is, to the operator behind it if there is one. {@code ?} and a word is
 * both: it has to be confirmed.
 */
final class Codes {
  private static final String ANYBODY = "*";
  private static final String CLLI = "clli";
  private static final String NO_CODE = "!";
  private static final String DOUBTFUL = "?";
  private static final String AIRPORTS = "iata";
  private static final String PREFIX = "*";
  private static final int SHORTEST_PREFIX = 2;
  private static final int START = 4;

  private final Map<String, Location> codes = new HashMap<>();
  private final Set<String> clli = new HashSet<>();
  private final Map<String, Location> starts = new HashMap<>();
  private final Set<String> severalStarts = new HashSet<>();
  private final Set<String> noCodes = new HashSet<>();
  private final Set<String> doubtful = new HashSet<>();
  private final Set<String> airportWriters = new HashSet<>();

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
    switch (fields[0]) {
      case NO_CODE -> noCodes.add(fields.length > 2 ? key(fields[2], fields[1]) : fields[1]);
      case DOUBTFUL -> doubtful.add(fields[1]);
      case AIRPORTS -> airportWriters.add(fields[1]);
      case CLLI -> {
        clli.add(fields[1]);
        put(ANYBODY, fields, gazetteer);
      }
      default -> put(fields[0], fields, gazetteer);
    }
  }

  private void put(String whose, String[] fields, Gazetteer gazetteer) {
    Location location = location(fields, gazetteer);
    if (codes.put(key(whose, fields[1]), location) != null) {
      throw new IllegalStateException("codes.tsv: twice: " + String.join(" ", fields));
    }
    if (whose.equals(ANYBODY) && (isClli(fields[1]) || fields[1].length() == START)) {
      start(fields[1].substring(0, START), location);
    }
  }

  private void start(String letters, Location location) {
    Location other = starts.putIfAbsent(letters, location);
    if (other != null && !other.equals(location)) {
      severalStarts.add(letters);
    }
  }

  private static Location location(String[] fields, Gazetteer gazetteer) {
    if (fields.length == 6) {
      return new Location(
          Double.parseDouble(fields[4]), Double.parseDouble(fields[5]), fields[2], fields[3]);
    }
    String region = fields.length > 4 ? fields[4] : "";
    return gazetteer.named(fields[2]).stream()
        .filter(city -> city.country().equals(fields[3]))
        .filter(city -> region.isEmpty() || city.region().equals(region))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("codes.tsv: no city " + String.join(" ", fields)))
        .location();
  }

  private static String key(String operator, String code) {
    return operator + " " + code;
  }

  /**
   * What a word means to this operator: the whole of it, else its letters, else what it has before
   * one of its numbers, else what it begins with.
   */
  Optional<Location> of(String operator, RouterName.Word word) {
    String text = word.text();
    Location found = codes.get(key(operator, text));
    // A letter alone is a code, with a number behind it an interface.
    if (found == null && word.stem().length() >= SHORTEST_PREFIX) {
      found = codes.get(key(operator, word.stem()));
    }
    for (int end = text.length() - 1; found == null && end >= SHORTEST_PREFIX; end--) {
      boolean endsBeforeNumber = isDigit(text.charAt(end)) && !isDigit(text.charAt(end - 1));
      if (endsBeforeNumber) {
        found = codes.get(key(operator, text.substring(0, end)));
      }
      if (found == null) {
        found = codes.get(key(operator, text.substring(0, end) + PREFIX));
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the operator is known to write codes of airports, small ones too. */
  boolean writesAirports(String operator) {
    return airportWriters.contains(operator);
  }

  /** What it means to most. */
  Optional<Location> shared(String code) {
    return Optional.ofNullable(codes.get(key(ANYBODY, code)));
  }

  /**
   * What it means to operators of a country.
   *
   * @param country ISO 3166-1 alpha-2, upper case
   */
  Optional<Location> national(String country, String code) {
    return Optional.ofNullable(codes.get(key(country, code)));
  }

  /**
   * The city of all codes that begin with the same four letters: {@code sttl} of {@code sttlwa}.
   */
  Optional<Location> start(String code) {
    String letters = code.substring(0, Math.min(START, code.length()));
    return severalStarts.contains(letters)
        ? Optional.empty()
        : Optional.ofNullable(starts.get(letters));
  }

  /** Whether it is one of those, and no name of a city of six letters. */
  boolean isClli(String code) {
    return clli.contains(code);
  }

  /** Whether it is a word of another meaning too, and has to be confirmed. */
  boolean isDoubtful(String word) {
    return doubtful.contains(word);
  }

  /** Whether the word says what a router is, not where, to anybody or to this operator. */
  boolean isNoCode(String operator, String word) {
    return noCodes.contains(word) || noCodes.contains(key(operator, word));
  }
}
