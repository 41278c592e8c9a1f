package org.ikisaki.trace.render;

/** What traces can be written as. */
public enum Format {
  JSON("json"),
  CSV("csv"),
  GEOJSON("geojson"),
  KML("kml"),
  /** The map. */
  SVG("svg"),
  /** The map, as a page. */
  HTML("html"),
  /** The map, as pixels. */
  PNG("png"),
  /** Routers by network. */
  GRAPH("svg");

  private final String extension;

  Format(String extension) {
    this.extension = extension;
  }

  /** What files of it end with. */
  public String extension() {
    return extension;
  }
}
