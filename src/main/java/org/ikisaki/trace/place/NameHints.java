package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.place.RouterName.Word;

/**
 * Finds the places that a router's name speaks of: codes of its operator, names of cities, CLLI,
 * UN/LOCODE and IATA codes. Immutable.
 */
public final class NameHints {
  private static final int IATA_LENGTH = 3;
  private static final int LOCODE_LENGTH = 5;
  private static final int COUNTRY_LENGTH = 2;

  private static final int MAX_CITY_WORDS = 3;

  /** Shorter names are words of other meanings too. */
  private static final int SHORTEST_CITY = 4;

  /** A city of one word that is a word of English, or a small one, has to be confirmed. */
  private static final int LARGE_CITY_THOUSANDS = 150;

  private final Gazetteer gazetteer;
  private final Codes codes;

  public NameHints(Gazetteer gazetteer) {
    this.gazetteer = gazetteer;
    this.codes = Codes.load(gazetteer);
  }

  /** The surest first; none twice. */
  List<Hint> of(String name) {
    RouterName parts = RouterName.of(name);
    Set<String> confirming = confirming(parts);
    List<Hint> hints = new ArrayList<>();
    List<Word> words = parts.words();
    for (int i = 0; i < words.size(); i++) {
      i += read(parts, i, confirming, hints);
    }
    hints.sort(
        Comparator.comparing(Hint::kind).thenComparing(Hint::agrees, Comparator.reverseOrder()));
    Set<Location> seen = new HashSet<>();
    return hints.stream().filter(hint -> seen.add(hint.location())).toList();
  }

  /** Countries and states that the name has as words of their own, upper case. */
  private Set<String> confirming(RouterName parts) {
    Set<String> found = new HashSet<>();
    for (Word word : parts.words()) {
      if (word.stem().length() == COUNTRY_LENGTH && word.stem().equals(word.text())) {
        found.add(word.stem().toUpperCase(Locale.ROOT));
      }
    }
    String topLevel = parts.operator().substring(parts.operator().lastIndexOf('.') + 1);
    if (topLevel.length() == COUNTRY_LENGTH) {
      found.add(topLevel.equals("uk") ? "GB" : topLevel.toUpperCase(Locale.ROOT));
    }
    if (found.contains("UK")) {
      found.add("GB");
    }
    return found;
  }

  /** Returns how many more words belong to what was read. */
  private int read(RouterName parts, int index, Set<String> confirming, List<Hint> hints) {
    List<Word> words = parts.words();
    Word word = words.get(index);
    String stem = word.stem();
    Optional<Location> own =
        codes.of(parts.operator(), word.text()).or(() -> codes.of(parts.operator(), stem));
    if (own.isPresent()) {
      hints.add(new Hint(own.get(), stem, Hint.Kind.OPERATOR_CODE, true));
      return 0;
    }
    int more = cityName(words, index, confirming, hints);
    if (more > 0 || stem.isEmpty() || codes.isNoCode(stem)) {
      return Math.max(0, more);
    }
    Optional<Location> shared = codes.shared(stem);
    if (shared.isPresent()) {
      Hint.Kind kind = codes.isClli(stem) ? Hint.Kind.CLLI : Hint.Kind.CITY_CODE;
      hints.add(hint(shared.get(), stem, kind, confirming));
    } else if (stem.length() == IATA_LENGTH) {
      gazetteer
          .airport(stem)
          .ifPresent(at -> hints.add(hint(at, stem, Hint.Kind.AIRPORT, confirming)));
    } else if (stem.length() == LOCODE_LENGTH) {
      locode(stem, hints);
    }
    return 0;
  }

  /**
   * {@code frankfurt}, {@code sanjose}, {@code san-jose}, {@code new-york} of one label, the
   * longest first. Returns how many more words it takes, -1 if there is none.
   */
  private int cityName(List<Word> words, int index, Set<String> confirming, List<Hint> hints) {
    int last = index;
    while (last + 1 < words.size()
        && last - index < MAX_CITY_WORDS - 1
        && words.get(last).isWhole()
        && words.get(last + 1).label() == words.get(index).label()) {
      last++;
    }
    for (; last >= index; last--) {
      String name =
          words.subList(index, last + 1).stream().map(Word::stem).collect(Collectors.joining());
      Optional<Hint> hint = city(name, confirming);
      if (hint.isPresent()) {
        hints.add(hint.get());
        return last - index;
      }
    }
    return -1;
  }

  private Optional<Hint> city(String plain, Set<String> confirming) {
    if (plain.length() < SHORTEST_CITY || codes.isNoCode(plain)) {
      return Optional.empty();
    }
    Optional<Location> shared = codes.shared(plain);
    if (shared.isPresent() && !codes.isClli(plain)) {
      return shared.map(at -> hint(at, plain, Hint.Kind.CITY_NAME, confirming));
    }
    List<City> named = gazetteer.named(plain);
    Optional<City> confirmed =
        named.stream()
            .filter(
                city ->
                    confirming.contains(city.country())
                        || !city.region().isEmpty() && confirming.contains(city.region()))
            .findFirst();
    if (confirmed.isPresent()) {
      return confirmed.map(city -> new Hint(city.location(), plain, Hint.Kind.CITY_NAME, true));
    }
    return named.stream()
        .filter(city -> city.thousands() >= LARGE_CITY_THOUSANDS)
        .findFirst()
        .map(city -> new Hint(city.location(), plain, Hint.Kind.CITY_NAME, false));
  }

  /** Country and city in one: most cities have the letters of their airport or of their code. */
  private void locode(String stem, List<Hint> hints) {
    String country = stem.substring(0, COUNTRY_LENGTH).toUpperCase(Locale.ROOT);
    String city = stem.substring(COUNTRY_LENGTH);
    if (!gazetteer.isCountry(country)) {
      return;
    }
    codes
        .shared(city)
        .or(() -> gazetteer.airport(city))
        .filter(at -> at.country().equals(country))
        .ifPresent(at -> hints.add(new Hint(at, stem, Hint.Kind.LOCODE, true)));
  }

  private static Hint hint(Location at, String word, Hint.Kind kind, Set<String> confirming) {
    return new Hint(at, word, kind, confirming.contains(at.country()));
  }
}
