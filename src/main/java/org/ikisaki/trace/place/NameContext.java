package org.ikisaki.trace.place;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.place.RouterName.Word;

/**
 * The countries and states that a router's name speaks of: they confirm or contradict its codes.
 */
final class NameContext {
  private static final int COUNTRY_LENGTH = 2;

  private final RouterName name;
  private final Gazetteer gazetteer;
  private final Codes codes;
  private final Set<String> confirming = new HashSet<>();

  NameContext(RouterName name, Gazetteer gazetteer, Codes codes) {
    this.name = name;
    this.gazetteer = gazetteer;
    this.codes = codes;
    for (int i = 0; i < name.words().size(); i++) {
      if (isCountryOrState(i)) {
        confirming.add(RouterName.country(name.words().get(i).text()));
      }
    }
    confirming.add(name.country());
  }

  /** Of its domain, upper case; empty if that is nobody's. */
  String country() {
    return name.country();
  }

  boolean agrees(Location at) {
    return confirming.contains(at.country());
  }

  boolean inState(City city) {
    return city.country().equals("US") && confirming.contains(city.region());
  }

  /**
   * A country beside the word which is not the place's: that code means another. Letters that may
   * say what a router is contradict nothing.
   *
   * @param index of the word
   */
  boolean contradicts(int index, Location at) {
    String beside = beside(index);
    return !beside.isEmpty()
        && !codes.isNoCode(name.operator(), beside)
        && gazetteer.isCountry(RouterName.country(beside))
        && !gazetteer.abbreviations().isState(beside)
        && !RouterName.country(beside).equals(at.country());
  }

  /** Whether the place's country is the word right beside that one. */
  boolean isBeside(int index, Location at) {
    return RouterName.country(beside(index)).equals(at.country());
  }

  /** The country or state in the word behind, or before, in small letters; empty if none is. */
  String beside(int index) {
    List<Word> words = name.words();
    if (index + 1 < words.size() && isCountryOrState(index + 1)) {
      return words.get(index + 1).text();
    }
    return index > 0
            && words.get(index - 1).label() == words.get(index).label()
            && isCountryOrState(index - 1)
            && !isRoleBefore(words.get(index - 1).text())
        ? words.get(index - 1).text()
        : "";
  }

  /** National operators begin with what a router is, {@code kr-ham1}, others with where it is. */
  private boolean isRoleBefore(String letters) {
    return !country().isEmpty() && !RouterName.country(letters).equals(country());
  }

  /**
   * Two letters. Before a number they are an interface, {@code ae-5}; those that say what a router
   * is ({@code pe}, {@code br}) are a country where they are all of a label behind others.
   */
  boolean isCountryOrState(int index) {
    List<Word> words = name.words();
    Word word = words.get(index);
    if (word.text().length() != COUNTRY_LENGTH || !word.isWhole()) {
      return false;
    }
    boolean beginsLabel = index == 0 || words.get(index - 1).label() != word.label();
    boolean endsLabel = index + 1 == words.size() || words.get(index + 1).label() != word.label();
    if (codes.isNoCode(name.operator(), word.text())) {
      return word.label() > 0 && beginsLabel && endsLabel;
    }
    return endsLabel || !words.get(index + 1).isNumber();
  }
}
