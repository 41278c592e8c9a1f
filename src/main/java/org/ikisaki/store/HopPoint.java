package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.geo.Place;

/**
 * A hop of the traces that began in the same ten seconds, as an exporter sends it. All that have no
 * series of their own are one per TTL, {@code (other)}.
 *
 * @param origin who traced
 * @param target as it was called
 * @param router who answered, empty where nobody did
 * @param place where that is, as was known when the trace was kept
 * @param sent probes; those without an answer count for the router that answered first
 * @param answers that came back
 * @param roundTrips answers of which the round trip is known
 * @param rttMicros the sum of these
 * @param traces with such an answer
 * @param bestMicros the sum of the shortest round trips of each of these
 */
public record HopPoint(
    String origin,
    String target,
    int ttl,
    String router,
    Place place,
    long sent,
    long answers,
    long roundTrips,
    long rttMicros,
    long traces,
    long bestMicros) {
  private static final String POINTS =
      """
      SELECT s.id, s.origin, s.target, a.ttl, s.router, s.asn, s.as_org, s.country,
        sum(sent), sum(answers), sum(round_trips), sum(rtt), count(best), coalesce(sum(best), 0)
      FROM (
        SELECT h.series, h.ttl, count(h.router) AS answers,
          count(h.router) + CASE row_number() OVER (of_hop ORDER BY min(h.answer))
            WHEN 1 THEN max(h.sent) - sum(count(h.router)) OVER of_hop ELSE 0 END AS sent,
          sum(h.rtt >= 0) AS round_trips, sum(max(h.rtt, 0)) AS rtt,
          min(CASE WHEN h.rtt >= 0 THEN h.rtt END) AS best
        FROM trace t CROSS JOIN hop h ON h.trace = t.id
        WHERE t.time >= ?1 AND t.time < ?1 + ?2
        GROUP BY h.trace, h.ttl, h.router
        WINDOW of_hop AS (PARTITION BY h.trace, h.ttl)) a
      LEFT JOIN hop_series s ON s.id = a.series
      GROUP BY s.id, a.ttl ORDER BY s.id IS NULL, s.target, s.origin, a.ttl, s.id""";

  public String country() {
    return place.country();
  }

  public int asn() {
    return place.asn();
  }

  public String asOrg() {
    return place.asOrg();
  }

  static List<HopPoint> read(Connection connection, long time) throws SQLException {
    return Sql.list(
        connection,
        POINTS,
        row -> {
          boolean isSeries = row.getLong(1) > 0;
          byte[] router = row.getBytes(5);
          return new HopPoint(
              isSeries ? row.getString(2) : Other.NAME,
              isSeries ? row.getString(3) : Other.NAME,
              row.getInt(4),
              !isSeries
                  ? Other.NAME
                  : router == null || router.length == 0 ? "" : Addresses.read(router).toString(),
              isSeries
                  ? new Place(row.getInt(6), row.getString(7), row.getString(8))
                  : Place.UNKNOWN,
              row.getLong(9),
              row.getLong(10),
              row.getLong(11),
              row.getLong(12),
              row.getLong(13),
              row.getLong(14));
        },
        time,
        Level.TEN_SECONDS.seconds());
  }
}
