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

  /**
   * Notes a round trip of a trace from {@code home}.
   *
   * @param behind the shortest of the routers behind it on the same way: that way leads past this
   *     one and home again, so that half of it is the most that this one is away
   */
  void seenFrom(
      String origin, @Nullable Location home, OptionalLong roundTripNanos, OptionalLong behind) {
    if (roundTripNanos.isEmpty() || !origins.containsKey(origin) && origins.size() == MAX_ORIGINS) {
      return;
    }
    long own = roundTripNanos.getAsLong();
    long least = Math.min(own, behind.orElse(own));
    origins.merge(origin, new Origin(home, own, least), Origin::shortest);
  }

  /** The shortest from that origin, nanoseconds. */
  OptionalLong roundTrip(String origin) {
    Origin from = origins.get(origin);
    return from == null ? OptionalLong.empty() : OptionalLong.of(from.own);
  }

  /** The discs it lies in, the smallest first; empty where no home or round trip is known. */
  List<Reach> reaches() {
    List<Reach> reaches = new ArrayList<>();
    for (Origin origin : origins.values()) {
      Reach reach = origin.reach();
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
      if (!origin.reach().allows(place)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What traces from one origin tell.
   *
   * @param own the shortest round trip of the router itself, nanoseconds
   * @param least that of it or of a router behind it
   */
  private record Origin(@Nullable Location home, long own, long least) {
    Reach reach() {
      return new Reach(home, OptionalLong.of(least), least < own);
    }

    static Origin shortest(Origin a, Origin b) {
      return new Origin(a.home, Math.min(a.own, b.own), Math.min(a.least, b.least));
    }
  }
}
