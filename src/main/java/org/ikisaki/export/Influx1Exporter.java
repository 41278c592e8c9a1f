package org.ikisaki.export;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.influxdb.client.InfluxDBClientOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Writes to InfluxDB 1.x, and makes the database when it is missing. */
final class Influx1Exporter implements Exporter {
  private static final long MAX_ANSWER_BYTES = 64 * 1024;

  private final Target.Influx1 target;
  private final String sensor;
  private final InfluxClient client;
  private final OkHttpClient queries;

  Influx1Exporter(Target.Influx1 target, String sensor) {
    this.target = target;
    this.sensor = SafeText.tag(sensor);
    OkHttpClient.Builder http =
        InfluxClient.http().addNetworkInterceptor(new Influx1Dialect(target));
    // The client insists on an organisation and a bucket; the dialect leaves them out.
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder()
            .url(target.url().toString())
            .org("-")
            .bucket(target.database());
    client = new InfluxClient(options, http);
    queries = http.build();
  }

  @Override
  public Reply write(List<String> lines) {
    Reply reply = client.write(lines);
    if (!isDatabaseMissing(reply)) {
      return withRemedy(reply);
    }
    Reply created = query("CREATE DATABASE " + InfluxQl.identifier(target.database()));
    if (created.outcome() == Reply.Outcome.STORED) {
      return withRemedy(client.write(lines));
    }
    return created.outcome() == Reply.Outcome.UNAVAILABLE
        ? created
        : Reply.refused(
            "database %s is missing and may not be created (%s); as administrator run: %s"
                .formatted(target.database(), created.message(), setUp()));
  }

  @Override
  public Reply delete(Instant first, Instant last) {
    Reply reply =
        query(
            "DELETE FROM /^(%s)$/ WHERE time >= %ds AND time <= %ds AND %s = %s"
                .formatted(
                    Arrays.stream(Measurement.values())
                        .map(Measurement::label)
                        .collect(Collectors.joining("|")),
                    first.getEpochSecond(),
                    last.getEpochSecond(),
                    InfluxQl.identifier(Measurement.SENSOR),
                    InfluxQl.literal(sensor)));
    // Nothing to delete in a database that the next write makes.
    return isDatabaseMissing(reply) ? Reply.STORED : withRemedy(reply);
  }

  private Reply query(String statement) {
    HttpUrl url = target.url().newBuilder().addPathSegment("query").build();
    Request request =
        new Request.Builder()
            .url(url)
            .post(new FormBody.Builder().add("db", target.database()).add("q", statement).build())
            .build();
    try (Response response = queries.newCall(request).execute()) {
      String error = error(response.peekBody(MAX_ANSWER_BYTES));
      if (response.isSuccessful()) {
        return error.isEmpty() ? Reply.STORED : Reply.refused(error);
      }
      Reply reply = Reply.ofStatus(response.code(), error, response.header("Retry-After"));
      return switch (response.code()) {
        case 400, 404, 405 -> Reply.unsupported(reply.message());
        default -> reply;
      };
    } catch (IOException e) {
      return Reply.unavailable(InfluxClient.describe(e));
    }
  }

  /**
   * The error of the whole answer or of its first statement that failed; empty if there is none.
   */
  private static String error(ResponseBody body) throws IOException {
    try {
      return error(JsonParser.parseString(body.string()));
    } catch (JsonParseException e) {
      return "";
    }
  }

  private static String error(JsonElement answer) {
    if (!answer.isJsonObject()) {
      return "";
    }
    JsonElement error = answer.getAsJsonObject().get("error");
    if (error != null) {
      return error.isJsonPrimitive() ? error.getAsString() : error.toString();
    }
    JsonElement results = answer.getAsJsonObject().get("results");
    if (results == null || !results.isJsonArray()) {
      return "";
    }
    return results.getAsJsonArray().asList().stream()
        .map(Influx1Exporter::error)
        .filter(e -> !e.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean isDatabaseMissing(Reply reply) {
    return reply.outcome() == Reply.Outcome.REFUSED
        && reply.message().contains("database not found");
  }

  private Reply withRemedy(Reply reply) {
    if (reply.outcome() != Reply.Outcome.REFUSED) {
      return reply;
    }
    if (reply.message().startsWith("HTTP 401")) {
      return reply.withRemedy(
          target.username().isEmpty()
              ? "the server asks for a user: set username and password-file"
              : "it does not know user %s with this password".formatted(target.username()));
    }
    if (reply.message().startsWith("HTTP 403")) {
      return reply.withRemedy("as administrator run: " + grant());
    }
    if (reply.message().contains("retention policy not found")) {
      return reply.withRemedy(
          "correct retention-policy, or run: CREATE RETENTION POLICY %s ON %s DURATION 60d REPLICATION 1"
              .formatted(
                  InfluxQl.identifier(target.retentionPolicy()),
                  InfluxQl.identifier(target.database())));
    }
    return reply.withRemedy("is url the address of an InfluxDB 1.x?");
  }

  private String setUp() {
    String create = "CREATE DATABASE " + InfluxQl.identifier(target.database());
    return target.username().isEmpty() ? create : create + "; " + grant();
  }

  private String grant() {
    return "GRANT ALL ON %s TO %s"
        .formatted(InfluxQl.identifier(target.database()), InfluxQl.identifier(target.username()));
  }

  @Override
  public void close() {
    client.close();
  }
}
