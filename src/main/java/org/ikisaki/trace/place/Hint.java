package org.ikisaki.trace.place;

import org.ikisaki.trace.Location;

/**
 * A place that a router's name speaks of.
 *
 * @param word the part of the name that does
 * @param kind how it is to be read
 * @param agrees whether another word of the name, a country or a state, confirms it
 */
record Hint(Location location, String word, Kind kind, boolean agrees) {
  /** The surest first. */
  enum Kind {
    OPERATOR_CODE("a code of this operator"),
    CITY_NAME("a city's name"),
    CLLI("a CLLI code"),
    LOCODE("a UN/LOCODE"),
    CITY_CODE("a city's code"),
    AIRPORT("an airport's code");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** {@code "fra" in the name, an airport's code, is Frankfurt am Main}. */
  String words() {
    return "\"%s\" in the name, %s, is %s".formatted(word, kind.words, location.city());
  }
}
