package org.ikisaki.export;

import com.influxdb.client.DeleteApi;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.exceptions.InfluxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import okhttp3.OkHttpClient;

/** Writes to InfluxDB 2.x and to servers that take its writes, such as VictoriaMetrics. */
final class Influx2Exporter implements Exporter {
  private final Target.Influx2 target;
  private final String sensor;
  private final InfluxClient client;

  Influx2Exporter(Target.Influx2 target, String sensor) {
    this.target = target;
    this.sensor = SafeText.tag(sensor);
    OkHttpClient.Builder http = InfluxClient.http();
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder()
            .url(target.url().toString())
            .org(org(target))
            .bucket(target.bucket());
    if (target.token() != null) {
      options.authenticateToken(target.token().reveal().toCharArray());
    }
    client = new InfluxClient(options, http);
  }

  @Override
  public Reply write(List<String> lines) {
    return withRemedy(client.write(lines));
  }

  @Override
  public Reply delete(Instant first, Instant last) {
    OffsetDateTime start = first.atOffset(ZoneOffset.UTC);
    // Whether the end belongs to the range differs between versions; no time is this close to it.
    OffsetDateTime stop = last.plusSeconds(1).atOffset(ZoneOffset.UTC);
    DeleteApi deletes = client.deletes();
    try {
      for (Measurement measurement : Measurement.values()) {
        deletes.delete(start, stop, predicate(measurement), target.bucket(), org(target));
      }
      return Reply.STORED;
    } catch (InfluxException e) {
      Reply reply = InfluxClient.reply(e);
      return switch (e.status()) {
        case 400, 404, 405, 501 -> Reply.unsupported(reply.message());
        default -> withRemedy(reply);
      };
    }
  }

  private String predicate(Measurement measurement) {
    return "_measurement=\"%s\" AND %s=\"%s\""
        .formatted(measurement.label(), Measurement.SENSOR, sensor.replace("\"", "\\\""));
  }

  private Reply withRemedy(Reply reply) {
    if (reply.outcome() != Reply.Outcome.REFUSED) {
      return reply;
    }
    String message = reply.message();
    if (message.startsWith("HTTP 401")) {
      return reply.withRemedy(
          target.token() == null
              ? "the server asks for a token: set token-file"
              : "it does not know this token: correct token or token-file");
    }
    if (message.startsWith("HTTP 403")) {
      return reply.withRemedy("the token must be allowed to write bucket " + target.bucket());
    }
    return reply.withRemedy(
        message.startsWith("HTTP 404")
            ? "is there a bucket %s? make it with: influx bucket create --name %s"
                .formatted(target.bucket(), target.bucket())
            : "is url the address of an InfluxDB 2.x?");
  }

  /** The client insists on one; servers without organisations ignore it. */
  private static String org(Target.Influx2 target) {
    return target.org().isEmpty() ? "-" : target.org();
  }

  @Override
  public void close() {
    client.close();
  }
}
