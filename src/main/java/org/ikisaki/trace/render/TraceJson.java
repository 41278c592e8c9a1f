package org.ikisaki.trace.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Candidate;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.jspecify.annotations.Nullable;

/** Traces as JSON: everything that is known, times in milliseconds. */
final class TraceJson {
  private static final double NANOS_PER_MILLI = 1e6;

  private TraceJson() {}

  static JsonObject of(PlacedTrace placed) {
    JsonObject json = new JsonObject();
    json.addProperty("target", placed.trace().target().name());
    json.addProperty("address", placed.trace().target().address().toString());
    json.addProperty("origin", placed.trace().origin());
    json.addProperty("started", placed.trace().started().toString());
    json.addProperty("kind", placed.trace().kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("reached", placed.trace().reached());
    json.add("home", location(placed.home()));
    network(json, placed.end().network());
    json.add("place", placement(placed.end().placement()));
    JsonArray hops = new JsonArray();
    placed.hops().forEach(hop -> hops.add(hop(hop)));
    json.add("hops", hops);
    return json;
  }

  private static JsonObject hop(PlacedHop placed) {
    JsonObject json = new JsonObject();
    json.addProperty("ttl", placed.hop().ttl());
    json.addProperty("sent", placed.hop().sent());
    json.addProperty("loss", Math.round(placed.hop().loss() * 1000) / 1000.0);
    json.addProperty("address", placed.address() == null ? null : placed.address().toString());
    json.addProperty("name", placed.name());
    network(json, placed.network());
    json.add("place", placement(placed.placement()));
    JsonArray answers = new JsonArray();
    placed.hop().answers().forEach(answer -> answers.add(answer(answer)));
    json.add("answers", answers);
    return json;
  }

  private static JsonObject answer(Answer answer) {
    JsonObject json = new JsonObject();
    json.addProperty("from", answer.from().toString());
    json.addProperty("rtt_ms", millis(answer.roundTripNanos()));
    json.addProperty("meaning", answer.meaning().name().toLowerCase(Locale.ROOT));
    if (answer.translated()) {
      json.addProperty("nat", true);
    }
    if (!answer.labels().isEmpty()) {
      JsonArray labels = new JsonArray();
      answer.labels().forEach(label -> labels.add(label(label)));
      json.add("mpls", labels);
    }
    return json;
  }

  private static JsonObject label(MplsLabel label) {
    JsonObject json = new JsonObject();
    json.addProperty("label", label.label());
    json.addProperty("traffic_class", label.trafficClass());
    json.addProperty("ttl", label.ttl());
    return json;
  }

  private static @Nullable Double millis(long nanos) {
    return nanos < 0 ? null : Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0;
  }

  static void network(JsonObject json, Place network) {
    json.addProperty("asn", network.asn());
    json.addProperty("organisation", network.asOrg());
    json.addProperty("registered", network.country());
  }

  static JsonObject placement(Placement placement) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", placement.kind().name().toLowerCase(Locale.ROOT));
    json.add("location", location(placement.location()));
    json.addProperty("confidence", Math.round(placement.confidence() * 100) / 100.0);
    json.addProperty("reason", placement.reason());
    JsonArray candidates = new JsonArray();
    placement.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
    json.add("candidates", candidates);
    return json;
  }

  private static JsonObject candidate(Candidate candidate) {
    JsonObject json = new JsonObject();
    json.add("location", location(candidate.location()));
    json.addProperty("source", candidate.source().name().toLowerCase(Locale.ROOT));
    json.addProperty("reason", candidate.reason());
    json.addProperty("feasible", candidate.feasible());
    return json;
  }

  private static JsonElement location(@Nullable Location location) {
    if (location == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("latitude", location.latitude());
    json.addProperty("longitude", location.longitude());
    json.addProperty("city", location.city());
    json.addProperty("country", location.country());
    return json;
  }
}
