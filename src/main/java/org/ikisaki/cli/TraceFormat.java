package org.ikisaki.cli;

import org.ikisaki.trace.render.Format;
import org.jspecify.annotations.Nullable;

/** How {@code trace} shows traces. */
enum TraceFormat {
  TABLE(null),
  JSON(Format.JSON),
  CSV(Format.CSV),
  GEOJSON(Format.GEOJSON),
  KML(Format.KML),
  SVG(Format.SVG),
  HTML(Format.HTML),
  PNG(Format.PNG),
  GRAPH(Format.GRAPH);

  private final @Nullable Format rendering;

  TraceFormat(@Nullable Format rendering) {
    this.rendering = rendering;
  }

  /** {@code null} for the table, which is for terminals alone. */
  @Nullable Format rendering() {
    return rendering;
  }
}
