package org.ikisaki.trace.render;

import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ikisaki.text.Html;
import org.ikisaki.text.Xml;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.Placement;
import org.ikisaki.trace.Target;
import org.ikisaki.wire.IpAddress;

/**
 * Traces as KML 2.2 (OGC 07-147r2), styled by round trip: the routers, each once, and a folder a
 * target with the ways to it. A step that several traces to a target share is there once.
 */
final class Kml {
  private static final String NAMESPACE = "http://www.opengis.net/kml/2.2";

  private final Xml xml;
  private final Map<Location, String> coordinates = new HashMap<>();

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
    routers(traces);
    byTarget.forEach(this::folder);
    xml.end();
  }

  private void routers(List<PlacedTrace> traces) {
    Set<Location> homes = new LinkedHashSet<>();
    Map<IpAddress, PlacedHop> quickest = new LinkedHashMap<>();
    for (PlacedTrace trace : traces) {
      if (trace.home() != null) {
        homes.add(trace.home());
      }
      for (PlacedHop hop : trace.hops()) {
        if (hop.address() != null && hop.placement().location() != null) {
          quickest.merge(hop.address(), hop, (a, b) -> nanos(b) < nanos(a) ? b : a);
        }
      }
    }
    xml.open("Folder").element("name", "Routers").line();
    homes.forEach(home -> point("home", "where the traces began", home, RoundTrips.UNKNOWN));
    for (PlacedHop hop : quickest.values()) {
      Location at = hop.placement().location();
      if (at != null) {
        point(title(hop), description(hop), at, roundTrip(hop));
      }
    }
    xml.close().line();
  }

  private static long nanos(PlacedHop hop) {
    return hop.hop().bestRoundTrip().orElse(Long.MAX_VALUE);
  }

  private static RoundTrips roundTrip(PlacedHop hop) {
    return RoundTrips.of(hop.hop().bestRoundTrip().orElse(-1));
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
    Set<Step> drawn = new HashSet<>();
    traces.forEach(trace -> trace(trace, drawn));
    xml.close().line();
  }

  private void trace(PlacedTrace placed, Set<Step> drawn) {
    Location last = placed.home();
    boolean sure = true;
    for (PlacedHop hop : placed.hops()) {
      Location here = hop.placement().location();
      if (here == null) {
        sure &= hop.placement().kind() == Placement.Kind.PRIVATE;
        continue;
      }
      if (last != null && !last.equals(here)) {
        Step step = new Step(last, here, sure, roundTrip(hop));
        if (drawn.add(step)) {
          line(placed, step);
        }
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
    lines.add(SiteText.nat(hop.address() != null && hop.hop().isTranslated(hop.address())));
    lines.add(hop.placement().reason());
    return lines.stream()
        .filter(line -> !line.isEmpty())
        .map(Html::escape)
        .collect(Collectors.joining("<br>"));
  }

  private void point(String name, String description, Location at, RoundTrips roundTrip) {
    xml.open("Placemark").element("name", name).element("description", description);
    xml.element("styleUrl", "#" + id(roundTrip));
    xml.open("Point").element("coordinates", coordinates(at)).close();
    xml.close().line();
  }

  private void line(PlacedTrace placed, Step step) {
    xml.open("Placemark");
    if (!step.sure) {
      xml.element("description", "with unknown hops in between");
    }
    xml.open("TimeStamp").element("when", placed.trace().started().toString()).close();
    xml.element("styleUrl", "#" + id(step.roundTrip));
    xml.open("LineString")
        .element("tessellate", "1")
        .element("coordinates", coordinates(step.from) + " " + coordinates(step.to))
        .close();
    xml.close().line();
  }

  private String coordinates(Location at) {
    return coordinates.computeIfAbsent(
        at, place -> String.format(Locale.ROOT, "%.4f,%.4f", place.longitude(), place.latitude()));
  }

  private record Step(Location from, Location to, boolean sure, RoundTrips roundTrip) {}
}
