package org.ikisaki.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** A real VictoriaMetrics on loopback. */
public final class RealVictoriaMetrics implements AutoCloseable {
  private final URI url;
  private final LocalServer server;

  public RealVictoriaMetrics(Path directory) {
    int port = LocalServer.freePort();
    url = URI.create("http://127.0.0.1:" + port);
    server =
        new LocalServer(
            List.of(
                "victoria-metrics",
                "-storageDataPath=" + directory.resolve("data"),
                "-httpListenAddr=127.0.0.1:" + port,
                "-retentionPeriod=100y",
                "-dedup.minScrapeInterval=1ms"),
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
