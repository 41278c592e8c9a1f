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

  /** The surest first; none twice. What letters may be short for only if nothing else is said. */
  List<Hint> of(String name) {
    List<Hint> strict = strict(name).stream().filter(hint -> !hint.doubtful()).toList();
    return strict.isEmpty() ? loose(name) : strict;
  }

  /** Of codes and names alone, those too that only the operator's other names can confirm. */
  List<Hint> strict(String name) {
    return order(reader(name).read());
  }

  /** What letters may be short for: where the rest can't be. */
  List<Hint> loose(String name) {
    return order(reader(name).readLoosely());
  }

  private HintReader reader(String name) {
    return new HintReader(RouterName.of(name), gazetteer, codes);
  }

  private static List<Hint> order(List<Hint> hints) {
    List<Hint> order = new ArrayList<>(hints);
    order.sort(
        Comparator.comparing(Hint::doubtful)
            .thenComparing(Comparator.comparingDouble(Hint::weight).reversed()));
    Set<Location> seen = new HashSet<>();
    return order.stream().filter(hint -> seen.add(hint.location())).toList();
  }
}
