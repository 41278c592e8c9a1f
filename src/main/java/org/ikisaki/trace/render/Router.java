package org.ikisaki.trace.render;

import org.ikisaki.geo.Place;
import org.ikisaki.trace.Placement;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One address on the way of one or more traces.
 *
 * @param bestRoundTripNanos of all traces, -1 where unknown
 * @param traces how many went through it
 */
record Router(
    IpAddress address,
    @Nullable String name,
    Place network,
    Placement placement,
    long bestRoundTripNanos,
    int traces) {
  Router seenAgain(@Nullable String otherName, long roundTripNanos) {
    long best =
        bestRoundTripNanos < 0
            ? roundTripNanos
            : roundTripNanos < 0
                ? bestRoundTripNanos
                : Math.min(bestRoundTripNanos, roundTripNanos);
    return new Router(
        address, name == null ? otherName : name, network, placement, best, traces + 1);
  }
}
