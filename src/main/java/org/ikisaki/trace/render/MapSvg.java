package org.ikisaki.trace.render;

import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ikisaki.text.Xml;
import org.ikisaki.trace.PlacedTrace;

/** A map of the world, or the part that matters, with the ways of traces on it, as SVG 1.1. */
final class MapSvg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final double WIDTH = 1600;
  private static final double LEGEND_HEIGHT = 60;

  /** More names than that hide each other. */
  private static final int LABELS = 40;

  /** So many sites are tried. */
  private static final int CANDIDATES = 400;

  /** So many are shown even where dots are. */
  private static final int IMPORTANT = 12;

  /** A box that a label may not share with another's, pixels. */
  private static final double LABEL_HEIGHT = 14;

  private static final double CHARACTER_WIDTH = 6.6;

  private static final Comparator<Site> BUSIEST_LAST =
      Comparator.comparing(Site::home).thenComparing(Site::traces);

  private final double mapHeight = View.height(WIDTH);
  private final Atlas atlas;
  private final View view;

  private MapSvg(Atlas atlas) {
    this.atlas = atlas;
    view = View.of(Extent.of(atlas), WIDTH);
  }

  static void write(List<PlacedTrace> traces, Writer out) {
    new MapSvg(AtlasBuilder.of(traces)).write(Xml.document(out, "svg", NAMESPACE));
  }

  private void write(Xml xml) {
    double height = mapHeight + LEGEND_HEIGHT;
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
    xml.open(
        "g", "transform", String.format(Locale.ROOT, "translate(%.1f,%.1f)", view.x(), view.y()));
    land(xml);
    xml.open("g", "fill", "none", "stroke", "#2b5fa8", "stroke-linecap", "round").line();
    atlas.legs().forEach(leg -> leg(xml, leg));
    xml.close().open("g", "stroke", "#ffffff", "stroke-width", 0.8).line();
    // The busiest on top.
    atlas.sites().stream().sorted(BUSIEST_LAST).forEach(site -> site(xml, site));
    xml.close();
    labels(xml);
    xml.close();
    legend(xml);
    xml.end();
  }

  private void land(Xml xml) {
    String path =
        Outlines.rings().stream()
            .filter(this::isInView)
            .map(this::ring)
            .collect(Collectors.joining());
    xml.empty("path", "d", path, "fill", "#dde3e0", "stroke", "#ffffff", "stroke-width", 0.6)
        .line();
  }

  private boolean isInView(double[] ring) {
    Projection.Point first = points(ring).findFirst().orElseThrow();
    double[] box = {first.x(), first.y(), first.x(), first.y()};
    points(ring)
        .forEach(
            point -> {
              box[0] = Math.min(box[0], point.x());
              box[1] = Math.min(box[1], point.y());
              box[2] = Math.max(box[2], point.x());
              box[3] = Math.max(box[3], point.y());
            });
    return picture().overlaps(new LabelSpace.Box(box[0], box[1], box[2] - box[0], box[3] - box[1]));
  }

  /** What is seen, in pixels of the whole world. */
  private LabelSpace.Box picture() {
    return new LabelSpace.Box(-view.x(), -view.y(), WIDTH, mapHeight);
  }

  private Stream<Projection.Point> points(double[] ring) {
    return IntStream.range(0, ring.length / 2)
        .mapToObj(i -> view.projection().point(ring[2 * i + 1], ring[2 * i]));
  }

  private String ring(double[] ring) {
    return points(ring).map(Projection.Point::toString).collect(Collectors.joining("L", "M", "Z"));
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
        .map(at -> view.projection().point(at.latitude(), at.longitude()).toString())
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
    return view.projection().point(site.location().latitude(), site.location().longitude());
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
    LabelSpace space = new LabelSpace(picture());
    atlas.sites().forEach(site -> space.dot(point(site).x(), point(site).y(), radius(site)));
    List<Site> busiest =
        atlas.sites().stream().sorted(BUSIEST_LAST.reversed()).limit(CANDIDATES).toList();
    int shown = 0;
    for (int i = 0; i < busiest.size() && shown < LABELS; i++) {
      Site site = busiest.get(i);
      Projection.Point at = point(site);
      LabelSpace.Box size =
          LabelSpace.Box.ofSize(site.label().length() * CHARACTER_WIDTH, LABEL_HEIGHT);
      Optional<LabelSpace.Box> box = space.take(at.x(), at.y(), radius(site), size, i < IMPORTANT);
      if (box.isPresent()) {
        shown++;
        label(xml, site, box.get());
      }
    }
    xml.close();
  }

  private static void label(Xml xml, Site site, LabelSpace.Box box) {
    xml.element(
            "text",
            site.label(),
            "x",
            String.format(Locale.ROOT, "%.1f", box.x()),
            "y",
            String.format(Locale.ROOT, "%.1f", box.y() + LABEL_HEIGHT - 4))
        .line();
  }

  private void legend(Xml xml) {
    xml.empty("rect", "y", mapHeight, "width", "100%", "height", LEGEND_HEIGHT, "fill", "#f4f7fa");
    xml.open(
        "g",
        "fill",
        "#222222",
        "transform",
        String.format(Locale.ROOT, "translate(%.0f,%.0f)", View.MARGIN, mapHeight + 8));
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
