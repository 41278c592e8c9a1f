package org.ikisaki.trace.place;

import java.util.ArrayList;
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

  /** Where operators of other countries have routers too. */
  private static final int FOREIGN_THOUSANDS = 300;

  /** Elsewhere few operators have routers in smaller cities, unless they have some around it. */
  private static final int METROPOLIS_THOUSANDS = 750;

  /** Where operators have routers in cities of any size. */
  private static final Set<String> WELL_CONNECTED =
      Set.of(
          "US", "CA", "BR", "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
          "GR", "HR", "HU", "IE", "IL", "IS", "IT", "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO",
          "RS", "SE", "SI", "SK", "UA", "AU", "NZ", "JP", "KR", "TW", "ZA");

  private final RouterName name;
  private final Gazetteer gazetteer;
  private final Codes codes;
  private final NameContext context;
  private final int lastLabel;
  private final List<Hint> hints = new ArrayList<>();

  HintReader(RouterName name, Gazetteer gazetteer, Codes codes) {
    this.name = name;
    this.gazetteer = gazetteer;
    this.codes = codes;
    this.context = new NameContext(name, gazetteer, codes);
    List<Word> words = name.words();
    this.lastLabel = words.isEmpty() ? 0 : words.get(words.size() - 1).label();
  }

  /** What codes and names say. */
  List<Hint> read() {
    for (int i = 0; i < name.words().size(); i++) {
      i += read(i);
    }
    return hints;
  }

  /** What letters may be short for, which counts only where nothing else does. */
  List<Hint> readLoosely() {
    LooseReader loose = new LooseReader(context, gazetteer, codes);
    for (int i = 0; i < name.words().size(); i++) {
      Word word = name.words().get(i);
      if (!codes.isNoCode(name.operator(), word.stem())
          && !codes.isDoubtful(word.stem())
          && !isInterface(i)) {
        loose.read(word).ifPresent(found -> add(found.at(), word, found.letters(), found.kind()));
      }
    }
    if (hints.isEmpty() && !name.words().isEmpty()) {
      Word last = name.words().get(name.words().size() - 1);
      loose.cityState().ifPresent(at -> add(at, last, name.operator(), Hint.Kind.CITY_STATE));
    }
    return hints;
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
    Optional<Location> national = national(index, stem);
    if (national.isPresent()) {
      add(national.get(), word, stem, Hint.Kind.CITY_CODE);
      return;
    }
    Optional<Location> shared = codes.shared(stem);
    if (shared.isPresent() && !context.contradicts(index, shared.get())) {
      Hint.Kind kind = codes.isClli(stem) ? Hint.Kind.CLLI : Hint.Kind.CITY_CODE;
      add(shared.get(), word, stem, kind, !isConfirmed(word, stem, shared.get()));
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

  /** What operators of the country beside the word, or of the domain's, mean by it. */
  private Optional<Location> national(int index, String stem) {
    String beside = RouterName.country(context.beside(index));
    return codes
        .national(beside, stem)
        .or(
            () ->
                stem.length() > 1 && (beside.isEmpty() || gazetteer.abbreviations().isState(beside))
                    ? codes.national(context.country(), stem)
                    : Optional.empty());
  }

  private boolean airport(int index, Word word, String stem) {
    Optional<Gazetteer.Airport> found = gazetteer.airport(stem);
    if (found.isEmpty() || isInterface(index)) {
      return false;
    }
    Location at = found.get().city().location();
    if (context.contradicts(index, at) || !found.get().scheduled() && !context.agrees(at)) {
      return false;
    }
    boolean doubtful =
        !isConfirmed(word, stem, at)
            || !codes.writesAirports(name.operator())
                && !context.agrees(at)
                && !isLikely(found.get());
    add(at, word, stem, Hint.Kind.AIRPORT, doubtful);
    if (!context.agrees(at)) {
      gazetteer
          .abbreviations()
          .national(stem, context.country())
          .ifPresent(home -> add(home, word, stem, Hint.Kind.NATIONAL, codes.isDoubtful(stem)));
    }
    return !doubtful;
  }

  /** Where the word is of another meaning too, by a country, or by a number at the name's end. */
  private boolean isConfirmed(Word word, String stem, Location at) {
    return !codes.isDoubtful(stem)
        || context.agrees(at)
        || codes.writesAirports(name.operator())
        || word.label() == lastLabel && lastLabel > 0 && !word.isWhole();
  }

  /** Without anything that confirms it. */
  private boolean isLikely(Gazetteer.Airport airport) {
    boolean dense = WELL_CONNECTED.contains(airport.city().country());
    int enough =
        !context.country().isEmpty()
            ? FOREIGN_THOUSANDS
            : dense ? AIRPORT_THOUSANDS : METROPOLIS_THOUSANDS;
    return airport.scheduled() && airport.city().thousands() >= enough;
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
            .or(() -> gazetteer.airport(city).map(airport -> airport.city().location()))
            .filter(at -> at.country().equals(country));
    found.ifPresent(at -> add(at, word, stem, Hint.Kind.LOCODE));
    return found.isPresent();
  }

  /** Four letters of the city and two of the state, in one word or in two beside each other. */
  private boolean clli(int index, Word word, String stem) {
    Optional<Location> found = Optional.empty();
    boolean withBuilding =
        stem.length() >= CLLI_WITH_BUILDING
            && (!word.isWhole() || codes.isClli(stem.substring(0, CLLI_LENGTH)));
    if (stem.length() == CLLI_LENGTH || withBuilding) {
      String place = stem.substring(0, CLLI_LENGTH);
      String city = place.substring(0, CLLI_CITY);
      String beside = context.beside(index);
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
        && gazetteer.abbreviations().isState(context.beside(index))) {
      found =
          gazetteer.abbreviations().inState(stem.substring(0, CLLI_CITY), context.beside(index));
    }
    found.ifPresent(at -> add(at, word, stem, Hint.Kind.CLLI));
    return found.isPresent();
  }

  /** {@code gen.ch}: the country beside it says of which cities it may be short. */
  private void abbreviation(int index, Word word, String stem) {
    String beside = context.beside(index);
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
    if (shared.isPresent() && plain.length() > SHORTEST_CITY && !codes.isClli(plain)) {
      return shared;
    }
    List<City> named = gazetteer.named(plain);
    boolean unmistakable = named.size() == 1 && plain.length() >= LONG_NAME;
    int enough = unmistakable ? LONG_NAME_THOUSANDS : LARGE_CITY_THOUSANDS;
    return named.stream()
        .filter(context::inState)
        .findFirst()
        .or(() -> named.stream().filter(city -> context.agrees(city.location())).findFirst())
        .or(() -> named.stream().filter(city -> city.thousands() >= enough).findFirst())
        .map(City::location);
  }

  private void add(Location at, Word word, String text, Hint.Kind kind) {
    add(at, word, text, kind, false);
  }

  private void add(Location at, Word word, String text, Hint.Kind kind, boolean doubtful) {
    boolean agrees =
        kind == Hint.Kind.OPERATOR_CODE
            || kind == Hint.Kind.LOCODE
            || context.agrees(at)
            || gazetteer.named(Gazetteer.plain(at.city())).stream()
                .anyMatch(city -> city.location().equals(at) && context.inState(city));
    double depth = lastLabel == 0 ? 1 : (double) word.label() / lastLabel;
    boolean beside = context.isBeside(name.words().indexOf(word), at);
    hints.add(new Hint(at, text, kind, agrees, beside, doubtful, slot(word), depth));
  }

  private int slot(Word word) {
    int first = 0;
    while (name.words().get(first).label() != word.label()) {
      first++;
    }
    return (lastLabel - word.label()) * RouterName.MAX_WORDS + name.words().indexOf(word) - first;
  }
}
