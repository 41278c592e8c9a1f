package org.ikisaki.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.geo.SpecialAddresses;
import org.ikisaki.service.Subject;
import org.ikisaki.store.StoreReader.EndpointTotal;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What this network talked to, as targets: hosts by name, and by address where they have none. */
public final class SeenTargets {
  private SeenTargets() {}

  /** The {@code top} with the most bytes, the most first; private addresses are left out. */
  public static List<Seen> of(List<EndpointTotal> totals, int top) {
    Map<String, Seen> seen = new HashMap<>();
    for (EndpointTotal total : totals) {
      Subject subject = total.subject();
      // Of a host the network is known that it lies in.
      if (!SpecialAddresses.contains(subject.address())) {
        String host = subject.host();
        IpAddress address = host == null ? subject.address() : null;
        String name = host == null ? subject.address().toString() : host;
        seen.merge(
            name,
            new Seen(name, address, total.counters().bytes()),
            (a, b) -> new Seen(name, address, a.bytes + b.bytes));
      }
    }
    return seen.values().stream()
        .sorted(Comparator.comparingLong((Seen each) -> -each.bytes).thenComparing(Seen::name))
        .limit(top)
        .toList();
  }

  /**
   * One of them.
   *
   * @param name a host's, or the address as text
   * @param address {@code null} where it goes by a name, which is to be looked up
   */
  public record Seen(String name, @Nullable IpAddress address, long bytes) {}
}
