package org.ikisaki.trace.render;

import java.util.List;
import org.ikisaki.trace.Location;

/**
 * A place on the map and what is there.
 *
 * @param traces how many pass or end there
 * @param home whether traces begin there
 */
record Site(Location location, List<Router> routers, int traces, boolean home) {
  Site {
    routers = List.copyOf(routers);
  }

  /** {@code Frankfurt, DE}, or the country alone. */
  String label() {
    return location.city().isEmpty()
        ? location.country()
        : location.city() + ", " + location.country();
  }
}
