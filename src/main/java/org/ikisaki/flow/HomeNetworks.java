package org.ikisaki.flow;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ikisaki.wire.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are at home. Confined to one capture thread.
 *
 * <p>By default those are the private, link-local, loopback and unspecified addresses (the latter
 * are a host's before it has one), the networks of the capture interface, and the prefixes that
 * routers announce on the link. Shared address space (RFC 6598) is the provider's, not the home's.
 */
public final class HomeNetworks {
  private static final Prefix[] ALWAYS =
      prefixes(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "169.254.0.0/16",
          "127.0.0.0/8",
          "0.0.0.0/32",
          "fc00::/7",
          "fe80::/10",
          "::1/128",
          "::/128");

  /** More than a home has; what a hostile neighbour can make us remember. */
  private static final int MAX_ANNOUNCED = 16;

  /** A wider one can't be a link's, and would make half the world a home. */
  private static final int SHORTEST_ANNOUNCED = 48;

  private static final long FORGOTTEN_AFTER = TimeUnit.DAYS.toNanos(1);

  private final boolean auto;
  private final Prefix[] configured;
  private final @Nullable Prefix[] announced = new Prefix[MAX_ANNOUNCED];
  private final long[] lastAnnounced = new long[MAX_ANNOUNCED];
  private int announcedCount;

  /**
   * Home as configured.
   *
   * @param interfaceNetworks those of the capture interface; not used if the settings list networks
   */
  public HomeNetworks(HomeSettings settings, Collection<Prefix> interfaceNetworks) {
    auto = settings.auto();
    configured =
        auto
            ? Stream.concat(Stream.of(ALWAYS), interfaceNetworks.stream()).toArray(Prefix[]::new)
            : settings.networks().toArray(Prefix[]::new);
  }

  /** Whether the address is at home; group addresses never are. */
  public boolean contains(long high, long low) {
    if (Addresses.isGroup(high, low)) {
      return false;
    }
    for (Prefix prefix : configured) {
      if (prefix.contains(high, low)) {
        return true;
      }
    }
    for (int i = 0; i < announcedCount; i++) {
      Prefix prefix = announced[i];
      if (prefix != null && prefix.contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes in a prefix that a router announced to be on the link. When no more can be remembered, it
   * replaces one that was not announced for a day.
   *
   * @return whether there is more at home than before
   */
  boolean announce(Prefix prefix, long now) {
    if (!auto || prefix.length() < SHORTEST_ANNOUNCED) {
      return false;
    }
    for (int i = 0; i < announcedCount; i++) {
      if (prefix.equals(announced[i])) {
        lastAnnounced[i] = now;
        return false;
      }
    }
    if (contains(prefix.network().high(), prefix.network().low())) {
      return false;
    }
    int slot = announcedCount < MAX_ANNOUNCED ? announcedCount++ : forgotten(now);
    if (slot < 0) {
      return false;
    }
    announced[slot] = prefix;
    lastAnnounced[slot] = now;
    return true;
  }

  private int forgotten(long now) {
    for (int i = 0; i < announcedCount; i++) {
      if (now - lastAnnounced[i] > FORGOTTEN_AFTER) {
        return i;
      }
    }
    return -1;
  }

  private static Prefix[] prefixes(String... texts) {
    return Stream.of(texts).map(Prefix::parse).toArray(Prefix[]::new);
  }
}
