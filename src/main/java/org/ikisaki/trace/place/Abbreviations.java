package org.ikisaki.trace.place;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

  /** Letters of a state's smaller cities are letters of anything. */
  private static final int STATE_THOUSANDS = 40;

  /** The same of letters that it begins with. */
  private static final int PREFIX_THOUSANDS = 60;

  /** The same of three letters, where nothing is beside them. */
  private static final int FEW_PREFIX_THOUSANDS = 100;

  private static final int FEW_SCATTERED_THOUSANDS = 400;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 6;

  /** So many cities that three letters fit several. */
  private static final String CROWDED = "US";

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
        .filter(city -> city.thousands() >= STATE_THOUSANDS)
        .filter(city -> spells(letters, city.plain()))
        .max(Comparator.comparingInt(City::thousands))
        .map(City::location);
  }

  /** The largest city of that country which begins with the letters, else has them in it. */
  Optional<Location> inCountry(String letters, String country) {
    List<City> cities = countries.getOrDefault(country, List.of());
    return largest(cities, PREFIX_THOUSANDS, city -> city.plain().startsWith(letters))
        .or(() -> largest(cities, SCATTERED_THOUSANDS, city -> spells(letters, city.plain())));
  }

  /**
   * The city that operators of a country may mean, where nothing else says so: by four letters, of
   * which it begins with all or has them in it, or by three that a large one begins with or that
   * are its consonants.
   */
  Optional<Location> national(String letters, String country) {
    List<City> cities = countries.getOrDefault(country, List.of());
    if (letters.length() < SHORTEST || letters.length() > LONGEST) {
      return Optional.empty();
    }
    boolean few = letters.length() == SHORTEST;
    if (few && country.equals(CROWDED)) {
      return Optional.empty();
    }
    return largest(
            cities,
            few ? FEW_PREFIX_THOUSANDS : PREFIX_THOUSANDS,
            city -> city.plain().startsWith(letters))
        .or(
            () ->
                largest(
                    cities,
                    few ? FEW_SCATTERED_THOUSANDS : SCATTERED_THOUSANDS,
                    city -> isShortFor(letters, city.plain())));
  }

  /** Consonants alone, for words have vowels. */
  private static boolean isShortFor(String letters, String name) {
    return letters.chars().noneMatch(c -> "aeiou".indexOf(c) >= 0) && spells(letters, name);
  }

  private static Optional<Location> largest(
      List<City> cities, int thousands, Predicate<City> matches) {
    return cities.stream()
        .filter(city -> city.thousands() >= thousands)
        .filter(matches)
        .max(Comparator.comparingInt(City::thousands))
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
