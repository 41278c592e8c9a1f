package org.ikisaki.trace.render;

import java.util.stream.Collectors;
import org.ikisaki.geo.Place;

/** A site in words. */
final class SiteText {
  private static final int ROUTERS = 12;

  private SiteText() {}

  /** The shortest to any of its routers. */
  static RoundTrips roundTrip(Site site) {
    return RoundTrips.of(
        site.routers().stream()
            .mapToLong(Router::bestRoundTripNanos)
            .filter(nanos -> nanos >= 0)
            .min()
            .orElse(-1));
  }

  /** Its name, then its routers, a line each. */
  static String describe(Site site) {
    String routers =
        site.routers().stream()
            .limit(ROUTERS)
            .map(router -> "\n" + router(router))
            .collect(Collectors.joining());
    int rest = site.routers().size() - ROUTERS;
    return site.label() + routers + (rest > 0 ? "\nand %d more".formatted(rest) : "");
  }

  /** {@code 192.0.2.1 core1.par.example.net · AS64500 Example · 3.1 ms}. */
  static String router(Router router) {
    StringBuilder text = new StringBuilder(router.address().toString());
    if (router.name() != null) {
      text.append(' ').append(router.name());
    }
    if (router.network().asn() != 0) {
      text.append(" · ").append(network(router.network()));
    }
    if (router.bestRoundTripNanos() >= 0) {
      text.append(" · ").append(RoundTrips.text(router.bestRoundTripNanos()));
    }
    if (router.translated()) {
      text.append(" · ").append(nat(true));
    }
    return text.toString();
  }

  /** What a NAT left to say, or nothing. */
  static String nat(boolean translated) {
    return translated ? "behind a NAT" : "";
  }

  /** {@code AS64500 Example}, or nothing where unknown. */
  static String network(Place network) {
    return network.asn() == 0 ? "" : ("AS" + network.asn() + " " + network.asOrg()).strip();
  }
}
