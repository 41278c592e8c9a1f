package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
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
      WITH wanted AS MATERIALIZED (SELECT * FROM endpoint WHERE %s),
      sums AS MATERIALIZED (
        SELECT endpoint, min(time) AS first, max(time) AS last, sum(bytes_down) AS bytes_down,
          sum(bytes_up) AS bytes_up, sum(packets_down) AS packets_down,
          sum(packets_up) AS packets_up, sum(flows) AS flows
        FROM traffic
        WHERE time >= (SELECT min(first_seen) FROM wanted)
          AND time < (SELECT max(last_seen) FROM wanted)
          AND endpoint IN (SELECT id FROM wanted)
          AND (?3 IS NULL OR device = (SELECT id FROM device WHERE key = ?3))
        GROUP BY endpoint)
      SELECT host, address, network, protocol, port, asn, as_org, country, evidence, confidence, name,
        category,
        coalesce(first, first_seen), coalesce(last, last_seen), bytes_down, bytes_up, packets_down,
        packets_up, flows
      FROM wanted w JOIN service s ON s.id = w.service_id LEFT JOIN sums ON sums.endpoint = w.id
      WHERE sums.endpoint IS NOT NULL OR (?3 IS NULL AND host IS NOT NULL)
      ORDER BY bytes_down + bytes_up DESC, host, w.id""";

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
    return address.isPresent()
        ? Sql.list(
            connection,
            ENDPOINTS.formatted(OF_ADDRESS),
            ExplainQueries::endpoint,
            address.get().toBytes(),
            Addresses.network(address.get()).toBytes(),
            device)
        : Sql.list(
            connection,
            ENDPOINTS.formatted(OF_HOST),
            ExplainQueries::endpoint,
            canonical(hostOrAddress),
            null,
            device);
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
}
