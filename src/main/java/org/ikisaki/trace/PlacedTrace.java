package org.ikisaki.trace;

import java.util.List;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A trace of which each hop is placed.
 *
 * @param hops one for each of the trace's hops, in their order
 */
public record PlacedTrace(Trace trace, List<PlacedHop> hops) {
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
   * @param network the AS, its organisation and the country it is registered in
   */
  public record PlacedHop(
      Hop hop, @Nullable IpAddress address, Place network, Placement placement) {}

  /** The name of a hop's router. */
  public Optional<String> name(PlacedHop hop) {
    return Optional.ofNullable(hop.address()).map(trace.names()::get);
  }
}
