package org.ikisaki.trace.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.ikisaki.trace.Location;

/** Merged traces as GeoJSON (RFC 7946): sites are points, the ways between them lines. */
final class GeoJson {
  private GeoJson() {}

  static JsonObject of(Atlas atlas) {
    JsonArray features = new JsonArray();
    atlas.sites().forEach(site -> features.add(site(site)));
    atlas.legs().forEach(leg -> features.add(leg(leg, atlas.sites())));
    JsonObject json = new JsonObject();
    json.addProperty("type", "FeatureCollection");
    json.add("features", features);
    return json;
  }

  private static JsonObject site(Site site) {
    JsonObject properties = new JsonObject();
    properties.addProperty("name", site.label());
    properties.addProperty("traces", site.traces());
    properties.addProperty("home", site.home());
    properties.addProperty("rtt", SiteText.roundTrip(site).words());
    properties.addProperty("marker-color", SiteText.roundTrip(site).colour());
    JsonArray routers = new JsonArray();
    site.routers().forEach(router -> routers.add(SiteText.router(router)));
    properties.add("routers", routers);
    return feature("Point", position(site.location()), properties);
  }

  /** RFC 7946 3.1.9: a line is cut where it crosses the 180th meridian. */
  private static JsonObject leg(Leg leg, List<Site> sites) {
    JsonArray pieces = new JsonArray();
    for (List<GreatCircle.Coordinate> piece :
        GreatCircle.between(sites.get(leg.from()).location(), sites.get(leg.to()).location())) {
      JsonArray line = new JsonArray();
      piece.forEach(at -> line.add(position(at.longitude(), at.latitude())));
      pieces.add(line);
    }
    JsonObject properties = new JsonObject();
    properties.addProperty(
        "name", sites.get(leg.from()).label() + " – " + sites.get(leg.to()).label());
    properties.addProperty("traces", leg.traces());
    properties.addProperty("sure", leg.sure());
    return feature("MultiLineString", pieces, properties);
  }

  private static JsonObject feature(String type, JsonArray coordinates, JsonObject properties) {
    JsonObject geometry = new JsonObject();
    geometry.addProperty("type", type);
    geometry.add("coordinates", coordinates);
    JsonObject feature = new JsonObject();
    feature.addProperty("type", "Feature");
    feature.add("geometry", geometry);
    feature.add("properties", properties);
    return feature;
  }

  private static JsonArray position(Location location) {
    return position(location.longitude(), location.latitude());
  }

  private static JsonArray position(double longitude, double latitude) {
    JsonArray position = new JsonArray(2);
    position.add(rounded(longitude));
    position.add(rounded(latitude));
    return position;
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * 10_000) / 10_000.0;
  }
}
