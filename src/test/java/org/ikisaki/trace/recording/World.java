package org.ikisaki.trace.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.place.Gazetteer;

/** Countries and their largest cities, for recordings that are made up. */
final class World {
  private static final int CITIES = 200;

  private final Map<String, List<City>> countries = new LinkedHashMap<>();

  private World() {}

  /** Those of the {@code most} countries with the largest cities. */
  static World load(int most) {
    World world = new World();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Gazetteer.class.getResourceAsStream("cities.tsv")),
                UTF_8))) {
      // The largest come first.
      lines.lines().map(line -> line.split("\t", -1)).forEach(fields -> world.add(fields, most));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return world;
  }

  private void add(String[] fields, int most) {
    String country = fields[2];
    if (!countries.containsKey(country) && countries.size() == most) {
      return;
    }
    List<City> cities = countries.computeIfAbsent(country, ignored -> new ArrayList<>());
    if (cities.size() < CITIES) {
      cities.add(
          new City(
              fields[1],
              new Location(
                  Double.parseDouble(fields[4]),
                  Double.parseDouble(fields[5]),
                  fields[0],
                  country)));
    }
  }

  List<String> countries() {
    return List.copyOf(countries.keySet());
  }

  List<City> cities(String country) {
    return Objects.requireNonNull(countries.get(country), country);
  }

  City city(String plain, String country) {
    return cities(country).stream()
        .filter(city -> city.plain.equals(plain))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(plain + ", " + country));
  }

  /**
   * One of them.
   *
   * @param plain as router names write it
   */
  record City(String plain, Location location) {}
}
