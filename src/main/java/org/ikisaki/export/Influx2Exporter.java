package org.ikisaki.export;

import com.influxdb.client.DeleteApi;
import com.influxdb.client.OrganizationsQuery;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import com.influxdb.exceptions.InfluxException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.ikisaki.store.Level;
import org.jspecify.annotations.Nullable;

/** Writes to InfluxDB 2.x and to servers that take its writes and deletions. */
final class Influx2Exporter implements Exporter {
  private static final OffsetDateTime ALWAYS = Instant.EPOCH.atOffset(ZoneOffset.UTC);
  private static final OffsetDateTime NEVER = OffsetDateTime.parse("2200-01-01T00:00:00Z");

  private final Target.Influx2 target;
  private final String sensor;
  private final InfluxClient client;

  Influx2Exporter(Target.Influx2 target, String sensor) {
    this.target = target;
    this.sensor = SafeText.tag(sensor);
    client = new InfluxClient(target.url(), target.org(), target.token(), InfluxClient.http());
  }

  @Override
  public Reply write(Level level, List<String> lines) {
    String bucket = bucket(level);
    Reply reply = client.write(bucket, lines);
    if (!isMissing(reply)) {
      return withRemedy(reply);
    }
    Reply created = create(level);
    return switch (created.outcome()) {
      case STORED -> withRemedy(client.write(bucket, lines));
      case UNAVAILABLE -> created;
      default ->
          Reply.refused(
              "%s; bucket %s could not be made (%s): as administrator run: %s"
                  .formatted(reply.message(), bucket, created.message(), setUp(level)));
    };
  }

  private String bucket(Level level) {
    return target.terms().hasOwnPlace(level)
        ? target.bucket() + "_" + level.label()
        : target.bucket();
  }

  private Reply create(Level level) {
    try {
      OrganizationsQuery query = new OrganizationsQuery();
      query.setOrg(client.org());
      List<Organization> orgs = client.api().getOrganizationsApi().findOrganizations(query);
      if (orgs.isEmpty() || orgs.get(0).getId() == null) {
        return Reply.refused("no organisation " + client.org() + " is to be seen");
      }
      client
          .api()
          .getBucketsApi()
          .createBucket(bucket(level), retention(level), orgs.get(0).getId());
      return Reply.STORED;
    } catch (InfluxException e) {
      return InfluxClient.reply(e);
    }
  }

  private @Nullable BucketRetentionRules retention(Level level) {
    Duration kept = target.terms().kept(level);
    if (kept == null) {
      return null;
    }
    BucketRetentionRules rules = new BucketRetentionRules();
    rules.setEverySeconds(Math.toIntExact(kept.toSeconds()));
    return rules;
  }

  private String setUp(Level level) {
    Duration kept = target.terms().kept(level);
    return "influx bucket create%s --name %s%s"
        .formatted(
            target.org().isEmpty() ? "" : " --org " + target.org(),
            bucket(level),
            kept == null ? "" : " --retention " + kept.toSeconds() + "s");
  }

  @Override
  public Reply delete(Level level, Instant first, Instant last) {
    // Whether the end belongs to the range differs between versions; no time is this close to it.
    return delete(
        Measurement.of(level),
        first.atOffset(ZoneOffset.UTC),
        last.plusSeconds(1).atOffset(ZoneOffset.UTC),
        "");
  }

  @Override
  public Reply forget(String tag, String value, Instant until) {
    return delete(
        Measurement.with(tag),
        ALWAYS,
        until.atOffset(ZoneOffset.UTC),
        " AND %s=%s".formatted(tag, quoted(value)));
  }

  @Override
  public Reply empty() {
    return delete(List.of(Measurement.values()), ALWAYS, NEVER, "");
  }

  private Reply delete(
      List<Measurement> measurements, OffsetDateTime start, OffsetDateTime stop, String more) {
    DeleteApi deletes = client.api().getDeleteApi();
    for (Measurement measurement : measurements) {
      String predicate =
          "_measurement=%s AND %s=%s%s"
              .formatted(quoted(measurement.label()), Measurement.SENSOR, quoted(sensor), more);
      try {
        deletes.delete(start, stop, predicate, bucket(measurement.level()), client.org());
      } catch (InfluxException e) {
        Reply reply = InfluxClient.reply(e);
        if (isMissing(reply)) {
          // Nothing to delete in a bucket that the next write makes.
          continue;
        }
        return switch (e.status()) {
          case 400, 404, 405, 501 -> Reply.unsupported(reply.message());
          default -> withRemedy(reply);
        };
      }
    }
    return Reply.STORED;
  }

  private static String quoted(String value) {
    return '"' + value.replace("\"", "\\\"") + '"';
  }

  private static boolean isMissing(Reply reply) {
    return reply.outcome() == Reply.Outcome.REFUSED
        && reply.message().startsWith("HTTP 404")
        && reply.message().contains("bucket");
  }

  private Reply withRemedy(Reply reply) {
    if (reply.outcome() != Reply.Outcome.REFUSED) {
      return reply;
    }
    String message = reply.message();
    if (message.startsWith("HTTP 401")) {
      return reply.withRemedy(Tokens.remedy(target.token()));
    }
    if (message.startsWith("HTTP 403")) {
      return reply.withRemedy(
          "the token must be allowed to write bucket %1$s; as administrator run:"
                  .formatted(target.bucket())
              + " influx auth create%s --write-bucket $(influx bucket list --name %s --hide-headers | cut -f1)"
                  .formatted(
                      target.org().isEmpty() ? "" : " --org " + target.org(), target.bucket()));
    }
    return reply.withRemedy(
        message.startsWith("HTTP 404")
            ? "is there an organisation and a bucket of this name? make it with: "
                + setUp(Level.TEN_SECONDS)
            : "is url the address of an InfluxDB 2.x?");
  }

  @Override
  public void close() {
    client.close();
  }
}
