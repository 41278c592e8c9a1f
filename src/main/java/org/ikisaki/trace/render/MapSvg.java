package org.ikisaki.trace.render;

import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ikisaki.text.Xml;
import org.ikisaki.trace.PlacedTrace;

/** A map of the world with the ways of traces on it, as SVG 1.1. */
final class MapSvg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final double WIDTH = 1600;
  private static final double MARGIN = 20;
  private static final double LEGEND_HEIGHT = 60;

  /** More names than that hide each other. */
  private static final int LABELS = 40;

  /** A box that a label may not share with another's, pixels. */
  private static final double LABEL_HEIGHT = 14;

  private static final double CHARACTER_WIDTH = 6.6;

  private final Projection projection = new Projection(WIDTH - 2 * MARGIN);
  private final Atlas atlas;

  private MapSvg(Atlas atlas) {
    this.atlas = atlas;
  }

  static void write(List<PlacedTrace> traces, Writer out) {
    new MapSvg(AtlasBuilder.of(traces)).write(Xml.document(out, "svg", NAMESPACE));
  }

  private void write(Xml xml) {
    double height = projection.height() + 2 * MARGIN + LEGEND_HEIGHT;
    xml.attributes(
        "viewBox",
        String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height),
        "width",
        (int) WIDTH,
        "height",
        (int) height,
        "font-family",
        "sans-serif",
        "font-size",
        11);
    xml.element("title", "Where packets travelled: " + atlas.summary());
    xml.empty("rect", "width", "100%", "height", "100%", "fill", "#f4f7fa").line();
    xml.open("g", "transform", "translate(%1$.0f,%1$.0f)".formatted(MARGIN));
    land(xml);
    xml.open("g", "fill", "none", "stroke", "#2b5fa8", "stroke-linecap", "round").line();
    atlas.legs().forEach(leg -> leg(xml, leg));
    xml.close().open("g", "stroke", "#ffffff", "stroke-width", 0.8).line();
    atlas.sites().forEach(site -> site(xml, site));
    xml.close();
    labels(xml);
    xml.close();
    legend(xml, projection.height() + 2 * MARGIN);
    xml.end();
  }

  private void land(Xml xml) {
    String path = Outlines.rings().stream().map(this::ring).collect(Collectors.joining());
    xml.empty("path", "d", path, "fill", "#dde3e0", "stroke", "#ffffff", "stroke-width", 0.6)
        .line();
  }

  private String ring(double[] ring) {
    return IntStream.range(0, ring.length / 2)
        .mapToObj(i -> projection.point(ring[2 * i + 1], ring[2 * i]).toString())
        .collect(Collectors.joining("L", "M", "Z"));
  }

  private void leg(Xml xml, Leg leg) {
    String path =
        GreatCircle.between(
                atlas.sites().get(leg.from()).location(), atlas.sites().get(leg.to()).location())
            .stream()
            .map(this::line)
            .collect(Collectors.joining());
    xml.open(
        "path",
        "d",
        path,
        "stroke-width",
        String.format(Locale.ROOT, "%.1f", 0.8 + Math.log10(leg.traces())),
        "stroke-opacity",
        leg.sure() ? "0.75" : "0.45",
        "stroke-dasharray",
        leg.sure() ? null : "5 4");
    xml.element(
        "title",
        "%s – %s: %s%s"
            .formatted(
                atlas.sites().get(leg.from()).label(),
                atlas.sites().get(leg.to()).label(),
                Atlas.count(leg.traces(), "trace"),
                leg.sure() ? "" : ", with unknown hops in between"));
    xml.close().line();
  }

  private String line(List<GreatCircle.Coordinate> piece) {
    return piece.stream()
        .map(at -> projection.point(at.latitude(), at.longitude()).toString())
        .collect(Collectors.joining("L", "M", ""));
  }

  private void site(Xml xml, Site site) {
    Projection.Point at = point(site);
    xml.open(
        "circle",
        "cx",
        String.format(Locale.ROOT, "%.1f", at.x()),
        "cy",
        String.format(Locale.ROOT, "%.1f", at.y()),
        "r",
        String.format(Locale.ROOT, "%.1f", radius(site)),
        "fill",
        site.home() ? "#111111" : SiteText.roundTrip(site).colour());
    xml.element("title", SiteText.describe(site)).close().line();
  }

  private static double radius(Site site) {
    return 3 + Math.min(5, Math.log10(Math.max(1, site.traces())) * 2);
  }

  private Projection.Point point(Site site) {
    return projection.point(site.location().latitude(), site.location().longitude());
  }

  /** The busiest sites have their name beside them, where it hides no other. */
  private void labels(Xml xml) {
    xml.open(
            "g",
            "fill",
            "#222222",
            "stroke",
            "#f4f7fa",
            "stroke-width",
            2.5,
            "paint-order",
            "stroke")
        .line();
    LabelSpace space = new LabelSpace();
    atlas.sites().stream()
        .sorted(Comparator.comparing(Site::home).thenComparing(Site::traces).reversed())
        .filter(site -> space.take(box(site)))
        .limit(LABELS)
        .forEach(
            site -> {
              LabelSpace.Box box = box(site);
              xml.element(
                      "text",
                      site.label(),
                      "x",
                      String.format(Locale.ROOT, "%.1f", box.x()),
                      "y",
                      String.format(Locale.ROOT, "%.1f", box.y() + LABEL_HEIGHT - 4))
                  .line();
            });
    xml.close();
  }

  private LabelSpace.Box box(Site site) {
    Projection.Point at = point(site);
    double width = site.label().length() * CHARACTER_WIDTH;
    double right = at.x() + radius(site) + 3;
    double x = right + width > projection.width() ? at.x() - radius(site) - 3 - width : right;
    return new LabelSpace.Box(x, at.y() - LABEL_HEIGHT / 2, width, LABEL_HEIGHT);
  }

  private void legend(Xml xml, double y) {
    xml.open("g", "fill", "#222222", "transform", "translate(%.0f,%.0f)".formatted(MARGIN, y));
    double x = 0;
    for (RoundTrips each : RoundTrips.values()) {
      xml.empty("circle", "cx", x + 5, "cy", 5, "r", 5, "fill", each.colour());
      xml.element("text", each.words(), "x", x + 14, "y", 9);
      x += 130;
    }
    xml.element("text", "– – –  unknown hops in between", "x", x, "y", 9);
    String unplaced =
        atlas.unplaced() == 0
            ? ""
            : "; " + Atlas.count(atlas.unplaced(), "router") + " without a place";
    xml.element(
        "text", atlas.summary() + unplaced + ". Colour: shortest round trip.", "x", 0, "y", 32);
    xml.close();
  }
}
