package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.trace.read.HarHosts;
import org.ikisaki.trace.read.Problems;
import org.ikisaki.trace.recording.TraceRecordings;
import org.ikisaki.trace.render.KmlSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What {@code docs/trace-examples.md} shows. */
class TraceExamplesTest {
  @TempDir private Path directory;

  @Test
  void aPageTellsWhoseBordersItsPacketsCross() throws Exception {
    TraceRecordings.main(new String[] {"parliament", directory.toString()});

    Result stats = run("stats");

    assertThat(stats.status()).as(stats.err()).isZero();
    assertThat(stats.out())
        .contains("track.adverts.example: NO → SE → GB … US (2 paths)")
        .contains("stats.search.example: NO → SE → DK … GB → IE (2 paths)")
        .containsPattern("Norway +Sweden +12 +12 +0")
        .contains("All this tells 8 parties in 8 countries");
    checkPictures();
    Document graph = picture("graph");
    assertThat(graph.getDocumentElement().getTextContent())
        .contains("AS64512 storting-isp", "AS64513 carrier-nordic", "AS64521 banner");
    assertThat(hosts()).hasSize(9).allSatisfy(host -> assertThat(stats.out()).contains(host));
  }

  @Test
  void visitorsComeByTheWaysThatTheyWereMadeToCome() throws Exception {
    TraceRecordings.main(new String[] {"visitors", directory.toString()});

    checkPictures();
    Result stats = run("stats", "--access-log", directory.resolve("access.log"), "--json");

    JsonObject json = JsonParser.parseString(stats.out()).getAsJsonObject();
    assertThat(json.get("paths").getAsInt()).isEqualTo(1_200);
    assertThat(json.get("accesses").getAsInt()).isEqualTo(3_000);
    assertThat(json.get("countries").getAsInt()).isEqualTo(80);
    assertThat(kinds(json, "AR")).containsExactly("[\"US\"]");
    assertThat(kinds(json, "CN").get(0)).isEqualTo("[]");
  }

  /** The KML holds to its schema; the map is SVG with every place and nothing that runs. */
  private void checkPictures() throws Exception {
    Path kml = draw("kml");
    assertThatCode(() -> new KmlSchema().validate(Files.readString(kml)))
        .doesNotThrowAnyException();
    assertThat(xml(kml).getElementsByTagName("Placemark").getLength()).isGreaterThan(40);
    Document map = picture("svg");
    assertThat(map.getElementsByTagName("circle").getLength()).isGreaterThan(10);
    assertThat(map.getElementsByTagName("script").getLength()).isZero();
  }

  private Document picture(String format) throws Exception {
    Document document = xml(draw(format));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    return document;
  }

  private Path draw(String format) {
    Path out = directory.resolve("drawn." + format);
    Result drawn =
        Commands.bare(
            "trace",
            "--config",
            directory.resolve("ikisaki.yaml"),
            "--import",
            directory.resolve("traces.txt"),
            "--format",
            format,
            "--out",
            out);
    assertThat(drawn.status()).as(drawn.err()).isZero();
    return out;
  }

  private static Document xml(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static List<String> kinds(JsonObject json, String country) {
    return json.getAsJsonArray("far_ends").asList().stream()
        .map(end -> end.getAsJsonObject())
        .filter(end -> end.get("country").getAsString().equals(country))
        .flatMap(end -> end.getAsJsonArray("kinds").asList().stream())
        .map(kind -> kind.getAsJsonObject().get("by").toString())
        .toList();
  }

  private List<String> hosts() throws IOException {
    try (Reader har = Files.newBufferedReader(directory.resolve("page.har"))) {
      return HarHosts.read(har, new Problems("page.har"));
    }
  }

  private Result run(String command, Object... more) {
    Object[] arguments = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {
          "trace",
          command,
          "--config",
          directory.resolve("ikisaki.yaml"),
          "--import",
          directory.resolve("traces.txt")
        },
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return Commands.bare(arguments);
  }
}
