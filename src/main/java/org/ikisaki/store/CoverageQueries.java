package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.SharedResolver;

/** How much is named, and what keeps the rest from it. */
final class CoverageQueries {
  /** Both facts in one stream of rows by device. */
  private static final String BY_DEVICE =
      """
      SELECT d.key, sum(bytes), sum(named), sum(opened), sum(with_dns) FROM (
        SELECT t.device, sum(bytes_down + bytes_up) AS bytes,
          sum((bytes_down + bytes_up) * e.named) AS named, 0 AS opened, 0 AS with_dns
        FROM traffic t CROSS JOIN endpoint e ON e.id = t.endpoint
        WHERE t.time >= ?1 AND t.time < ?2 AND NOT e.local GROUP BY t.device
        UNION ALL
        SELECT device, 0, 0, sum(opened), sum(with_dns) FROM connections
        WHERE time >= ?1 AND time < ?2 GROUP BY device) c
      JOIN device d ON d.id = c.device
      GROUP BY d.key ORDER BY 2 DESC, 1""";

  private CoverageQueries() {}

  /** The most bytes first; {@code from} inclusive, {@code to} exclusive. */
  static List<DeviceCoverage> byDevice(Connection connection, long from, long to)
      throws SQLException {
    return Sql.list(
        connection,
        BY_DEVICE,
        row ->
            new DeviceCoverage(
                row.getString(1),
                new Coverage(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))),
        from,
        to);
  }

  static List<EncryptedDnsRow> encryptedDns(Connection connection) throws SQLException {
    return Sql.list(
            connection,
            """
            SELECT d.key, kind, server, first_seen, last_seen
            FROM encrypted_dns e JOIN device d ON d.id = e.device ORDER BY 1, 2, 3""",
            CoverageQueries::encryptedDns)
        .stream()
        .sorted(Comparator.comparing(EncryptedDnsRow::device).thenComparing(EncryptedDnsRow::kind))
        .toList();
  }

  static List<SharedResolver> sharedResolvers(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT d.key, first_seen, last_seen
        FROM shared_resolver r JOIN device d ON d.id = r.device ORDER BY last_seen DESC, 1""",
        row -> new SharedResolver(row.getString(1), Columns.time(row, 2), Columns.time(row, 3)));
  }

  private static EncryptedDnsRow encryptedDns(ResultSet row) throws SQLException {
    return new EncryptedDnsRow(
        row.getString(1),
        Kind.of(row.getString(2)),
        row.getString(3),
        Columns.time(row, 4),
        Columns.time(row, 5));
  }
}
