package org.ikisaki.trace;

import java.util.List;
import org.ikisaki.geo.Place;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A trace of which each hop is placed.
 *
 * @param home where it was traced from; {@code null} where that is not known
 * @param hops one for each of the trace's hops, in their order
 * @param end the target, which may not have answered
 */
public record PlacedTrace(
    Trace trace, @Nullable Location home, List<PlacedHop> hops, PlacedTarget end) {
  public PlacedTrace {
    hops = List.copyOf(hops);
    if (hops.size() != trace.hops().size()) {
      throw new IllegalArgumentException("as many places as hops");
    }
  }

  /**
   * A hop and where it is.
   *
   * @param address who answered first; {@code null} where nobody did
   * @param name what that router is called; {@code null} where unknown
   * @param network its AS, and the country that is registered in
   */
  public record PlacedHop(
      Hop hop,
      @Nullable IpAddress address,
      @Nullable String name,
      Place network,
      Placement placement) {}

  /** Where the target is. */
  public record PlacedTarget(Place network, Placement placement) {
    /** ISO 3166-1 alpha-2 code of where it is, else of where it is registered. */
    public String country() {
      Location location = placement.location();
      return location == null ? network.country() : location.country();
    }
  }
}
