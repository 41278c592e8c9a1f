package org.ikisaki.trace.place;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.ikisaki.trace.Location;

/**
 * What an operator's names mean, by all of them: a word that light excludes for some of its routers
 * means no city for the others either, and where words of most are excluded, that part of its names
 * says something else, such as whom a link leads to. Confined to one thread.
 */
final class Conventions {
  /** So much of the routers with a reading outside its disc refutes it. */
  private static final double REFUTED = 1.0 / 3;

  /** Fewer say nothing of a part of the operator's names. */
  private static final int FEW_NAMES = 4;

  /** So many different places in one part of the names, and what stands there is a place. */
  private static final int ENOUGH_PLACES = 2;

  /** For traces of hostile names: operators beyond that are read as if each name were the only. */
  private static final int MAX_READINGS = 200_000;

  private final Map<String, Tally> readings = new HashMap<>();
  private final Map<String, Tally> parts = new HashMap<>();
  private final Map<String, Set<Location>> places = new HashMap<>();

  /**
   * Notes the readings of a router's name.
   *
   * @param allowed whether a hint's place is within the router's discs
   */
  void note(String operator, List<Hint> hints, Predicate<Hint> allowed) {
    Set<String> seen = new HashSet<>();
    for (Hint hint : hints) {
      if (hint.doubtful()) {
        continue;
      }
      boolean outside = !allowed.test(hint);
      if (readings.size() < MAX_READINGS) {
        readings.computeIfAbsent(reading(operator, hint), ignored -> new Tally()).add(outside);
      }
      if (parts.size() < MAX_READINGS && seen.add(part(operator, hint))) {
        parts.computeIfAbsent(part(operator, hint), ignored -> new Tally()).add(outside);
      }
      if (!outside && places.size() < MAX_READINGS) {
        places
            .computeIfAbsent(part(operator, hint), ignored -> new HashSet<>())
            .add(hint.location());
      }
    }
  }

  /** Whether the operator's other names say that this one does not mean that place. */
  boolean refute(String operator, Hint hint) {
    Tally reading = readings.get(reading(operator, hint));
    Tally part = parts.get(part(operator, hint));
    return hint.kind() != Hint.Kind.OPERATOR_CODE
        && (reading != null && reading.all > 1 && reading.isRefuted()
            || part != null && part.all >= FEW_NAMES && part.isRefuted());
  }

  /**
   * Whether other names of the operator have places in that part, some of them in that country, so
   * that this is one too.
   */
  boolean confirm(String operator, Hint hint) {
    Set<Location> known = places.getOrDefault(part(operator, hint), Set.of());
    return known.size() >= ENOUGH_PLACES
        && known.stream().anyMatch(at -> at.country().equals(hint.location().country()));
  }

  private static String reading(String operator, Hint hint) {
    return part(operator, hint) + " " + hint.word() + " " + hint.location();
  }

  private static String part(String operator, Hint hint) {
    return operator + " " + hint.slot();
  }

  private static final class Tally {
    private int all;
    private int outside;

    void add(boolean isOutside) {
      all++;
      outside += isOutside ? 1 : 0;
    }

    boolean isRefuted() {
      return outside >= REFUTED * all;
    }
  }
}
