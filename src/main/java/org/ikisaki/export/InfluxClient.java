package org.ikisaki.export;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.ikisaki.export.Reply.BadLine;
import org.jspecify.annotations.Nullable;

/**
 * influxdb-client-java with our limits on time, and replies for its exceptions.
 *
 * <p>Only its blocking API is used: the other one keeps points in memory and drops them when a
 * server is away.
 */
final class InfluxClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final String NONE = "-";
  private static final String PARTIAL_WRITE = "partial write";

  private final Dispatcher dispatcher;
  private final InfluxDBClient client;
  private final WriteApiBlocking writes;
  private final String org;

  /**
   * A client of a server.
   *
   * @param org which the client insists on; servers without organisations ignore it
   */
  InfluxClient(HttpUrl url, String org, @Nullable Secret token, OkHttpClient.Builder http) {
    this.org = org.isEmpty() ? NONE : org;
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder().url(url.toString()).org(this.org).bucket(NONE);
    if (token != null) {
      options.authenticateToken(token.reveal().toCharArray());
    }
    dispatcher = new Dispatcher();
    http.dispatcher(dispatcher).addNetworkInterceptor(InfluxClient::onlyNoContentIsStored);
    client = InfluxDBClientFactory.create(options.okHttpClient(http).build()).enableGzip();
    writes = client.getWriteApiBlocking();
  }

  static OkHttpClient.Builder http() {
    return new OkHttpClient.Builder()
        .connectTimeout(CONNECT_TIMEOUT)
        .readTimeout(CALL_TIMEOUT)
        .writeTimeout(CALL_TIMEOUT)
        .callTimeout(CALL_TIMEOUT)
        .followRedirects(false);
  }

  Reply write(String bucket, List<String> lines) {
    try {
      writes.writeRecords(bucket, org, WritePrecision.S, lines);
      return Reply.STORED;
    } catch (InfluxException e) {
      return reply(e);
    }
  }

  InfluxDBClient api() {
    return client;
  }

  String org() {
    return org;
  }

  static Reply reply(InfluxException e) {
    if (e.status() == 0) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Reply.unavailable(describe(cause));
    }
    List<BadLine> badLines = badLines(e);
    String message = message(e);
    return badLines.isEmpty()
        ? Reply.ofStatus(e.status(), message, e.headers().get("Retry-After"))
        : Reply.storedBut("HTTP " + e.status() + ": " + message, badLines);
  }

  /** The library looks into headers, and into the body for a message alone. */
  private static String message(InfluxException e) {
    if (e.errorBody().get("message") == null && e.errorBody().get("error") instanceof String text) {
      return text;
    }
    return e.getMessage() == null ? "" : e.getMessage();
  }

  /** InfluxDB 3 names each line that it left out of a write, a hundred at most. */
  private static List<BadLine> badLines(InfluxException e) {
    List<BadLine> lines = new ArrayList<>();
    if (String.valueOf(e.errorBody().get("error")).contains(PARTIAL_WRITE)
        && e.errorBody().get("data") instanceof List<?> data) {
      for (Object element : data) {
        if (element instanceof Map<?, ?> line && line.get("line_number") instanceof Number number) {
          lines.add(new BadLine(number.intValue(), String.valueOf(line.get("error_message"))));
        }
      }
    }
    return lines;
  }

  static String describe(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** A proxy or another kind of server may say 200 to anything; then nothing was stored. */
  private static Response onlyNoContentIsStored(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.code() == HttpURLConnection.HTTP_OK
        && chain.request().url().encodedPath().endsWith("/write")) {
      response.close();
      throw new IOException(
          "answered 200 to a write, where InfluxDB answers 204: is it another server?");
    }
    return response;
  }

  @Override
  public void close() {
    dispatcher.cancelAll();
    client.close();
  }
}
