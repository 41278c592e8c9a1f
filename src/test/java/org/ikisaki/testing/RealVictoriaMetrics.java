package org.ikisaki.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

  /** The sum of all samples of all series that a selector finds. */
  public long sum(String selector) {
    get("/internal/force_flush");
    String lines = get("/api/v1/export?match[]=" + URLEncoder.encode(selector, UTF_8));
    return lines
        .lines()
        .flatMap(
            line ->
                JsonParser.parseString(line)
                    .getAsJsonObject()
                    .getAsJsonArray("values")
                    .asList()
                    .stream())
        .mapToLong(JsonElement::getAsLong)
        .sum();
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
