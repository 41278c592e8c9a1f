package org.ikisaki.naming;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names that hidden handshakes show instead of their own (Encrypted Client Hello). Bounded, the
 * oldest goes first. Confined to one capture thread.
 *
 * <p>The extension itself tells nothing: browsers send it, filled with noise, to every server.
 */
final class EchPublicNames {
  private static final int CAPACITY = 1_024;
  private static final Set<String> WELL_KNOWN = Set.of("cloudflare-ech.com");

  private final Set<String> learned = new LinkedHashSet<>();

  /** Takes in that {@code host} publishes a configuration with this public name. */
  void learn(String host, String publicName) {
    if (host.equals(publicName)) {
      return;
    }
    if (learned.size() >= CAPACITY) {
      learned.remove(learned.iterator().next());
    }
    learned.add(publicName);
  }

  /** What a server name is worth as a name. */
  Name name(String host, NameSource source) {
    boolean isOuter = WELL_KNOWN.contains(host) || learned.contains(host);
    return new Name(host, isOuter ? NameSource.ECH_OUTER : source);
  }
}
