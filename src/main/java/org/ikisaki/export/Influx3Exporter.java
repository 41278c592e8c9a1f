package org.ikisaki.export;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.ikisaki.store.Level;

/** Writes to InfluxDB 3 Core, which deletes nothing less than a table. */
final class Influx3Exporter implements Exporter {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Target.Influx3 target;
  private final InfluxClient client;
  private final OkHttpClient http;
  private boolean isMade;

  Influx3Exporter(Target.Influx3 target) {
    this.target = target;
    client = new InfluxClient(target.url(), "", target.token(), InfluxClient.http());
    http = InfluxClient.http().build();
  }

  @Override
  public Reply write(Level level, List<String> lines) {
    if (!isMade) {
      Reply made = create();
      if (made.outcome() == Reply.Outcome.UNAVAILABLE) {
        return made;
      }
      // Who may not make it may write to one that is there.
      isMade = true;
    }
    return withRemedy(client.write(target.database(), lines));
  }

  /** A write would make it too, but for ever without retention. */
  private Reply create() {
    JsonObject body = new JsonObject();
    body.addProperty("db", target.database());
    Duration kept = target.terms().kept(Level.TEN_SECONDS);
    if (kept != null) {
      body.addProperty("retention_period", hours(kept));
    }
    return Http.send(
        http, request("database").post(RequestBody.create(body.toString(), JSON)).build());
  }

  private static String hours(Duration kept) {
    return kept.toHours() + "h";
  }

  private Request.Builder request(String what) {
    HttpUrl url =
        target.url().newBuilder().addPathSegments("api/v3/configure").addPathSegment(what).build();
    Request.Builder request = new Request.Builder().url(url);
    return target.token() == null
        ? request
        : request.header("Authorization", "Bearer " + target.token().reveal());
  }

  @Override
  public Reply delete(Level level, Instant first, Instant last) {
    return Reply.unsupported("InfluxDB 3 can't delete a range of time");
  }

  @Override
  public Reply forget(String tag, String value, Instant until) {
    return Reply.unsupported("InfluxDB 3 can't delete single series: `ikisaki export rebuild`");
  }

  @Override
  public Reply empty() {
    for (Measurement measurement : Measurement.values()) {
      Request request = request("table").delete().build();
      HttpUrl url =
          request
              .url()
              .newBuilder()
              .addQueryParameter("db", target.database())
              .addQueryParameter("table", measurement.label())
              .build();
      Reply reply = Http.send(http, request.newBuilder().url(url).build());
      boolean isGone =
          reply.outcome() == Reply.Outcome.STORED || reply.message().startsWith("HTTP 404");
      if (!isGone) {
        return reply.outcome() == Reply.Outcome.REFUSED
            ? reply.withRemedy(
                "the token may not delete tables; as administrator run: influxdb3 delete table"
                    + " --database %s %s, and the same for the other measurements"
                        .formatted(target.database(), measurement.label()))
            : reply;
      }
    }
    return Reply.STORED;
  }

  private Reply withRemedy(Reply reply) {
    if (reply.outcome() != Reply.Outcome.REFUSED) {
      return reply;
    }
    String message = reply.message();
    if (message.startsWith("HTTP 401")) {
      return reply.withRemedy(Tokens.remedy(target.token()));
    }
    if (message.startsWith("HTTP 403") || message.startsWith("HTTP 404")) {
      Duration kept = target.terms().kept(Level.TEN_SECONDS);
      return reply.withRemedy(
          "as administrator run: influxdb3 create database%s %s, and give a token that may write it"
              .formatted(
                  kept == null ? "" : " --retention-period " + hours(kept), target.database()));
    }
    return reply.withRemedy("is url the address of an InfluxDB 3?");
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    client.close();
  }
}
