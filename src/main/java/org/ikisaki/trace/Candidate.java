package org.ikisaki.trace;

/**
 * A place where a hop may be.
 *
 * @param source who says so
 * @param reason in words, for the user: "{@code par} in the name"
 * @param feasible whether the round trip allows it
 */
public record Candidate(Location location, Source source, String reason, boolean feasible) {
  /** Who names a place, the surest first. */
  public enum Source {
    USER,
    ROUTER_NAME,
    NEIGHBOUR,
    DATABASE_CITY,
    DATABASE_COUNTRY
  }
}
