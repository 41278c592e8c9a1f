package org.ikisaki.trace.render;

import java.util.List;

/**
 * Any number of traces on one map: what they share is there once.
 *
 * @param sites by first appearance
 * @param legs the ways between them, by first appearance
 * @param routes which were taken, by first appearance
 * @param journeys for each trace, in the order given, the index of its route
 * @param unplaced routers whose place is unknown, private ones excepted
 */
record Atlas(
    List<Site> sites, List<Leg> legs, List<Route> routes, List<Integer> journeys, int unplaced) {
  Atlas {
    sites = List.copyOf(sites);
    legs = List.copyOf(legs);
    routes = List.copyOf(routes);
    journeys = List.copyOf(journeys);
  }

  /** {@code 3 traces, 2 routes, 7 places}. */
  String summary() {
    return "%s, %s, %s"
        .formatted(
            count(journeys.size(), "trace"),
            count(routes.size(), "route"),
            count(sites.size(), "place"));
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
