package org.ikisaki.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ikisaki.config.Node;

/**
 * The settings under {@code trace}. Places are as the user writes them: {@code Oslo, NO}, or
 * latitude and longitude; they are looked up only when something is traced.
 *
 * @param home where this network is; empty where not said
 * @param places where routers are, by address or by domain, that the user knows better
 */
public record TraceSettings(String home, Map<String, String> places) {
  public static final TraceSettings DEFAULTS = new TraceSettings("", Map.of());

  public TraceSettings {
    places = Map.copyOf(places);
  }

  public static TraceSettings from(Node node) {
    node.allowOnly("home", "places");
    Map<String, String> places = new LinkedHashMap<>();
    node.get("places").entries().forEach((router, place) -> places.put(router, place.string("")));
    return new TraceSettings(node.get("home").string(""), places);
  }
}
