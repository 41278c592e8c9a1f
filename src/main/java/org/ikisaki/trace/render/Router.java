package org.ikisaki.trace.render;

import org.ikisaki.geo.Place;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One address on the way of one or more traces.
 *
 * @param bestRoundTripNanos of all traces, -1 where unknown
 * @param translated whether a NAT before it changed our probes
 * @param traces how many went through it
 */
record Router(
    IpAddress address,
    @Nullable String name,
    Place network,
    Placement placement,
    long bestRoundTripNanos,
    boolean translated,
    int traces) {
  /** As a trace met it. */
  static Router of(IpAddress address, @Nullable String name, PlacedHop hop) {
    return new Router(
        address,
        name,
        hop.network(),
        hop.placement(),
        hop.hop().bestRoundTrip(address).orElse(-1),
        hop.hop().isTranslated(address),
        1);
  }

  Router and(Router other) {
    long best =
        bestRoundTripNanos < 0
            ? other.bestRoundTripNanos
            : other.bestRoundTripNanos < 0
                ? bestRoundTripNanos
                : Math.min(bestRoundTripNanos, other.bestRoundTripNanos);
    return new Router(
        address,
        name == null ? other.name : name,
        network,
        placement,
        best,
        translated || other.translated,
        traces + other.traces);
  }
}
