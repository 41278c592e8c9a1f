package org.ikisaki.trace.stats;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;

/**
 * The countries that one path goes through, in order, by hops that are surely somewhere.
 *
 * @param countries each once in a row, home's first where it is known
 * @param sure for each step from one to the next, whether no unsure hop lies between
 * @param placed whether a hop on the way says anything
 */
public record Borders(List<String> countries, List<Boolean> sure, boolean placed) {
  /** What the user states, a name or near neighbours say; a database alone is often wrong. */
  private static final double SURE = 0.6;

  public Borders {
    countries = List.copyOf(countries);
    sure = List.copyOf(sure);
  }

  public static Borders of(PlacedTrace trace) {
    List<String> countries = new ArrayList<>();
    List<Boolean> sure = new ArrayList<>();
    boolean gap = false;
    boolean placed = false;
    Location home = trace.home();
    if (home != null && !home.country().equals("ZZ")) {
      countries.add(home.country());
    }
    for (PlacedHop hop : trace.hops()) {
      Location at = hop.placement().location();
      boolean counts = at != null && isSure(hop.placement());
      if (at == null || !counts) {
        gap |= hop.placement().kind() != Placement.Kind.PRIVATE;
        continue;
      }
      placed = true;
      if (countries.isEmpty()) {
        countries.add(at.country());
      } else if (!countries.get(countries.size() - 1).equals(at.country())) {
        countries.add(at.country());
        sure.add(!gap);
      }
      gap = false;
    }
    return new Borders(countries, sure, placed);
  }

  static boolean isSure(Placement placement) {
    return placement.confidence() >= SURE;
  }

  /** The countries between the first and {@code end}, which may be the last. */
  List<String> between(String end) {
    List<String> by =
        new ArrayList<>(countries.subList(Math.min(1, countries.size()), countries.size()));
    if (!by.isEmpty() && by.get(by.size() - 1).equals(end)) {
      by.remove(by.size() - 1);
    }
    return by;
  }
}
