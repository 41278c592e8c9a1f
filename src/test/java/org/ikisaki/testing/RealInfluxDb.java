package org.ikisaki.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real InfluxDB 1.x on loopback, which can be killed and started again on its data. */
public final class RealInfluxDb implements AutoCloseable {
  private static final String ADMIN = "admin";

  private final URI url;
  private final boolean authenticated;
  private final LocalServer server;

  private RealInfluxDb(Path directory, boolean authenticated) throws IOException {
    this.authenticated = authenticated;
    int port = LocalServer.freePort();
    url = URI.create("http://127.0.0.1:" + port);
    Path config = directory.resolve("influxdb.conf");
    Files.writeString(config, config(directory, port, authenticated));
    server =
        new LocalServer(
            List.of("influxd", "-config", config.toString()),
            directory.resolve("influxdb.log"),
            url.resolve("/ping"));
  }

  public static RealInfluxDb start(Path directory) throws IOException {
    return new RealInfluxDb(directory, false);
  }

  /** One that asks for a user, and knows {@code admin} with the password {@code admin}. */
  public static RealInfluxDb startAuthenticated(Path directory) throws IOException {
    RealInfluxDb database = new RealInfluxDb(directory, true);
    database.query("", "CREATE USER \"admin\" WITH PASSWORD 'admin' WITH ALL PRIVILEGES");
    return database;
  }

  private static String config(Path directory, int port, boolean authenticated) {
    return """
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
          dir = "%1$s/meta"
        [data]
          dir = "%1$s/data"
          wal-dir = "%1$s/wal"
          query-log-enabled = false
        [http]
          bind-address = "127.0.0.1:%2$d"
          auth-enabled = %3$b
          log-enabled = false
        [monitor]
          store-enabled = false
        [subscriber]
          enabled = false
        [continuous_queries]
          enabled = false
        """
        .formatted(directory, port, authenticated);
  }

  public URI url() {
    return url;
  }

  /** Ends it as a power cut would. */
  public void kill() {
    server.kill();
  }

  /** Starts it again, on the same data and ports. */
  public void restart() {
    server.restart();
  }

  /** The rows of all series of one statement, tags and columns by name. */
  public List<Row> query(String database, String statement) {
    JsonObject result = result(database, statement);
    assertThat(result.has("error")).as("%s: %s", statement, result).isFalse();
    List<Row> rows = new ArrayList<>();
    elements(result, "series").forEach(s -> addRows(s.getAsJsonObject(), rows));
    return rows;
  }

  private JsonObject result(String database, String statement) {
    String form = "db=" + encode(database) + "&q=" + encode(statement);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/query?epoch=s"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (authenticated) {
      String credentials =
          Base64.getEncoder().encodeToString((ADMIN + ":" + ADMIN).getBytes(UTF_8));
      request.header("Authorization", "Basic " + credentials);
    }
    HttpResponse<String> response = server.send(request.build());
    assertThat(response.statusCode()).as("%s: %s", statement, response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body())
        .getAsJsonObject()
        .getAsJsonArray("results")
        .get(0)
        .getAsJsonObject();
  }

  private static void addRows(JsonObject series, List<Row> rows) {
    JsonArray columns = series.getAsJsonArray("columns");
    for (JsonElement values : series.getAsJsonArray("values")) {
      Map<String, JsonElement> row = new LinkedHashMap<>();
      if (series.has("tags")) {
        row.putAll(series.getAsJsonObject("tags").asMap());
      }
      for (int i = 0; i < columns.size(); i++) {
        row.put(columns.get(i).getAsString(), values.getAsJsonArray().get(i));
      }
      rows.add(new Row(row));
    }
  }

  private static Stream<JsonElement> elements(JsonObject object, String key) {
    return object.has(key) ? object.getAsJsonArray(key).asList().stream() : Stream.empty();
  }

  /** Tags, time and fields, by name. */
  public record Row(Map<String, JsonElement> values) {
    public String text(String name) {
      return value(name).getAsString();
    }

    public long number(String name) {
      return value(name).getAsLong();
    }

    private JsonElement value(String name) {
      JsonElement value = values.get(name);
      if (value == null) {
        throw new AssertionError("no " + name + " in " + values);
      }
      return value;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    server.kill();
  }
}
