package org.ikisaki.trace.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ikisaki.trace.Location;

/**
 * Cities of the world by name, airports by code, and the middle of each country, as {@code
 * bin/data/places} wrote them. Immutable.
 */
public final class Gazetteer {
  private static final int METROPOLIS_THOUSANDS = 1000;

  private final Map<String, List<City>> cities = new HashMap<>();
  private final Map<String, Airport> airports = new HashMap<>();
  private final Map<String, List<City>> countries = new HashMap<>();
  private final List<City> metropolises = new ArrayList<>();
  private final Map<String, Location> middles = new HashMap<>();
  private final Abbreviations abbreviations = new Abbreviations(countries);

  private Gazetteer() {}

  /** Reads the data files of the jar. */
  public static Gazetteer load() {
    Gazetteer gazetteer = new Gazetteer();
    lines("cities.tsv", gazetteer::city);
    lines("airports.tsv", gazetteer::airport);
    gazetteer
        .countries
        .keySet()
        .forEach(
            country ->
                gazetteer
                    .middle(country, place -> true)
                    .ifPresent(at -> gazetteer.middles.put(country, at)));
    return gazetteer;
  }

  /** Of that name in a-z, the largest first. */
  List<City> named(String plain) {
    return cities.getOrDefault(plain, List.of());
  }

  /**
   * The largest of that name, as a user writes it.
   *
   * @param country ISO 3166-1 alpha-2, empty for any
   */
  public Optional<Location> find(String name, String country) {
    return named(plain(name)).stream()
        .filter(city -> country.isEmpty() || city.country().equalsIgnoreCase(country))
        .findFirst()
        .map(City::location);
  }

  /** A metropolis whose name has one letter more, or less, than the word. */
  Optional<Location> nearly(String plain) {
    return metropolises.stream()
        .filter(city -> isOneLetterFrom(plain, city.plain()))
        .findFirst()
        .map(City::location);
  }

  private static boolean isOneLetterFrom(String a, String b) {
    String longer = a.length() > b.length() ? a : b;
    String shorter = a.length() > b.length() ? b : a;
    if (longer.length() != shorter.length() + 1) {
      return false;
    }
    int same = 0;
    while (same < shorter.length() && longer.charAt(same) == shorter.charAt(same)) {
      same++;
    }
    return longer.substring(same + 1).equals(shorter.substring(same));
  }

  Abbreviations abbreviations() {
    return abbreviations;
  }

  /** An airport by its IATA code, in any case. */
  Optional<Airport> airport(String code) {
    return Optional.ofNullable(airports.get(code.toUpperCase(Locale.ROOT)));
  }

  /** Where people of {@code country} live in the mean; the city is empty. */
  public Optional<Location> middle(String country) {
    return Optional.ofNullable(middles.get(country));
  }

  /** The largest city of a country. */
  Optional<Location> largest(String country) {
    return countries.getOrDefault(country, List.of()).stream().findFirst().map(City::location);
  }

  /** Whether any of its cities is possible. */
  boolean anyCity(String country, Predicate<Location> possible) {
    return countries.getOrDefault(country, List.of()).stream()
        .anyMatch(city -> possible.test(city.location()));
  }

  /** The same of those cities alone that are possible, if there is any. */
  Optional<Location> middle(String country, Predicate<Location> possible) {
    Middle middle = new Middle();
    countries.getOrDefault(country, List.of()).stream()
        .filter(city -> possible.test(city.location()))
        .forEach(middle::add);
    return middle.location(country);
  }

  boolean isCountry(String code) {
    return countries.containsKey(code.toUpperCase(Locale.ROOT));
  }

  /** A name in a-z alone, as the data files have it. */
  static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("æ", "ae")
        .replace("đ", "d")
        .replace("ı", "i")
        .replaceAll("[^a-z]", "");
  }

  private void city(String[] fields) {
    Location location =
        new Location(
            Double.parseDouble(fields[4]), Double.parseDouble(fields[5]), fields[0], fields[2]);
    City city = new City(fields[1], fields[3], location, Integer.parseInt(fields[6]));
    cities.computeIfAbsent(city.plain(), ignored -> new ArrayList<>()).add(city);
    countries.computeIfAbsent(city.country(), ignored -> new ArrayList<>()).add(city);
    if (city.thousands() >= METROPOLIS_THOUSANDS) {
      metropolises.add(city);
    }
  }

  private void airport(String[] fields) {
    Location location =
        new Location(
            Double.parseDouble(fields[3]), Double.parseDouble(fields[4]), fields[1], fields[2]);
    String plain = plain(fields[1]);
    City city =
        named(plain).stream()
            .filter(known -> known.location().equals(location))
            .findFirst()
            .orElse(new City(plain, "", location, 0));
    airports.put(fields[0], new Airport(city, fields[5].equals("S")));
  }

  private static void lines(String resource, Consumer<String[]> sink) {
    try (InputStream in = Objects.requireNonNull(Gazetteer.class.getResourceAsStream(resource));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sink.accept(line.split("\t", -1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }

  /**
   * An airport.
   *
   * @param city that it serves; of 0 thousands if tiny
   * @param scheduled whether airlines fly there by timetable
   */
  record Airport(City city, boolean scheduled) {}

  /** The mean of directions, for degrees have a seam in the Pacific. */
  private static final class Middle {
    private double x;
    private double y;
    private double z;
    private boolean any;

    void add(City city) {
      double latitude = Math.toRadians(city.location().latitude());
      double longitude = Math.toRadians(city.location().longitude());
      double weight = 1.0 + city.thousands();
      any = true;
      x += weight * Math.cos(latitude) * Math.cos(longitude);
      y += weight * Math.cos(latitude) * Math.sin(longitude);
      z += weight * Math.sin(latitude);
    }

    Optional<Location> location(String country) {
      return any
          ? Optional.of(
              new Location(
                  Math.toDegrees(Math.atan2(z, Math.hypot(x, y))),
                  Math.toDegrees(Math.atan2(y, x)),
                  "",
                  country))
          : Optional.empty();
    }
  }
}
