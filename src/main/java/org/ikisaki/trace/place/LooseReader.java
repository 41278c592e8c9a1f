package org.ikisaki.trace.place;

import java.util.Optional;
import java.util.Set;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.place.RouterName.Word;

/**
 * Reads words that are no code and no city's name, but may be short for one. Only for names that
 * say nothing else.
 */
final class LooseReader {
  private static final int START = 4;
  private static final int LONGEST_START = 6;

  /** In that many letters a wrong one doesn't make another word of it. */
  private static final int SHORTEST_MISSPELT = 7;

  /** No two places of them are farther apart than those of a city are. */
  private static final Set<String> CITY_STATES =
      Set.of("BH", "GI", "HK", "LI", "LU", "MC", "MO", "MT", "SG", "SM");

  private final NameContext context;
  private final Gazetteer gazetteer;
  private final Codes codes;

  LooseReader(NameContext context, Gazetteer gazetteer, Codes codes) {
    this.context = context;
    this.gazetteer = gazetteer;
    this.codes = codes;
  }

  Optional<Found> read(Word word) {
    String stem = word.stem();
    if (stem.length() >= START && stem.length() <= LONGEST_START) {
      Optional<Location> start = codes.start(stem).filter(at -> gazetteer.named(stem).isEmpty());
      if (start.isPresent()) {
        return start.map(at -> new Found(at, stem, Hint.Kind.START));
      }
    }
    Optional<Found> national =
        context.country().isEmpty()
            ? Optional.empty()
            : gazetteer
                .abbreviations()
                .national(stem, context.country())
                .map(at -> new Found(at, stem, Hint.Kind.NATIONAL));
    return national.or(
        () ->
            stem.length() < SHORTEST_MISSPELT
                ? Optional.empty()
                : gazetteer.nearly(stem).map(at -> new Found(at, stem, Hint.Kind.MISSPELT)));
  }

  /** The city of the operator's country, if it has one alone. */
  Optional<Location> cityState() {
    return CITY_STATES.contains(context.country())
        ? gazetteer.largest(context.country())
        : Optional.empty();
  }

  /**
   * What a word may be short for.
   *
   * @param letters of it that say so
   */
  record Found(Location at, String letters, Hint.Kind kind) {}
}
