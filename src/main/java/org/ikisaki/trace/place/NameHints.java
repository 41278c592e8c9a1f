package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.trace.Location;

/**
 * Finds the places that a router's name speaks of: codes of its operator, names of cities, CLLI,
 * UN/LOCODE and IATA codes. Immutable.
 */
public final class NameHints {
  private final Gazetteer gazetteer;
  private final Codes codes;

  public NameHints(Gazetteer gazetteer) {
    this.gazetteer = gazetteer;
    this.codes = Codes.load(gazetteer);
  }

  /** The surest first; none twice. */
  List<Hint> of(String name) {
    List<Hint> hints = new HintReader(RouterName.of(name), gazetteer, codes).read();
    List<Hint> order = new ArrayList<>(hints);
    order.sort(Comparator.comparingDouble(Hint::weight).reversed());
    Set<Location> seen = new HashSet<>();
    return order.stream().filter(hint -> seen.add(hint.location())).toList();
  }
}
