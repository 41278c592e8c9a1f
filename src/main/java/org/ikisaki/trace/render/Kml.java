package org.ikisaki.trace.render;

import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ikisaki.text.Html;
import org.ikisaki.text.Xml;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.Target;
import org.jspecify.annotations.Nullable;

/** Traces as KML 2.2 (OGC 07-147r2): a folder a target, styled by round trip. */
final class Kml {
  private static final String NAMESPACE = "http://www.opengis.net/kml/2.2";

  private final Xml xml;

  private Kml(Xml xml) {
    this.xml = xml;
  }

  static void write(List<PlacedTrace> traces, Writer out) {
    new Kml(Xml.document(out, "kml", NAMESPACE)).document(traces);
  }

  private void document(List<PlacedTrace> traces) {
    xml.open("Document").element("name", "Ikisaki: where packets travelled").line();
    for (RoundTrips each : RoundTrips.values()) {
      style(each);
    }
    Map<Target, List<PlacedTrace>> byTarget = new LinkedHashMap<>();
    traces.forEach(
        trace ->
            byTarget
                .computeIfAbsent(trace.trace().target(), ignored -> new ArrayList<>())
                .add(trace));
    byTarget.forEach(this::folder);
    xml.end();
  }

  private void style(RoundTrips each) {
    xml.open("Style", "id", id(each));
    xml.open("IconStyle").element("color", colour(each)).element("scale", "0.7").close();
    xml.open("LineStyle").element("color", colour(each)).element("width", "2").close();
    xml.close().line();
  }

  private static String id(RoundTrips each) {
    return "rtt-" + each.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** KML has colours as aabbggrr. */
  private static String colour(RoundTrips each) {
    String css = each.colour();
    return "ff" + css.substring(5, 7) + css.substring(3, 5) + css.substring(1, 3);
  }

  private void folder(Target target, List<PlacedTrace> traces) {
    String address = target.address().toString();
    xml.open("Folder")
        .element(
            "name", target.name().equals(address) ? address : target.name() + " (" + address + ")")
        .line();
    traces.forEach(this::trace);
    xml.close().line();
  }

  private void trace(PlacedTrace placed) {
    Location last = placed.home();
    boolean sure = true;
    if (last != null) {
      point(placed, "home", "where the trace began", last, RoundTrips.UNKNOWN);
    }
    for (PlacedHop hop : placed.hops()) {
      Location here = hop.placement().location();
      if (here == null) {
        sure &= hop.placement().kind() == Placement.Kind.PRIVATE;
        continue;
      }
      RoundTrips roundTrip = RoundTrips.of(hop.hop().bestRoundTrip().orElse(-1));
      point(placed, hop.hop().ttl() + ": " + title(hop), description(hop), here, roundTrip);
      if (last != null && !last.equals(here)) {
        line(placed, last, here, sure, roundTrip);
      }
      last = here;
      sure = true;
    }
  }

  private static String title(PlacedHop hop) {
    return hop.name() != null ? hop.name() : String.valueOf(hop.address());
  }

  /** Viewers take a description for HTML. */
  private static String description(PlacedHop hop) {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(hop.address()));
    lines.add(SiteText.network(hop.network()));
    hop.hop().bestRoundTrip().ifPresent(nanos -> lines.add(RoundTrips.text(nanos)));
    lines.add(hop.placement().reason());
    return lines.stream()
        .filter(line -> !line.isEmpty())
        .map(Html::escape)
        .collect(Collectors.joining("<br>"));
  }

  private void point(
      PlacedTrace placed, String name, String description, Location at, RoundTrips roundTrip) {
    placemark(placed, name, description, roundTrip);
    xml.open("Point").element("coordinates", coordinates(at)).close();
    xml.close().line();
  }

  private void line(
      PlacedTrace placed, Location from, Location to, boolean sure, RoundTrips roundTrip) {
    placemark(placed, null, sure ? null : "with unknown hops in between", roundTrip);
    xml.open("LineString")
        .element("tessellate", "1")
        .element("coordinates", coordinates(from) + " " + coordinates(to))
        .close();
    xml.close().line();
  }

  private void placemark(
      PlacedTrace placed,
      @Nullable String name,
      @Nullable String description,
      RoundTrips roundTrip) {
    xml.open("Placemark");
    if (name != null) {
      xml.element("name", name);
    }
    if (description != null) {
      xml.element("description", description);
    }
    xml.open("TimeStamp").element("when", placed.trace().started().toString()).close();
    xml.element("styleUrl", "#" + id(roundTrip));
  }

  private static String coordinates(Location at) {
    return String.format(Locale.ROOT, "%.4f,%.4f", at.longitude(), at.latitude());
  }
}
