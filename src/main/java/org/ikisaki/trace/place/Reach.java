package org.ikisaki.trace.place;

import java.util.Locale;
import java.util.OptionalLong;
import org.ikisaki.trace.Location;
import org.jspecify.annotations.Nullable;

/**
 * How far from home a router can be, by its shortest round trip.
 *
 * <p>Light in fibre needs 1 ms for 200 km, there and back for 100 (two thirds of c). Cables make
 * detours and routers take their time, so that this only excludes.
 *
 * @param behind whether it is the round trip of a router farther on the same way
 */
record Reach(@Nullable Location home, OptionalLong roundTripNanos, boolean behind) {
  private static final double KM_PER_MILLI = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Kilometres; without end where home or the round trip are unknown. */
  double kilometres() {
    return home == null || roundTripNanos.isEmpty()
        ? Double.POSITIVE_INFINITY
        : roundTripNanos.getAsLong() / NANOS_PER_MILLI * KM_PER_MILLI;
  }

  /** Whether anything is excluded at all. */
  boolean isKnown() {
    return home != null && roundTripNanos.isPresent();
  }

  boolean allows(Location place) {
    return home == null || home.kilometresTo(place) <= kilometres();
  }

  /** {@code 3.1 ms from home allows 310 km}. */
  String words() {
    return isKnown()
        ? String.format(
            Locale.ROOT,
            "%.1f ms from home%s allows %.0f km",
            roundTripNanos.orElseThrow() / NANOS_PER_MILLI,
            behind ? " to a router behind it" : "",
            kilometres())
        : "no round trip from home is known";
  }
}
