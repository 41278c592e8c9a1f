package org.ikisaki.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.StoreReader.DeviceCoverage;

/**
 * All that happened in one interval, as an exporter sends it. Confined to the thread of the reader
 * it belongs to.
 */
public final class IntervalPoints {
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

  private static final String FACTS =
      """
      FROM temp.interval_traffic t
      CROSS JOIN endpoint e ON e.id = t.endpoint
      LEFT JOIN device_service x ON x.device = t.device AND x.endpoint = t.endpoint
      CROSS JOIN service s ON s.id = coalesce(x.service_id, e.service_id)
      CROSS JOIN device d ON d.id = t.device
      WHERE t.time = ?1""";

  private final Database database;
  private final Connection connection;
  private final long time;

  IntervalPoints(Database database, Connection connection, Instant start) {
    this.database = database;
    this.connection = connection;
    this.time = start.getEpochSecond();
  }

  /** Traffic by device and service. */
  public List<ServicePoint> services() throws IOException {
    return traffic(
        "SELECT d.label,"
            + SERVICE
            + ", CASE WHEN s.series THEN s.category ELSE '' END,"
            + COUNTERS
            + FACTS
            + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        row ->
            new ServicePoint(
                row.getString(1), row.getString(2), row.getString(3), Columns.counters(row, 4)));
  }

  /**
   * Traffic by country and AS: the largest of those that are series of their own, then the rest of
   * each country as its AS {@code (other)}, so that sums by country stay exact.
   */
  public List<DestinationPoint> destinations(int limit) throws IOException {
    List<DestinationPoint> largest = new ArrayList<>();
    Map<String, Counters> rest = new LinkedHashMap<>();
    traffic(
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
        });
    rest.forEach((country, sum) -> largest.add(DestinationPoint.other(country, sum)));
    return largest;
  }

  /**
   * Traffic by service and host: the largest of those that are series of their own, then the rest
   * of each service as its host {@code (other)}, so that sums by service stay exact. Unnamed
   * endpoints are called by their address.
   */
  public List<HostPoint> hosts(int limit) throws IOException {
    List<HostPoint> largest = new ArrayList<>();
    Map<String, Counters> rest = new LinkedHashMap<>();
    traffic(
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
        });
    rest.forEach((service, sum) -> largest.add(new HostPoint(service, Other.NAME, sum)));
    return largest;
  }

  /** What each source counted. */
  public List<CapturePoint> capture() throws IOException {
    return list(
        """
        SELECT name, frames, frame_bytes, ip_packets, ip_bytes, not_ip, undecoded,
          dropped_by_kernel, dropped_by_interface, duplicates, gaps, flows_evicted, unread
        FROM capture_stats c JOIN source s ON s.id = c.source WHERE time = ? ORDER BY name""",
        row -> new CapturePoint(row.getString(1), Columns.capture(row, 2)));
  }

  /** TCP handshakes by service. */
  public List<LatencyPoint> latency() throws IOException {
    return list(
        """
        SELECT %s, sum(handshakes), sum(rtt_local), sum(rtt_remote)
        FROM latency l
        CROSS JOIN endpoint e ON e.id = l.endpoint
        CROSS JOIN service s ON s.id = e.service_id
        WHERE l.time = ? GROUP BY 1 ORDER BY 1"""
            .formatted(SERVICE),
        row ->
            new LatencyPoint(
                row.getString(1), new RoundTrips(row.getLong(2), row.getLong(3), row.getLong(4))));
  }

  /** DNS answers by device and RCODE. */
  public List<DnsPoint> dns() throws IOException {
    return list(
        """
        SELECT d.label, rcode, sum(count)
        FROM dns_query q JOIN device d ON d.id = q.device WHERE time = ?
        GROUP BY 1, 2 ORDER BY 1, 2""",
        row -> new DnsPoint(row.getString(1), row.getInt(2), row.getLong(3)));
  }

  /** How much was named, by device. */
  public List<DeviceCoverage> coverage() throws IOException {
    try {
      return CoverageQueries.byDevice(connection, time, time + 1);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** Hops of the traces that began then. */
  public List<HopPoint> hops() throws IOException {
    try {
      return HopPoint.read(connection, time);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  private <T> List<T> traffic(String sql, Sql.Row<T> row) throws IOException {
    try {
      TrafficLog.copy(connection, "interval_traffic", time, time + 1);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
    return list(sql, row);
  }

  private <T> List<T> list(String sql, Sql.Row<T> row) throws IOException {
    try {
      return Sql.list(connection, sql, row, time);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** Traffic of one device with one service. */
  public record ServicePoint(String device, String service, String category, Counters counters) {}

  /**
   * Traffic with one AS in one country.
   *
   * @param asn such as {@code AS64500}
   */
  public record DestinationPoint(String country, String asn, String asOrg, Counters counters) {
    static DestinationPoint of(String country, long asn, String asOrg, Counters counters) {
      return new DestinationPoint(country, "AS" + asn, asOrg, counters);
    }

    /** All those of a country that are no series of their own. */
    static DestinationPoint other(String country, Counters counters) {
      return new DestinationPoint(country, Other.NAME, Other.NAME, counters);
    }
  }

  /** Traffic with one host of one service. */
  public record HostPoint(String service, String host, Counters counters) {}

  /** What one source counted. */
  public record CapturePoint(String source, CaptureStats stats) {}

  /** How long TCP handshakes with one service took. */
  public record LatencyPoint(String service, RoundTrips roundTrips) {}

  /** DNS answers of one RCODE that one device received. */
  public record DnsPoint(String device, int rcode, long answers) {}
}
