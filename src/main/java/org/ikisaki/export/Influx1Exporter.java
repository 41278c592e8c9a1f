package org.ikisaki.export;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.ikisaki.store.Level;

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
    client = new InfluxClient(target.url(), "", null, http);
    queries = http.build();
  }

  @Override
  public Reply write(Level level, List<String> lines) {
    String policy = policy(level);
    Reply reply = client.write(policy, lines);
    if (isDatabaseMissing(reply)) {
      Reply created = query(createDatabase());
      if (created.outcome() != Reply.Outcome.STORED) {
        return created.outcome() == Reply.Outcome.UNAVAILABLE
            ? created
            : Reply.refused(
                "database %s is missing and may not be created (%s); as administrator run: %s"
                    .formatted(target.database(), created.message(), setUp()));
      }
      reply = client.write(policy, lines);
    }
    if (target.terms().hasOwnPlace(level) && isPolicyMissing(reply)) {
      Reply created = query(createPolicy(level));
      if (created.outcome() != Reply.Outcome.STORED) {
        return created.outcome() == Reply.Outcome.UNAVAILABLE
            ? created
            : Reply.refused(
                "retention policy %s is missing and may not be created (%s); as administrator run: %s"
                    .formatted(policy, created.message(), createPolicy(level)));
      }
      reply = client.write(policy, lines);
    }
    return withRemedy(reply);
  }

  /** Where a level goes, as the dialect wants it. */
  private String policy(Level level) {
    if (target.terms().hasOwnPlace(level)) {
      return "ikisaki_" + level.label();
    }
    return target.retentionPolicy().isEmpty()
        ? Influx1Dialect.DEFAULT_POLICY
        : target.retentionPolicy();
  }

  private String createDatabase() {
    String create = "CREATE DATABASE " + InfluxQl.identifier(target.database());
    return target.terms().keep().containsKey(Level.TEN_SECONDS)
        ? create + " WITH DURATION " + duration(Level.TEN_SECONDS)
        : create;
  }

  private String createPolicy(Level level) {
    return "CREATE RETENTION POLICY %s ON %s DURATION %s REPLICATION 1"
        .formatted(
            InfluxQl.identifier(policy(level)),
            InfluxQl.identifier(target.database()),
            duration(level));
  }

  private String duration(Level level) {
    Duration kept = target.terms().kept(level);
    return kept == null ? "INF" : kept.toSeconds() + "s";
  }

  @Override
  public Reply delete(Level level, Instant first, Instant last) {
    return delete(
        Measurement.of(level),
        "time >= %ds AND time <= %ds AND "
            .formatted(first.getEpochSecond(), last.getEpochSecond()));
  }

  @Override
  public Reply forget(String tag, String value, Instant until) {
    return delete(
        Measurement.with(tag),
        "time < %ds AND %s = %s AND "
            .formatted(until.getEpochSecond(), InfluxQl.identifier(tag), InfluxQl.literal(value)));
  }

  @Override
  public Reply empty() {
    return delete(List.of(Measurement.values()), "");
  }

  /** Of this sensor, where all of {@code conditions} holds, which ends in AND or is empty. */
  private Reply delete(List<Measurement> measurements, String conditions) {
    Reply reply =
        query(
            "DELETE FROM /^(%s)$/ WHERE %s%s = %s"
                .formatted(
                    measurements.stream().map(Measurement::label).collect(Collectors.joining("|")),
                    conditions,
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

  private static boolean isPolicyMissing(Reply reply) {
    return reply.outcome() == Reply.Outcome.REFUSED
        && reply.message().contains("retention policy not found");
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
    if (isPolicyMissing(reply)) {
      return reply.withRemedy(
          "correct retention-policy, or run: CREATE RETENTION POLICY %s ON %s DURATION 60d REPLICATION 1"
              .formatted(
                  InfluxQl.identifier(target.retentionPolicy()),
                  InfluxQl.identifier(target.database())));
    }
    return reply.withRemedy("is url the address of an InfluxDB 1.x?");
  }

  private String setUp() {
    String create = createDatabase();
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
