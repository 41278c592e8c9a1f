package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.place.RouterName.Word;

/** Reads the hints of one router's name, word by word. Confined to one thread. */
final class HintReader {
  private static final int IATA_LENGTH = 3;
  private static final int LOCODE_LENGTH = 5;
  private static final int COUNTRY_LENGTH = 2;
  private static final int CLLI_CITY = 4;
  private static final int CLLI_LENGTH = 6;

  /** City, state and building of a CLLI code. */
  private static final int CLLI_WITH_BUILDING = 8;

  private static final int MAX_CITY_WORDS = 3;

  /** Shorter names are words of other meanings too. */
  private static final int SHORTEST_CITY = 4;

  /** A smaller city has to be confirmed, for its name may be a word or a customer's. */
  private static final int LARGE_CITY_THOUSANDS = 150;

  /** Unless its name is as long, and no other city's. */
  private static final int LONG_NAME = 7;

  private static final int LONG_NAME_THOUSANDS = 50;

  /**
   * There are airports for most words of three letters: those of small cities have to be confirmed.
   */
  private static final int AIRPORT_THOUSANDS = 100;

  private final RouterName name;
  private final Gazetteer gazetteer;
  private final Codes codes;
  private final Set<String> confirming;
  private final int lastLabel;
  private final List<Hint> hints = new ArrayList<>();

  HintReader(RouterName name, Gazetteer gazetteer, Codes codes) {
    this.name = name;
    this.gazetteer = gazetteer;
    this.codes = codes;
    this.confirming = confirming();
    List<Word> words = name.words();
    this.lastLabel = words.isEmpty() ? 0 : words.get(words.size() - 1).label();
  }

  List<Hint> read() {
    for (int i = 0; i < name.words().size(); i++) {
      i += read(i);
    }
    return hints;
  }

  /** Countries and states that the name has as words of their own, upper case. */
  private Set<String> confirming() {
    Set<String> found = new HashSet<>();
    for (int i = 0; i < name.words().size(); i++) {
      if (isCountryOrState(i)) {
        found.add(RouterName.country(name.words().get(i).text()));
      }
    }
    found.add(name.country());
    return found;
  }

  /** Two letters; before a number they are an interface: {@code ae-5}. */
  private boolean isCountryOrState(int index) {
    Word word = name.words().get(index);
    return word.text().length() == COUNTRY_LENGTH
        && word.isWhole()
        && !(index + 1 < name.words().size()
            && name.words().get(index + 1).label() == word.label()
            && name.words().get(index + 1).isNumber());
  }

  /** The country or state in the word behind, or before, in small letters; empty if none is. */
  private String beside(int index) {
    List<Word> words = name.words();
    if (index + 1 < words.size() && isCountryOrState(index + 1)) {
      return words.get(index + 1).text();
    }
    return index > 0
            && words.get(index - 1).label() == words.get(index).label()
            && isCountryOrState(index - 1)
        ? words.get(index - 1).text()
        : "";
  }

  /** Returns how many more words belong to what was read. */
  private int read(int index) {
    Word word = name.words().get(index);
    String stem = word.stem();
    Optional<Location> own = codes.of(name.operator(), word);
    if (own.isPresent()) {
      add(own.get(), word, word.text(), Hint.Kind.OPERATOR_CODE);
      return 0;
    }
    int more = cityName(index);
    if (more >= 0) {
      return more;
    }
    if (!stem.isEmpty() && !codes.isNoCode(name.operator(), stem)) {
      code(index, word, stem);
    }
    return 0;
  }

  private void code(int index, Word word, String stem) {
    Optional<Location> shared = codes.shared(stem);
    if (shared.isPresent() && !contradicted(index, shared.get())) {
      add(shared.get(), word, stem, codes.isClli(stem) ? Hint.Kind.CLLI : Hint.Kind.CITY_CODE);
      return;
    }
    if (stem.length() == IATA_LENGTH && airport(index, word, stem)) {
      return;
    }
    if (stem.length() == LOCODE_LENGTH && locode(word, stem)) {
      return;
    }
    if (!clli(index, word, stem)) {
      abbreviation(index, word, stem);
    }
  }

  private boolean airport(int index, Word word, String stem) {
    Optional<City> found = gazetteer.airport(stem);
    if (found.isEmpty() || contradicted(index, found.get().location()) || isInterface(index)) {
      return false;
    }
    City city = found.get();
    boolean own = codes.writesAirports(name.operator());
    if (!own && !agrees(city.location()) && city.thousands() < AIRPORT_THOUSANDS) {
      return false;
    }
    add(city.location(), word, stem, Hint.Kind.AIRPORT);
    return true;
  }

  /** {@code hun-0-1} in front of a name is a card of the router. */
  private boolean isInterface(int index) {
    Word word = name.words().get(index);
    return word.label() == 0
        && lastLabel > 0
        && index + 1 < name.words().size()
        && name.words().get(index + 1).label() == 0
        && name.words().get(index + 1).isNumber();
  }

  /** A country right behind the word which is not the place's: that code means another. */
  private boolean contradicted(int index, Location at) {
    String beside = beside(index);
    return !beside.isEmpty()
        && gazetteer.isCountry(RouterName.country(beside))
        && !gazetteer.abbreviations().isState(beside)
        && !RouterName.country(beside).equals(at.country());
  }

  /** Country and city in one: most cities have the letters of their airport or of their code. */
  private boolean locode(Word word, String stem) {
    String country = RouterName.country(stem.substring(0, COUNTRY_LENGTH));
    String city = stem.substring(COUNTRY_LENGTH);
    if (!gazetteer.isCountry(country)) {
      return false;
    }
    Optional<Location> found =
        codes
            .shared(city)
            .or(() -> gazetteer.airport(city).map(City::location))
            .filter(at -> at.country().equals(country));
    found.ifPresent(at -> add(at, word, stem, Hint.Kind.LOCODE));
    return found.isPresent();
  }

  /** Four letters of the city and two of the state, in one word or in two beside each other. */
  private boolean clli(int index, Word word, String stem) {
    Optional<Location> found = Optional.empty();
    boolean withBuilding = stem.length() >= CLLI_WITH_BUILDING && !word.isWhole();
    if (stem.length() == CLLI_LENGTH || withBuilding) {
      String place = stem.substring(0, CLLI_LENGTH);
      String city = place.substring(0, CLLI_CITY);
      String beside = beside(index);
      found =
          codes
              .shared(place)
              .filter(at -> codes.isClli(place))
              .or(() -> gazetteer.abbreviations().inState(city, place.substring(CLLI_CITY)))
              .or(
                  () ->
                      word.isWhole() || beside.isEmpty()
                          ? Optional.empty()
                          : gazetteer.abbreviations().inCountry(city, RouterName.country(beside)));
    } else if (stem.length() >= CLLI_CITY
        && stem.length() <= LOCODE_LENGTH
        && gazetteer.abbreviations().isState(beside(index))) {
      found = gazetteer.abbreviations().inState(stem.substring(0, CLLI_CITY), beside(index));
    }
    found.ifPresent(at -> add(at, word, stem, Hint.Kind.CLLI));
    return found.isPresent();
  }

  /** {@code gen.ch}: the country beside it says of which cities it may be short. */
  private void abbreviation(int index, Word word, String stem) {
    String beside = beside(index);
    if (beside.isEmpty() || stem.length() < IATA_LENGTH || stem.length() > CLLI_CITY) {
      return;
    }
    gazetteer
        .abbreviations()
        .inCountry(stem, RouterName.country(beside))
        .ifPresent(at -> add(at, word, stem, Hint.Kind.ABBREVIATION));
  }

  /**
   * {@code frankfurt}, {@code sanjose}, {@code san-jose}, {@code new-york} of one label, the
   * longest first. Returns how many more words it takes, -1 if there is none.
   */
  private int cityName(int index) {
    List<Word> words = name.words();
    int last = index;
    while (last + 1 < words.size()
        && last - index < MAX_CITY_WORDS - 1
        && words.get(last).isWhole()
        && words.get(last + 1).label() == words.get(index).label()) {
      last++;
    }
    for (; last >= index; last--) {
      String plain =
          words.subList(index, last + 1).stream().map(Word::stem).collect(Collectors.joining());
      Optional<Location> at = city(plain);
      if (at.isPresent()) {
        add(at.get(), words.get(index), plain, Hint.Kind.CITY_NAME);
        return last - index;
      }
    }
    return -1;
  }

  private Optional<Location> city(String plain) {
    if (plain.length() < SHORTEST_CITY || codes.isNoCode(name.operator(), plain)) {
      return Optional.empty();
    }
    Optional<Location> shared = codes.shared(plain);
    if (shared.isPresent() && !codes.isClli(plain)) {
      return shared;
    }
    List<City> named = gazetteer.named(plain);
    boolean unmistakable = named.size() == 1 && plain.length() >= LONG_NAME;
    int enough = unmistakable ? LONG_NAME_THOUSANDS : LARGE_CITY_THOUSANDS;
    return named.stream()
        .filter(city -> inState(city))
        .findFirst()
        .or(() -> named.stream().filter(city -> agrees(city.location())).findFirst())
        .or(() -> named.stream().filter(city -> city.thousands() >= enough).findFirst())
        .map(City::location);
  }

  private boolean inState(City city) {
    return city.country().equals("US") && confirming.contains(city.region());
  }

  private boolean agrees(Location at) {
    return confirming.contains(at.country());
  }

  private void add(Location at, Word word, String text, Hint.Kind kind) {
    boolean agrees =
        kind == Hint.Kind.OPERATOR_CODE
            || kind == Hint.Kind.LOCODE
            || agrees(at)
            || gazetteer.named(Gazetteer.plain(at.city())).stream()
                .anyMatch(city -> city.location().equals(at) && inState(city));
    double depth = lastLabel == 0 ? 1 : (double) word.label() / lastLabel;
    hints.add(new Hint(at, text, kind, agrees, depth));
  }
}
