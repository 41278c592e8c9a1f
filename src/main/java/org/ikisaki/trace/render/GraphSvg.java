package org.ikisaki.trace.render;

import java.awt.Color;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.ikisaki.text.Xml;
import org.ikisaki.trace.PlacedTrace;

/** Routers grouped by the network that owns them, as SVG 1.1. */
final class GraphSvg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final double MARGIN = 16;

  /** A larger picture can neither be laid out in good time nor be looked at. */
  static final int MAX_ROUTERS = 1_500;

  private final Xml xml;
  private final Network network;
  private final GraphLayout layout;

  private GraphSvg(Xml xml, Network network) {
    this.xml = xml;
    this.network = network;
    this.layout = GraphLayout.of(network);
  }

  /**
   * Draws the graph.
   *
   * @throws TooLargeException if it has more than {@value #MAX_ROUTERS} routers
   */
  static void write(List<PlacedTrace> traces, Writer out) throws TooLargeException {
    Network network = Network.of(traces);
    if (network.nodes().size() > MAX_ROUTERS) {
      throw new TooLargeException(
          "a graph of %d routers is more than can be drawn (%d): choose fewer traces, or draw a map"
              .formatted(network.nodes().size(), MAX_ROUTERS));
    }
    new GraphSvg(Xml.document(out, "svg", NAMESPACE), network).write();
  }

  private void write() {
    ElkNode root = layout.root();
    double width = root.getWidth() + 2 * MARGIN;
    double height = root.getHeight() + 2 * MARGIN;
    xml.attributes(
        "viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", width, height),
        "width", Math.round(width),
        "height", Math.round(height),
        "font-family", "sans-serif",
        "font-size", 11);
    xml.element("title", "Who hands packets to whom: %d routers".formatted(network.nodes().size()));
    xml.open("defs")
        .open(
            "marker",
            "id",
            "arrow",
            "viewBox",
            "0 0 8 8",
            "refX",
            8,
            "refY",
            4,
            "markerWidth",
            7,
            "markerHeight",
            7,
            "orient",
            "auto")
        .empty("path", "d", "M0,0L8,4L0,8Z", "fill", "#44546a")
        .close()
        .close();
    xml.empty("rect", "width", "100%", "height", "100%", "fill", "#ffffff").line();
    xml.open("g", "transform", "translate(%1$.0f,%1$.0f)".formatted(MARGIN)).line();
    layout.groups().forEach(this::group);
    xml.open("g", "fill", "none", "stroke", "#44546a").line();
    layout.edges().forEach(this::edge);
    xml.close();
    network.nodes().values().forEach(this::node);
    xml.end();
  }

  private void group(String name, ElkNode box) {
    xml.empty(
        "rect",
        "x",
        number(box.getX()),
        "y",
        number(box.getY()),
        "width",
        number(box.getWidth()),
        "height",
        number(box.getHeight()),
        "rx",
        6,
        "fill",
        tint(name),
        "stroke",
        "#b8c2cc");
    xml.element(
            "text",
            name,
            "x",
            number(box.getX() + 8),
            "y",
            number(box.getY() + 17),
            "font-weight",
            "bold",
            "fill",
            "#222222")
        .line();
  }

  /** The same network has the same tint in every picture. */
  private static String tint(String name) {
    if (name.equals(Network.HOME)) {
      return "#eef2f5";
    }
    int hue = Math.floorMod(name.hashCode(), 360);
    Color colour = Color.getHSBColor(hue / 360f, 0.10f, 0.98f);
    return "#%02x%02x%02x".formatted(colour.getRed(), colour.getGreen(), colour.getBlue());
  }

  private void node(Network.Node node) {
    ElkNode box = layout.node(node.router().address());
    ElkNode parent = box.getParent();
    double x = parent.getX() + box.getX();
    double y = parent.getY() + box.getY();
    xml.open("g");
    xml.element(
        "title", SiteText.router(node.router()) + "\n" + node.router().placement().reason());
    xml.empty(
        "rect",
        "x",
        number(x),
        "y",
        number(y),
        "width",
        number(box.getWidth()),
        "height",
        number(box.getHeight()),
        "rx",
        4,
        "fill",
        "#ffffff",
        "stroke",
        RoundTrips.of(node.router().bestRoundTripNanos()).colour(),
        "stroke-width",
        node.target() ? 3 : 1.5);
    xml.element("text", heading(node), "x", number(x + 7), "y", number(y + 14), "fill", "#111111");
    xml.element("text", detail(node), "x", number(x + 7), "y", number(y + 27), "fill", "#5a6472");
    xml.close().line();
  }

  /** A router's first line. */
  static String heading(Network.Node node) {
    String name = node.router().name();
    return name == null ? node.router().address().toString() : name;
  }

  /** A router's second line. */
  static String detail(Network.Node node) {
    List<String> parts = new ArrayList<>();
    if (node.router().name() != null) {
      parts.add(node.router().address().toString());
    }
    if (node.router().placement().location() != null) {
      String city = node.router().placement().location().city();
      parts.add(city.isEmpty() ? node.router().placement().location().country() : city);
    }
    parts.add(RoundTrips.text(node.router().bestRoundTripNanos()));
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
  }

  private void edge(Network.Link link, ElkEdge edge) {
    if (edge.getSections().isEmpty()) {
      return;
    }
    ElkNode container = edge.getContainingNode();
    double originX = 0;
    double originY = 0;
    for (ElkNode node = container; node != null && node != layout.root(); node = node.getParent()) {
      originX += node.getX();
      originY += node.getY();
    }
    xml.open(
        "path",
        "d",
        path(edge.getSections().get(0), originX, originY),
        "marker-end",
        "url(#arrow)",
        "stroke-dasharray",
        link.silent() == 0 ? null : "5 4",
        "stroke-width",
        String.format(Locale.ROOT, "%.1f", 1 + Math.log10(network.links().getOrDefault(link, 1))));
    if (link.silent() > 0) {
      xml.element(
          "title",
          link.silent() + (link.silent() == 1 ? " silent router" : " silent routers") + " between");
    }
    xml.close().line();
  }

  private static String path(ElkEdgeSection section, double originX, double originY) {
    StringBuilder path = new StringBuilder();
    path.append('M').append(point(section.getStartX() + originX, section.getStartY() + originY));
    for (ElkBendPoint bend : section.getBendPoints()) {
      path.append('L').append(point(bend.getX() + originX, bend.getY() + originY));
    }
    return path.append('L')
        .append(point(section.getEndX() + originX, section.getEndY() + originY))
        .toString();
  }

  private static String point(double x, double y) {
    return number(x) + "," + number(y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
