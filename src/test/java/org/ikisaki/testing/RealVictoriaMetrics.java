package org.ikisaki.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real VictoriaMetrics on loopback. */
public final class RealVictoriaMetrics implements AutoCloseable {
  private final URI url;
  private final LocalServer server;

  /** One on data in {@code directory}, with what else it is to be told. */
  public RealVictoriaMetrics(Path directory, String... options) {
    int port = LocalServer.freePort();
    url = URI.create("http://127.0.0.1:" + port);
    server =
        new LocalServer(
            Stream.concat(
                    Stream.of(
                        "victoria-metrics",
                        "-storageDataPath=" + directory.resolve("data"),
                        "-httpListenAddr=127.0.0.1:" + port,
                        "-retentionPeriod=100y",
                        "-dedup.minScrapeInterval=1ms"),
                    Stream.of(options))
                .toList(),
            directory.resolve("victoria-metrics.log"),
            url.resolve("/health"));
  }

  public URI url() {
    return url;
  }

  /** Ends it as a power cut would. */
  public void kill() {
    server.kill();
  }

  /** Starts it again, on the same data and port. */
  public void restart() {
    server.restart();
  }

  /**
   * All samples of all series that a selector finds.
   *
   * @return values by the tags of their series, without the name, and their time in milliseconds
   */
  public Map<String, Long> samples(String selector) {
    Map<String, Long> samples = new HashMap<>();
    for (JsonObject series : export(selector)) {
      JsonObject tags = series.getAsJsonObject("metric");
      JsonArray times = series.getAsJsonArray("timestamps");
      JsonArray values = series.getAsJsonArray("values");
      for (int i = 0; i < times.size(); i++) {
        samples.put(tags + " " + times.get(i).getAsLong(), values.get(i).getAsLong());
      }
    }
    return samples;
  }

  /** What it says of itself at {@code /metrics}: the sum of one of its figures. */
  public double figure(String name) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How many series it has. */
  public long series() {
    return JsonParser.parseString(get("/api/v1/series/count"))
        .getAsJsonObject()
        .getAsJsonArray("data")
        .get(0)
        .getAsLong();
  }

  /** Writes what it has to disk, as small as it gets. */
  public void compact() {
    get("/internal/force_flush");
    get("/internal/force_merge");
  }

  /** The sum of all samples of all series that a selector finds. */
  public long sum(String selector) {
    return export(selector).stream()
        .flatMap(series -> series.getAsJsonArray("values").asList().stream())
        .mapToLong(JsonElement::getAsLong)
        .sum();
  }

  private List<JsonObject> export(String selector) {
    get("/internal/force_flush");
    String lines = get("/api/v1/export?match[]=" + URLEncoder.encode(selector, UTF_8));
    return lines.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  /** What an expression without time series has as its value now; 0 if it has none. */
  public long latest(String expression) {
    get("/internal/force_flush");
    JsonArray result =
        JsonParser.parseString(get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8)))
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonArray("result");
    return result.isEmpty()
        ? 0
        : result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsLong();
  }

  private String get(String path) {
    URI target = URI.create(url + path.replace("[", "%5B").replace("]", "%5D"));
    HttpResponse<String> response = server.send(HttpRequest.newBuilder(target).build());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  @Override
  public void close() {
    server.kill();
  }
}
