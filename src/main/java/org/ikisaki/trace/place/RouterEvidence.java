package org.ikisaki.trace.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.ikisaki.trace.Location;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What all traces tell of one router. Confined to one thread. */
final class RouterEvidence {
  /** Origins that are told apart: for one router more discs hardly say more. */
  private static final int MAX_ORIGINS = 16;

  final IpAddress address;
  @Nullable String name;
  boolean target;
  private final Map<String, Origin> origins = new HashMap<>(2);

  RouterEvidence(IpAddress address) {
    this.address = address;
  }

  /** Notes a round trip of a trace from {@code home}. */
  void seenFrom(String origin, @Nullable Location home, OptionalLong roundTripNanos) {
    if (roundTripNanos.isEmpty() || !origins.containsKey(origin) && origins.size() == MAX_ORIGINS) {
      return;
    }
    origins.merge(
        origin, new Origin(home, roundTripNanos.getAsLong()), (a, b) -> a.nanos <= b.nanos ? a : b);
  }

  /** The shortest from that origin, nanoseconds. */
  OptionalLong roundTrip(String origin) {
    Origin from = origins.get(origin);
    return from == null ? OptionalLong.empty() : OptionalLong.of(from.nanos);
  }

  /** The discs it lies in, the smallest first; empty where no home or round trip is known. */
  List<Reach> reaches() {
    List<Reach> reaches = new ArrayList<>();
    for (Origin origin : origins.values()) {
      Reach reach = new Reach(origin.home, OptionalLong.of(origin.nanos));
      if (reach.isKnown()) {
        reaches.add(reach);
      }
    }
    reaches.sort((a, b) -> Double.compare(a.kilometres(), b.kilometres()));
    return reaches;
  }

  /** Whether the place is within all of them. */
  boolean allows(Location place) {
    for (Origin origin : origins.values()) {
      if (!new Reach(origin.home, OptionalLong.of(origin.nanos)).allows(place)) {
        return false;
      }
    }
    return true;
  }

  private record Origin(@Nullable Location home, long nanos) {}
}
