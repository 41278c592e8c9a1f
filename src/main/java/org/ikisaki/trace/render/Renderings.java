package org.ikisaki.trace.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonIOException;
import com.google.gson.stream.JsonWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.ikisaki.trace.PlacedTrace;

/** Writes any selection of traces in any format. */
public final class Renderings {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

  private Renderings() {}

  /**
   * Writes {@code traces}, merged where the format is a picture.
   *
   * @throws IOException if {@code out} fails; it is flushed, not closed
   * @throws TooLargeException if there is more than the format can show
   */
  public static void write(Format format, List<PlacedTrace> traces, OutputStream out)
      throws IOException, TooLargeException {
    if (format == Format.PNG) {
      StringWriter svg = new StringWriter();
      MapSvg.write(traces, svg);
      Png.write(svg.toString(), out);
      out.flush();
    } else {
      write(format, traces, new BufferedWriter(new OutputStreamWriter(out, UTF_8)));
    }
  }

  /**
   * The same for formats that are text.
   *
   * @throws IllegalArgumentException for {@link Format#PNG}
   */
  public static void write(Format format, List<PlacedTrace> traces, Writer out)
      throws IOException, TooLargeException {
    try {
      text(format, traces, out);
      out.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (JsonIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void text(Format format, List<PlacedTrace> traces, Writer out)
      throws IOException, TooLargeException {
    switch (format) {
      case JSON -> json(traces, out);
      case CSV -> TraceCsv.write(traces, out);
      case GEOJSON -> GSON.toJson(GeoJson.of(AtlasBuilder.of(traces)), out);
      case KML -> Kml.write(traces, out);
      case SVG -> MapSvg.write(traces, out);
      case HTML -> MapPage.write(traces, out);
      case GRAPH -> GraphSvg.write(traces, out);
      case PNG -> throw new IllegalArgumentException("pixels are no text");
    }
  }

  /** An array, a trace at a time. */
  private static void json(List<PlacedTrace> traces, Writer out) throws IOException {
    JsonWriter writer = GSON.newJsonWriter(out);
    writer.beginArray();
    for (PlacedTrace trace : traces) {
      GSON.toJson(TraceJson.of(trace), writer);
    }
    writer.endArray();
    writer.flush();
    out.write('\n');
  }
}
