package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.StoreReader.CapturePoint;
import org.ikisaki.store.StoreReader.DestinationPoint;
import org.ikisaki.store.StoreReader.DnsPoint;
import org.ikisaki.store.StoreReader.HostPoint;
import org.ikisaki.store.StoreReader.LatencyPoint;
import org.ikisaki.store.StoreReader.ServicePoint;

/** All that happened in one interval, as an exporter sends it. */
final class PointQueries {
  private static final String COUNTERS =
      " sum(bytes_down), sum(bytes_up), sum(packets_down), sum(packets_up), sum(flows) ";

  /** Those that are no series of their own are one. */
  static final String SERVICE = "CASE WHEN s.series THEN s.name ELSE '(other)' END";

  /** Whether the destination of {@code e} was one at a time that is compared with. */
  static final String IS_DESTINATION_SERIES =
      """
      EXISTS (SELECT 1 FROM destination_series r
        WHERE r.country = e.country AND r.asn = e.asn AND r.since %s)
      """;

  /** The facts in the outer loop: they are one small range of their key. */
  private static final String FACTS =
      """
      FROM traffic t
      CROSS JOIN endpoint e ON e.id = t.endpoint
      LEFT JOIN device_service x ON x.device = t.device AND x.endpoint = t.endpoint
      CROSS JOIN service s ON s.id = coalesce(x.service_id, e.service_id)
      CROSS JOIN device d ON d.id = t.device
      WHERE t.time = ?1""";

  private PointQueries() {}

  static List<ServicePoint> services(Connection connection, long time) throws SQLException {
    return Sql.list(
        connection,
        "SELECT d.label,"
            + SERVICE
            + ", CASE WHEN s.series THEN s.category ELSE '' END,"
            + COUNTERS
            + FACTS
            + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        row ->
            new ServicePoint(
                row.getString(1), row.getString(2), row.getString(3), Columns.counters(row, 4)),
        time);
  }

  /**
   * The largest of those that are series of their own, then one row per country for the rest of it:
   * sums by country stay exact.
   */
  static List<DestinationPoint> destinations(Connection connection, long time, int limit)
      throws SQLException {
    List<DestinationPoint> largest = new ArrayList<>();
    Map<String, Counters> rest = new LinkedHashMap<>();
    Sql.list(
        connection,
        "SELECT e.country, e.asn, max(e.as_org),"
            + COUNTERS
            + ", "
            + IS_DESTINATION_SERIES.formatted("<= ?1")
            + FACTS
            + " GROUP BY e.country, e.asn"
            + " ORDER BY sum(bytes_down) + sum(bytes_up) DESC, e.country, e.asn",
        row -> {
          String country = row.getString(1);
          Counters counters = Columns.counters(row, 4);
          if (row.getBoolean(9) && largest.size() < limit) {
            largest.add(DestinationPoint.of(country, row.getLong(2), row.getString(3), counters));
          } else {
            rest.merge(country, counters, Counters::plus);
          }
          return country;
        },
        time);
    rest.forEach((country, sum) -> largest.add(DestinationPoint.other(country, sum)));
    return largest;
  }

  /**
   * The largest of those that are series of their own, then one row per service for the rest of it:
   * sums by service stay exact.
   */
  static List<HostPoint> hosts(Connection connection, long time, int limit) throws SQLException {
    List<HostPoint> largest = new ArrayList<>();
    Map<String, Counters> rest = new LinkedHashMap<>();
    Sql.list(
        connection,
        "SELECT "
            + SERVICE
            + ", coalesce(e.host, e.address) AS host,"
            + COUNTERS
            + ", EXISTS (SELECT 1 FROM host_series h"
            + " WHERE h.host = coalesce(e.host, e.address) AND h.since <= ?1)"
            + FACTS
            + " GROUP BY 1, 2 ORDER BY sum(bytes_down) + sum(bytes_up) DESC, 1, 2",
        row -> {
          String service = row.getString(1);
          Counters counters = Columns.counters(row, 3);
          if (row.getBoolean(8) && largest.size() < limit) {
            largest.add(new HostPoint(service, Columns.text(row, 2), counters));
          } else {
            rest.merge(service, counters, Counters::plus);
          }
          return service;
        },
        time);
    rest.forEach((service, sum) -> largest.add(new HostPoint(service, Other.NAME, sum)));
    return largest;
  }

  static List<CapturePoint> capture(Connection connection, long time) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT name, frames, frame_bytes, ip_packets, ip_bytes, not_ip, undecoded,
          dropped_by_kernel, dropped_by_interface, duplicates, gaps, flows_evicted, unread
        FROM capture_stats c JOIN source s ON s.id = c.source WHERE time = ? ORDER BY name""",
        row -> new CapturePoint(row.getString(1), Columns.capture(row, 2)),
        time);
  }

  static List<LatencyPoint> latency(Connection connection, long time) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT %s, sum(handshakes), sum(rtt_local), sum(rtt_remote)
        FROM latency l
        CROSS JOIN endpoint e ON e.id = l.endpoint
        CROSS JOIN service s ON s.id = e.service_id
        WHERE l.time = ? GROUP BY 1 ORDER BY 1"""
            .formatted(SERVICE),
        row ->
            new LatencyPoint(
                row.getString(1), new RoundTrips(row.getLong(2), row.getLong(3), row.getLong(4))),
        time);
  }

  static List<DnsPoint> dns(Connection connection, long time) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT d.label, rcode, sum(count)
        FROM dns_query q JOIN device d ON d.id = q.device WHERE time = ?
        GROUP BY 1, 2 ORDER BY 1, 2""",
        row -> new DnsPoint(row.getString(1), row.getInt(2), row.getLong(3)),
        time);
  }
}
