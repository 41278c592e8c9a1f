package org.ikisaki.trace.render;

import java.util.List;

/**
 * A sequence of sites that one or more traces took.
 *
 * @param sites indices, no two equal ones side by side
 * @param sure for each step between two of {@code sites}, whether no unplaced hop lies in between
 * @param country of the far end, ISO 3166-1 alpha-2
 */
record Route(List<Integer> sites, List<Boolean> sure, String country) {
  Route {
    sites = List.copyOf(sites);
    sure = List.copyOf(sure);
  }
}
