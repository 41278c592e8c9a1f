package org.ikisaki.trace.place;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.trace.Location;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Places that the user states: of an address, or of all routers under a domain. Immutable.
 *
 * @param addresses by address
 * @param domains by name; each stands for the name itself and all below it
 */
public record Corrections(Map<IpAddress, Location> addresses, Map<String, Location> domains) {
  public static final Corrections NONE = new Corrections(Map.of(), Map.of());

  public Corrections {
    addresses = Map.copyOf(addresses);
    domains = Map.copyOf(new LinkedHashMap<>(domains));
  }

  /** The address before the longest domain. */
  Optional<Location> of(IpAddress address, @Nullable String name) {
    Location stated = addresses.get(address);
    for (String rest = name; stated == null && rest != null; ) {
      stated = domains.get(rest);
      int dot = rest.indexOf('.');
      rest = dot < 0 ? null : rest.substring(dot + 1);
    }
    return Optional.ofNullable(stated);
  }
}
