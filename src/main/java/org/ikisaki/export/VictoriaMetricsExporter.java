package org.ikisaki.export;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.FormBody;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.ikisaki.store.Level;
import org.jspecify.annotations.Nullable;

/**
 * Writes to VictoriaMetrics by the API of InfluxDB 2.x. It has no databases, and names series by
 * measurement and field. It deletes whole series.
 */
final class VictoriaMetricsExporter implements Exporter {
  /** It keeps what a bucket is called nowhere. */
  private static final String BUCKET = "-";

  private final Target.VictoriaMetrics target;
  private final String sensor;
  private final InfluxClient client;
  private final OkHttpClient http;

  VictoriaMetricsExporter(Target.VictoriaMetrics target, String sensor) {
    this.target = target;
    this.sensor = SafeText.tag(sensor);
    client = new InfluxClient(target.url(), "", null, authorized(target));
    http = authorized(target).build();
  }

  private static OkHttpClient.Builder authorized(Target.VictoriaMetrics target) {
    OkHttpClient.Builder builder = InfluxClient.http();
    String header = authorization(target);
    return header == null ? builder : builder.addNetworkInterceptor(withHeader(header));
  }

  private static @Nullable String authorization(Target.VictoriaMetrics target) {
    return target.token() == null
        ? Influx1Dialect.basic(target.username(), target.password())
        : "Bearer " + target.token().reveal();
  }

  private static Interceptor withHeader(String authorization) {
    return chain ->
        chain.proceed(chain.request().newBuilder().header("Authorization", authorization).build());
  }

  @Override
  public Reply write(Level level, List<String> lines) {
    return withRemedy(client.write(BUCKET, lines));
  }

  @Override
  public Reply delete(Level level, Instant first, Instant last) {
    return Reply.unsupported("VictoriaMetrics can't delete a range of time");
  }

  @Override
  public Reply forget(String tag, String value, Instant until) {
    return delete(Measurement.with(tag), ",%s=%s".formatted(tag, quoted(value)));
  }

  @Override
  public Reply empty() {
    return delete(List.of(Measurement.values()), "");
  }

  private Reply delete(List<Measurement> measurements, String more) {
    String names =
        measurements.stream()
            .flatMap(m -> m.fields().stream().map(field -> m.label() + "_" + field))
            .collect(Collectors.joining("|"));
    String selector =
        "{__name__=~%s,%s=%s%s}".formatted(quoted(names), Measurement.SENSOR, quoted(sensor), more);
    Request request =
        new Request.Builder()
            .url(
                target
                    .url()
                    .newBuilder()
                    .addPathSegments("api/v1/admin/tsdb/delete_series")
                    .build())
            .post(new FormBody.Builder().add("match[]", selector).build())
            .build();
    return withRemedy(Http.send(http, request));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Reply withRemedy(Reply reply) {
    if (reply.outcome() != Reply.Outcome.REFUSED) {
      return reply;
    }
    if (reply.message().startsWith("HTTP 401") || reply.message().startsWith("HTTP 403")) {
      return reply.withRemedy(
          "it asks for a user or token: set username and password-file, or token-file");
    }
    return reply.withRemedy("is url the address of a VictoriaMetrics?");
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    client.close();
  }
}
