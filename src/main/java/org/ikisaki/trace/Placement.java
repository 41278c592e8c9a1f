package org.ikisaki.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a hop is, how surely, and why.
 *
 * @param location {@code null} unless {@code kind} is {@link Kind#PLACED} or {@link Kind#ANYCAST}
 * @param confidence 0 to 1
 * @param candidates what was weighed, the chosen first
 * @param reason in words, for the user
 */
public record Placement(
    Kind kind,
    @Nullable Location location,
    double confidence,
    List<Candidate> candidates,
    String reason) {
  public Placement {
    candidates = List.copyOf(candidates);
  }

  public static Placement unplaced(Kind kind, String reason) {
    return new Placement(kind, null, 0, List.of(), reason);
  }

  /** What kind of place it is. */
  public enum Kind {
    PLACED,
    /** Announced from many places; this one is the likeliest. */
    ANYCAST,
    /** In the home network or another private one. */
    PRIVATE,
    /** Nobody answered. */
    SILENT,
    UNKNOWN
  }
}
