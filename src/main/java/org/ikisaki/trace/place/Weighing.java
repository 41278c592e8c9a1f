package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ikisaki.trace.Candidate;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the candidates of one router, and says why.
 *
 * <p>What the user states wins. What the speed of light excludes is out. Of the rest a router's
 * name beats its neighbours, these beat a database's city, which is mostly its operator's, and that
 * beats a country. Confidences are by rank and agreement; the tests hold them to be in order, and
 * {@code docs/trace.md} says how often each was right.
 */
final class Weighing {
  /** Two sources that name places so near mean the same. */
  private static final double SAME_KM = 60;

  private static final String SEVERAL_PLACES = "; the same address answers from several places";

  private static final double STATED = 1;
  private static final double NAME_AND_DATABASE = 0.97;
  private static final double NAME = 0.9;
  private static final double NAME_UNCHECKED = 0.75;
  private static final double NAME_OF_SEVERAL = 0.6;
  private static final double NEIGHBOUR_AND_DATABASE = 0.85;
  private static final double NEIGHBOUR = 0.7;
  private static final double DATABASE_CITY = 0.5;
  private static final double DATABASE_COUNTRY = 0.3;

  private final List<Reach> reaches;
  private final boolean target;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> refuted = new ArrayList<>();

  /**
   * Begins.
   *
   * @param reaches the discs that the router lies in
   * @param target whether it is what was traced, not a router on the way
   */
  Weighing(List<Reach> reaches, boolean target) {
    this.reaches = reaches;
    this.target = target;
  }

  Weighing stated(Optional<Location> place) {
    place.ifPresent(at -> add(at, Candidate.Source.USER, "you said it is in " + words(at)));
    return this;
  }

  Weighing hints(List<Hint> hints) {
    hints.forEach(hint -> add(hint.location(), Candidate.Source.ROUTER_NAME, hint.words()));
    return this;
  }

  /** What the name could mean, if other names of the operator did not say otherwise. */
  Weighing refuted(List<Hint> hints) {
    hints.forEach(
        hint ->
            refuted.add(hint.words() + " for others, but not for this operator, by its routers"));
    return this;
  }

  Weighing neighbours(Optional<Neighbours.Vote> vote) {
    vote.ifPresent(
        found ->
            add(
                found.place(),
                Candidate.Source.NEIGHBOUR,
                "%d of %d times the next router in line, which answers as quickly, is in %s"
                    .formatted(found.votes(), found.of(), words(found.place()))));
    return this;
  }

  Weighing databaseCity(Optional<Location> place) {
    place.ifPresent(
        at -> add(at, Candidate.Source.DATABASE_CITY, "the database says " + words(at)));
    return this;
  }

  /** A country reaches far: of its cities those count that are near enough, if any is. */
  Weighing databaseCountry(String country, Gazetteer gazetteer) {
    String reason = "the database says it is registered in " + country;
    if (candidates.stream().anyMatch(Candidate::feasible)) {
      // It will not be chosen: where in the country it would be matters to nobody.
      gazetteer
          .middle(country)
          .ifPresent(
              at ->
                  candidates.add(
                      new Candidate(
                          at,
                          Candidate.Source.DATABASE_COUNTRY,
                          reason,
                          gazetteer.anyCity(country, this::allows))));
      return this;
    }
    gazetteer
        .middle(country, this::allows)
        .or(() -> gazetteer.middle(country))
        .ifPresent(at -> add(at, Candidate.Source.DATABASE_COUNTRY, reason));
    return this;
  }

  private void add(Location place, Candidate.Source source, String reason) {
    boolean feasible = source == Candidate.Source.USER || allows(place);
    candidates.add(new Candidate(place, source, reason, feasible));
  }

  private boolean allows(Location place) {
    for (Reach reach : reaches) {
      if (!reach.allows(place)) {
        return false;
      }
    }
    return true;
  }

  Placement choose() {
    @Nullable Candidate chosen =
        candidates.stream().filter(Candidate::feasible).findFirst().orElse(null);
    if (chosen == null) {
      String elsewhere = target && excludedCity().isPresent() ? SEVERAL_PLACES : "";
      return Placement.unplaced(Placement.Kind.UNKNOWN, why(null) + elsewhere);
    }
    List<Candidate> order = new ArrayList<>(candidates);
    order.remove(chosen);
    order.add(0, chosen);
    boolean anycast = target && excludedCity().isPresent() && !agreesWithName(chosen);
    return new Placement(
        anycast ? Placement.Kind.ANYCAST : Placement.Kind.PLACED,
        chosen.location(),
        anycast ? Math.min(confidence(chosen), NAME_OF_SEVERAL) : confidence(chosen),
        order,
        why(chosen) + (anycast ? SEVERAL_PLACES : ""));
  }

  /** What the database says of a target that is much nearer: it is announced from many places. */
  private Optional<Candidate> excludedCity() {
    return candidates.stream()
        .filter(candidate -> !candidate.feasible())
        .filter(
            candidate ->
                candidate.source() == Candidate.Source.DATABASE_CITY
                    || candidate.source() == Candidate.Source.DATABASE_COUNTRY)
        .findFirst();
  }

  private static boolean agreesWithName(Candidate chosen) {
    return chosen.source() == Candidate.Source.USER
        || chosen.source() == Candidate.Source.ROUTER_NAME;
  }

  private double confidence(Candidate chosen) {
    return switch (chosen.source()) {
      case USER -> STATED;
      case ROUTER_NAME -> confidenceOfName(chosen);
      case NEIGHBOUR ->
          supported(chosen, Candidate.Source.DATABASE_CITY) ? NEIGHBOUR_AND_DATABASE : NEIGHBOUR;
      case DATABASE_CITY -> DATABASE_CITY;
      case DATABASE_COUNTRY -> DATABASE_COUNTRY;
    };
  }

  private double confidenceOfName(Candidate chosen) {
    if (supported(chosen, Candidate.Source.DATABASE_CITY)
        || supported(chosen, Candidate.Source.NEIGHBOUR)) {
      return NAME_AND_DATABASE;
    }
    boolean others =
        candidates.stream()
            .anyMatch(
                other ->
                    other.source() == Candidate.Source.ROUTER_NAME
                        && other.feasible()
                        && !isNear(other, chosen));
    return others ? NAME_OF_SEVERAL : reaches.isEmpty() ? NAME_UNCHECKED : NAME;
  }

  private boolean supported(Candidate chosen, Candidate.Source source) {
    return candidates.stream().anyMatch(other -> other.source() == source && isNear(other, chosen));
  }

  private static boolean isNear(Candidate a, Candidate b) {
    return a.location().kilometresTo(b.location()) <= SAME_KM;
  }

  /** Everything that mattered, in words. */
  private String why(@Nullable Candidate chosen) {
    List<String> parts = new ArrayList<>(refuted);
    candidates.stream()
        .filter(candidate -> !candidate.feasible())
        .map(candidate -> candidate.reason() + ", which is too far")
        .forEach(parts::add);
    if (!reaches.isEmpty()) {
      parts.add(reaches.get(0).words());
    }
    if (chosen != null) {
      String conclusion =
          chosen.location().city().isEmpty() ? "" : " → " + words(chosen.location());
      parts.add(chosen.reason() + conclusion);
    } else if (candidates.isEmpty()) {
      parts.add("neither its name nor a database says where it is");
    } else {
      parts.add("nothing that is known of it is near enough");
    }
    return parts.stream().collect(Collectors.joining("; "));
  }

  private static String words(Location place) {
    return place.city().isEmpty() ? place.country() : place.city();
  }
}
