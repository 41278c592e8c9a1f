package org.ikisaki.trace.render;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.wire.IpAddress;

/**
 * A page with the map, that needs no network: a reader can move, play the traces in their order,
 * choose a country, and ask each place for its routers.
 *
 * <p>All that comes from traces lies in one JSON block, whose {@code <} are escaped; the script
 * puts it into the page as text. The page's policy lets no other script run.
 */
final class MapPage {
  private static final Gson GSON = new GsonBuilder().create();

  private MapPage() {}

  static void write(List<PlacedTrace> traces, Writer out) throws IOException {
    Atlas atlas = AtlasBuilder.of(traces);
    String script = resource("map.js");
    String style = resource("map.css");
    Map<String, String> parts = new HashMap<>();
    parts.put("script", script);
    parts.put("script-hash", hash(script));
    parts.put("style", style);
    parts.put("style-hash", hash(style));
    parts.put("data", GSON.toJson(data(atlas)));
    String[] pieces = resource("map.html").split("@", -1);
    for (int i = 0; i < pieces.length; i++) {
      out.write(i % 2 == 0 ? pieces[i] : Objects.requireNonNull(parts.get(pieces[i])));
    }
  }

  private static JsonObject data(Atlas atlas) {
    Map<IpAddress, Integer> indices = new HashMap<>();
    JsonArray routers = new JsonArray();
    JsonArray sites = new JsonArray();
    for (Site site : atlas.sites()) {
      sites.add(site(site, indices, routers));
    }
    JsonArray routes = new JsonArray();
    atlas.routes().forEach(route -> routes.add(route(route)));
    JsonArray journeys = new JsonArray();
    atlas.journeys().forEach(journeys::add);
    JsonObject data = new JsonObject();
    data.addProperty("summary", atlas.summary());
    data.addProperty("outlines", resource("outlines.txt"));
    data.add("extent", extent(Extent.of(atlas)));
    data.add("legend", legend());
    data.add("sites", sites);
    data.add("routers", routers);
    data.add("routes", routes);
    data.add("journeys", journeys);
    return data;
  }

  private static JsonArray extent(Extent extent) {
    JsonArray json = new JsonArray();
    json.add(extent.left());
    json.add(extent.top());
    json.add(extent.right());
    json.add(extent.bottom());
    return json;
  }

  private static JsonArray legend() {
    JsonArray legend = new JsonArray();
    for (RoundTrips each : RoundTrips.values()) {
      legend.add(array(each.words(), each.colour()));
    }
    return legend;
  }

  private static JsonArray site(Site site, Map<IpAddress, Integer> indices, JsonArray routers) {
    JsonArray here = new JsonArray();
    for (Router router : site.routers()) {
      here.add(
          indices.computeIfAbsent(
              router.address(),
              ignored -> {
                routers.add(router(router));
                return routers.size() - 1;
              }));
    }
    JsonArray json = new JsonArray();
    json.add(rounded(site.location().latitude()));
    json.add(rounded(site.location().longitude()));
    json.add(site.label());
    json.add(site.home());
    json.add(SiteText.roundTrip(site).colour());
    json.add(here);
    return json;
  }

  private static JsonArray router(Router router) {
    return array(
        router.address().toString(),
        router.name() == null ? "" : router.name(),
        SiteText.network(router.network()),
        RoundTrips.text(router.bestRoundTripNanos()),
        SiteText.nat(router.translated()),
        router.placement().reason());
  }

  private static JsonArray route(Route route) {
    JsonArray stops = new JsonArray();
    route.sites().forEach(stops::add);
    JsonArray sure = new JsonArray();
    route.sure().forEach(step -> sure.add(step ? 1 : 0));
    JsonArray json = new JsonArray();
    json.add(route.country());
    json.add(stops);
    json.add(sure);
    return json;
  }

  private static JsonArray array(String... values) {
    JsonArray array = new JsonArray();
    for (String value : values) {
      array.add(value);
    }
    return array;
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * 1000) / 1000.0;
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(MapPage.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }

  /** As a Content Security Policy names what may run. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
