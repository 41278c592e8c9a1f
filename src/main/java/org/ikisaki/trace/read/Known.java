package org.ikisaki.trace.read;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.wire.IpAddress;

/**
 * Addresses and names that a file has mentioned: traces meet the same routers again and again, and
 * each is to be parsed and kept once. Bounded; confined to one thread.
 */
final class Known {
  private static final int MOST = 100_000;

  private final Map<String, Optional<IpAddress>> addresses = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  Optional<IpAddress> address(String text) {
    Optional<IpAddress> known = addresses.get(text);
    if (known != null) {
      return known;
    }
    Optional<IpAddress> parsed = Addresses.parse(text);
    if (addresses.size() < MOST) {
      addresses.put(text, parsed);
    }
    return parsed;
  }

  String name(String text) {
    String known = names.get(text);
    if (known == null && names.size() < MOST) {
      names.put(text, text);
    }
    return known == null ? text : known;
  }
}
