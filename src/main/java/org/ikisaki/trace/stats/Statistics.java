package org.ikisaki.trace.stats;

import java.util.List;

/**
 * What traces say together. Shares are of paths.
 *
 * @param paths traces
 * @param ways those that differ in the routers that answered
 * @param hops routers and targets that answered, by address
 * @param places where those are, cities and the like
 * @param countries that hops or far ends are in
 * @param reached paths whose target answered
 * @param accesses lines of an access log whose visitors were traced; -1 without a log
 * @param untracedAccesses the other lines
 * @param kinds by country of the far end, the most paths first
 * @param crossings borders that were crossed, the most paths first
 * @param owners of the equipment on the way, the most paths first
 * @param parties who has the far ends, the most targets first
 */
public record Statistics(
    int paths,
    int ways,
    int hops,
    int places,
    int countries,
    int reached,
    long accesses,
    long untracedAccesses,
    List<FarEnd> kinds,
    List<Crossing> crossings,
    List<Owner> owners,
    List<Party> parties) {
  public Statistics {
    kinds = List.copyOf(kinds);
    crossings = List.copyOf(crossings);
    owners = List.copyOf(owners);
    parties = List.copyOf(parties);
  }

  /**
   * The paths to one country.
   *
   * @param country ISO 3166-1 alpha-2, {@code ZZ} for unknown
   * @param unsure paths with no hop on the way that is surely anywhere: of no kind
   * @param kinds the most paths first
   */
  public record FarEnd(String country, int paths, int unsure, List<Kind> kinds) {
    public FarEnd {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * A kind of route.
   *
   * @param by countries between home's and the far end's, in order; empty if it is direct
   * @param share of those paths to the country that are of any kind, 0 to 1
   */
  public record Kind(List<String> by, int paths, double share) {
    public Kind {
      by = List.copyOf(by);
    }
  }

  /**
   * A border, in the direction away from home.
   *
   * @param sure paths where one hop is surely on this side and the next on that
   * @param gaps paths where hops lie between that are not surely anywhere: a third country may
   */
  public record Crossing(String from, String to, int sure, int gaps) {
    public int paths() {
      return sure + gaps;
    }
  }

  /**
   * Whose routers are on the way; the target itself is none.
   *
   * @param routers by address
   * @param countries where those surely are
   */
  public record Owner(
      int asn, String organisation, int paths, int routers, List<String> countries) {
    public Owner {
      countries = List.copyOf(countries);
    }
  }

  /**
   * Who is told of a visit.
   *
   * @param targets by address
   * @param countries where those are, or are registered
   */
  public record Party(int asn, String organisation, int targets, List<String> countries) {
    public Party {
      countries = List.copyOf(countries);
    }
  }
}
