package org.ikisaki.trace.place;

import org.ikisaki.trace.Location;

/**
 * A place that a router's name speaks of.
 *
 * @param word the part of the name that does
 * @param kind how it is to be read
 * @param agrees whether another word of the name, a country or a state, confirms it
 * @param beside whether that word stands right beside it
 * @param doubtful whether it counts only where the operator's other names have places in that slot
 * @param slot which part of the operator's names it is: the label, counted from the operator's
 *     domain, and the word in that
 * @param depth how near to the operator's domain it stands, 0 (far) to 1: what stands near it is
 *     the router's own place, what stands far from it may be whom it is linked to
 */
record Hint(
    Location location,
    String word,
    Kind kind,
    boolean agrees,
    boolean beside,
    boolean doubtful,
    int slot,
    double depth) {
  private static final int AGREEMENT = 20;
  private static final int BESIDE = 10;
  private static final int DEPTH = 15;

  /** The surest first. */
  enum Kind {
    OPERATOR_CODE("a code of this operator", 100),
    CITY_NAME("a city's name", 60),
    CLLI("a CLLI code", 60),
    LOCODE("a UN/LOCODE", 60),
    CITY_CODE("a city's code", 50),
    AIRPORT("an airport's code", 50),
    ABBREVIATION("short for a city of the country beside it", 40),
    NATIONAL("short for a city of the operator's country", 30),
    START("the start of a city's code", 30),
    MISSPELT("nearly a city's name", 25),
    CITY_STATE("of an operator in a country that has one city", 10);

    private final String words;
    private final int weight;

    Kind(String words, int weight) {
      this.words = words;
      this.weight = weight;
    }
  }

  /** By which hints of one name are put in order, the largest first. */
  double weight() {
    return kind.weight + (agrees ? AGREEMENT : 0) + (beside ? BESIDE : 0) + DEPTH * depth;
  }

  /** {@code "fra" in the name, an airport's code, is Frankfurt am Main}. */
  String words() {
    return "\"%s\" in the name, %s, is %s".formatted(word, kind.words, location.city());
  }
}
