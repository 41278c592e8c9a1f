package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.TraceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RenderingsTest {
  @Test
  void jsonHasEveryHopWithItsReason() throws Exception {
    JsonArray traces = JsonParser.parseString(text(Format.JSON)).getAsJsonArray();

    assertThat(traces).hasSize(3);
    JsonObject first = traces.get(0).getAsJsonObject();
    assertThat(first.get("reached").getAsBoolean()).isTrue();
    assertThat(first.getAsJsonArray("hops")).hasSize(7);
    JsonObject stockholm = first.getAsJsonArray("hops").get(2).getAsJsonObject();
    assertThat(stockholm.get("name").getAsString()).isEqualTo("core1.sto.example.net");
    assertThat(stockholm.getAsJsonObject("place").get("reason").getAsString())
        .isEqualTo("`Stockholm` in the name");
    assertThat(first.getAsJsonArray("hops").get(4).getAsJsonObject().get("address").isJsonNull())
        .isTrue();
  }

  @Test
  void csvHasARowForEachHop() throws Exception {
    List<String> lines = text(Format.CSV).lines().toList();

    assertThat(lines).hasSize(1 + 7 + 6 + 4);
    assertThat(lines.get(3))
        .startsWith(
            "www.example.com,203.0.113.80,2026-01-02T03:04:05Z,3,198.51.100.2,core1.sto.example.net,9.300,0.00,64496,")
        .contains("placed,Stockholm,SE,59.3300,18.0700");
  }

  @Test
  void geoJsonCutsLinesAtThe180thMeridian() throws Exception {
    JsonObject json = JsonParser.parseString(text(Format.GEOJSON)).getAsJsonObject();

    List<JsonObject> lines = new ArrayList<>();
    for (JsonElement feature : json.getAsJsonArray("features")) {
      JsonObject geometry = feature.getAsJsonObject().getAsJsonObject("geometry");
      if (geometry.get("type").getAsString().equals("MultiLineString")) {
        lines.add(feature.getAsJsonObject());
      }
    }
    assertThat(lines).isNotEmpty();
    JsonObject pacific =
        lines.stream()
            .filter(line -> name(line).equals("San Jose, US – Tokyo, JP"))
            .findFirst()
            .orElseThrow();
    assertThat(pacific.getAsJsonObject("geometry").getAsJsonArray("coordinates")).hasSize(2);
    assertThat(lines).allSatisfy(RenderingsTest::staysOnOneSide);
  }

  private static String name(JsonObject feature) {
    return feature.getAsJsonObject("properties").get("name").getAsString();
  }

  private static void staysOnOneSide(JsonObject feature) {
    for (JsonElement piece : feature.getAsJsonObject("geometry").getAsJsonArray("coordinates")) {
      double last = piece.getAsJsonArray().get(0).getAsJsonArray().get(0).getAsDouble();
      for (JsonElement position : piece.getAsJsonArray()) {
        double longitude = position.getAsJsonArray().get(0).getAsDouble();
        assertThat(Math.abs(longitude - last)).isLessThan(180);
        last = longitude;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SVG", "GRAPH", "KML"})
  void hostileNamesStayText(Format format) throws Exception {
    Document document = xml(text(format));

    assertThat(document.getElementsByTagName("b").getLength()).isZero();
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getDocumentElement().getTextContent())
        .contains("onclick")
        .doesNotContain("\u202e", "\u0007");
  }

  @Test
  void kmlDescriptionsHoldNoMarkupOfOthers() throws Exception {
    NodeList descriptions = xml(text(Format.KML)).getElementsByTagName("description");

    assertThat(descriptions.getLength()).isPositive();
    for (int i = 0; i < descriptions.getLength(); i++) {
      assertThat(descriptions.item(i).getTextContent().replace("<br>", ""))
          .doesNotContain("<", "\"");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PNG")
  void aHopBehindANatIsSaidToBe(Format format) throws Exception {
    TraceBuilder trace =
        TraceBuilder.to("www.example.com", "203.0.113.80")
            .from(TraceBuilder.OSLO)
            .hop("198.51.100.1", null, 64496, TraceBuilder.STOCKHOLM, 9);
    String mark =
        switch (format) {
          case JSON -> "\"nat\": true";
          case CSV -> ",true\r\n";
          default -> "behind a NAT";
        };

    assertThat(new String(bytes(format, List.of(trace.build())), StandardCharsets.UTF_8))
        .doesNotContain(mark);
    assertThat(
            new String(bytes(format, List.of(trace.behindNat().build())), StandardCharsets.UTF_8))
        .contains(mark);
  }

  @Test
  void thePageHoldsItsDataAsOneBlockThatNothingCanLeave() throws Exception {
    String page = text(Format.HTML);

    assertThat(page.split("</script>", -1)).hasSize(3);
    assertThat(page)
        .doesNotContain("<b onclick")
        .doesNotContain("http://www.example")
        .contains("script-src 'sha256-");
    int begin = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    JsonObject data =
        JsonParser.parseString(page.substring(begin, page.indexOf("</script>", begin)))
            .getAsJsonObject();
    assertThat(data.getAsJsonArray("journeys")).hasSize(3);
    assertThat(data.getAsJsonArray("routers").toString()).contains("onclick");
  }

  @Test
  void thePageAsksNobodyForAnything() throws Exception {
    assertThat(text(Format.HTML)).doesNotContain("src=", "href=", "@import", "fetch(", "url(");
  }

  @Test
  void theGraphHasABoxForEachNetwork() throws Exception {
    String svg = text(Format.GRAPH);

    assertThat(svg)
        .contains(">private network<", ">AS64496 Example 64496<", ">AS64497 Example 64497<")
        .contains("1 silent router between");
  }

  @Test
  void aGraphOfThousandsIsRefusedWithAReason() {
    TraceBuilder trace = TraceBuilder.to("far", "2001:db8:ffff::1");
    for (int i = 0; i < GraphSvg.MAX_ROUTERS + 1; i++) {
      trace.hop("2001:db8::" + Integer.toHexString(i + 1), null, 64496, null, i);
    }

    assertThatThrownBy(
            () ->
                Renderings.write(
                    Format.GRAPH, List.of(trace.build()), OutputStream.nullOutputStream()))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("1501 routers")
        .hasMessageContaining("fewer traces");
  }

  @Test
  void pngIsTheMap() throws Exception {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(bytes(Format.PNG, Samples.traces())));

    assertThat(image.getWidth()).isEqualTo(1600);
    int sea = image.getRGB(10, 10);
    int africa = image.getRGB(860, 330);
    assertThat(sea).isNotEqualTo(africa);
  }

  @ParameterizedTest
  @EnumSource
  void noTraceAtAllIsNoError(Format format) throws Exception {
    assertThat(bytes(format, List.of())).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFullDiskIsAnIoException(Format format) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> Renderings.write(format, Samples.traces(), full))
        .isInstanceOf(IOException.class);
  }

  private static String text(Format format) throws Exception {
    return new String(bytes(format, Samples.traces()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Format format, List<PlacedTrace> traces) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Renderings.write(format, traces, out);
    return out.toByteArray();
  }

  private static Document xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    Element root = document.getDocumentElement();
    assertThat(root).isNotNull();
    return document;
  }
}
