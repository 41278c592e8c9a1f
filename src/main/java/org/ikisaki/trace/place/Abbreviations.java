package org.ikisaki.trace.place;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ikisaki.trace.Location;

/**
 * Cities by letters of their names, in a state or country that the router's name has beside them:
 * {@code sttl} and {@code wa} is Seattle, {@code gen} and {@code ch} Genève.
 */
final class Abbreviations {
  /** CLLI has two letters of Canadian provinces too; the gazetteer has no regions there. */
  private static final Set<String> PROVINCES =
      Set.of("AB", "BC", "MB", "NB", "NF", "NL", "NS", "ON", "PE", "PQ", "QC", "SK");

  /** So large is a city that letters out of its name are enough for. */
  private static final int SCATTERED_THOUSANDS = 250;

  /** The same of letters that it begins with. */
  private static final int PREFIX_THOUSANDS = 60;

  private final Map<String, List<City>> countries;

  Abbreviations(Map<String, List<City>> countries) {
    this.countries = countries;
  }

  /** Whether it is a state of the USA or a province of Canada. */
  boolean isState(String letters) {
    String state = letters.toUpperCase(Locale.ROOT);
    return PROVINCES.contains(state)
        || countries.getOrDefault("US", List.of()).stream()
            .anyMatch(city -> city.region().equals(state));
  }

  /** The largest city of that state whose name has those letters in their order. */
  Optional<Location> inState(String letters, String stateLetters) {
    String state = stateLetters.toUpperCase(Locale.ROOT);
    boolean canada = PROVINCES.contains(state);
    return countries.getOrDefault(canada ? "CA" : "US", List.of()).stream()
        .filter(city -> canada || city.region().equals(state))
        .filter(city -> spells(letters, city.plain()))
        .max(Comparator.comparingInt(City::thousands))
        .map(City::location);
  }

  /** The largest city of that country which begins with the letters, else has them in it. */
  Optional<Location> inCountry(String letters, String country) {
    List<City> cities = countries.getOrDefault(country, List.of());
    return cities.stream()
        .filter(city -> city.plain().startsWith(letters))
        .filter(city -> city.thousands() >= PREFIX_THOUSANDS)
        .max(Comparator.comparingInt(City::thousands))
        .or(
            () ->
                cities.stream()
                    .filter(city -> city.thousands() >= SCATTERED_THOUSANDS)
                    .filter(city -> spells(letters, city.plain()))
                    .max(Comparator.comparingInt(City::thousands)))
        .map(City::location);
  }

  /** Whether the name begins with the first letter and has the others behind it in order. */
  static boolean spells(String letters, String name) {
    if (letters.isEmpty() || name.isEmpty() || letters.charAt(0) != name.charAt(0)) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < name.length() && at < letters.length(); i++) {
      if (name.charAt(i) == letters.charAt(at)) {
        at++;
      }
    }
    return at == letters.length();
  }
}
