package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.naming.Confidence;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.store.StoreReader.KnownName;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What is known of hosts and addresses. */
final class ExplainQueries {
  /** Without unnamed ones of which all traffic got a name later. */
  private static final String ENDPOINTS =
      """
      WITH wanted AS MATERIALIZED (SELECT * FROM endpoint WHERE %s)
      SELECT host, address, network, protocol, port, asn, as_org, country, evidence, confidence, name,
        category,
        coalesce(first, first_seen), coalesce(last, last_seen), bytes_down, bytes_up, packets_down,
        packets_up, flows
      FROM wanted w JOIN service s ON s.id = w.service_id LEFT JOIN temp.sums ON sums.endpoint = w.id
      WHERE sums.endpoint IS NOT NULL %s
      ORDER BY bytes_down + bytes_up DESC, host, w.id""";

  /** No device has such an id. */
  private static final long ANY = Long.MIN_VALUE;

  private static final String OF_HOST = "host = ?1";

  /** Under this very address, or under a name that it had, in its network. */
  private static final String OF_ADDRESS =
      """
      (host IS NULL AND address = ?1) OR (network = ?2
        AND host IN (SELECT e.host FROM name_evidence e WHERE e.address = ?1))""";

  private static final String EVIDENCE =
      """
      SELECT d.key, address, host, source, n.first_seen, n.last_seen, count
      FROM name_evidence n JOIN device d ON d.id = n.device
      WHERE %s ORDER BY n.last_seen DESC, host, address, d.key""";

  private ExplainQueries() {}

  static List<EndpointRow> endpoints(
      Connection connection, String hostOrAddress, @Nullable String device) throws SQLException {
    Optional<IpAddress> address = Addresses.parse(hostOrAddress);
    String condition = address.isPresent() ? OF_ADDRESS : OF_HOST;
    Object[] values =
        address.isPresent()
            ? new Object[] {address.get().toBytes(), Addresses.network(address.get()).toBytes()}
            : new Object[] {canonical(hostOrAddress)};
    return Sql.snapshot(
        connection,
        () -> {
          sum(connection, condition, values, device);
          return Sql.list(
              connection,
              ENDPOINTS.formatted(condition, device == null ? "OR host IS NOT NULL" : ""),
              ExplainQueries::endpoint,
              values);
        });
  }

  /** Puts the totals of the wanted endpoints where SQL finds them: with one device, or with all. */
  private static void sum(
      Connection connection, String condition, Object[] values, @Nullable String device)
      throws SQLException {
    long only =
        device == null
            ? ANY
            : Sql.number(
                connection, "SELECT coalesce((SELECT id FROM device WHERE key = ?), -1)", device);
    long[] seen = {Long.MAX_VALUE, 0};
    Map<Long, EndpointSum> sums = new HashMap<>();
    Sql.list(
        connection,
        "SELECT id, first_seen, last_seen FROM endpoint WHERE " + condition,
        row -> {
          seen[0] = Math.min(seen[0], row.getLong(2));
          seen[1] = Math.max(seen[1], row.getLong(3));
          return sums.put(row.getLong(1), new EndpointSum());
        },
        values);
    if (!sums.isEmpty()) {
      History.traffic(
          connection,
          Cover.of(connection, seen[0], seen[1], Level.MINUTE),
          (time, who, endpoint, counters) -> {
            EndpointSum sum = sums.get(endpoint);
            if (sum != null && (only == ANY || only == who)) {
              sum.add(time, counters);
            }
          });
    }
    Sql.execute(
        connection,
        """
        CREATE TEMP TABLE IF NOT EXISTS sums (endpoint INTEGER PRIMARY KEY, first, last,
          bytes_down, bytes_up, packets_down, packets_up, flows)""");
    Sql.execute(connection, "DELETE FROM temp.sums");
    for (Map.Entry<Long, EndpointSum> sum : sums.entrySet()) {
      if (sum.getValue().first != Long.MAX_VALUE) {
        sum.getValue().insert(connection, sum.getKey());
      }
    }
  }

  static List<EvidenceRow> evidence(Connection connection, String hostOrAddress)
      throws SQLException {
    Optional<IpAddress> address = Addresses.parse(hostOrAddress);
    return address.isPresent()
        ? Sql.list(
            connection,
            EVIDENCE.formatted("address = ?"),
            ExplainQueries::evidence,
            address.get().toBytes())
        : Sql.list(
            connection,
            EVIDENCE.formatted("host = ?"),
            ExplainQueries::evidence,
            canonical(hostOrAddress));
  }

  /** Without their sources: what a device knew before weighs the same however it came to know. */
  static List<KnownName> knownNames(Connection connection, long since, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT key, address, host, seen FROM (
          SELECT device, address, host, max(last_seen) AS seen FROM name_evidence
          WHERE last_seen > ? AND source NOT IN ('cert', 'ptr')
          GROUP BY host, device, address ORDER BY seen DESC, 3, 1, 2 LIMIT ?)
        JOIN device d ON d.id = device ORDER BY seen, host, device, address""",
        row ->
            new KnownName(
                row.getString(1),
                Addresses.read(row.getBytes(2)),
                row.getString(3),
                Columns.time(row, 4)),
        since,
        limit);
  }

  private static EndpointRow endpoint(ResultSet row) throws SQLException {
    @Nullable String host = row.getString(1);
    @Nullable String evidence = row.getString(9);
    return new EndpointRow(
        host,
        host == null
            ? Columns.text(row, 2)
            : Addresses.networkText(Addresses.read(row.getBytes(3))),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        row.getString(7),
        row.getString(8),
        evidence,
        Confidence.of(row.getString(10)),
        row.getString(11),
        row.getString(12),
        Columns.time(row, 13),
        Columns.time(row, 14),
        Columns.counters(row, 15));
  }

  private static EvidenceRow evidence(ResultSet row) throws SQLException {
    return new EvidenceRow(
        row.getString(1),
        Columns.text(row, 2),
        row.getString(3),
        row.getString(4),
        Columns.time(row, 5),
        Columns.time(row, 6),
        row.getLong(7));
  }

  private static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** All traffic with an endpoint, and when it was, to the minute at the best. */
  private static final class EndpointSum {
    private final long[] counters = new long[Bucket.TRAFFIC_VALUES];
    private long first = Long.MAX_VALUE;
    private long last;

    void add(long time, long[] values) {
      first = Math.min(first, time);
      last = Math.max(last, time);
      for (int i = 0; i < counters.length; i++) {
        counters[i] += values[i];
      }
    }

    void insert(Connection connection, long endpoint) throws SQLException {
      Sql.update(
          connection,
          "INSERT INTO temp.sums VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          endpoint,
          first,
          last,
          counters[0],
          counters[1],
          counters[2],
          counters[3],
          counters[4]);
    }
  }
}
