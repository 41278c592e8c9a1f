package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.SharedResolver;

/** How much is named, and what keeps the rest from it. */
final class CoverageQueries {
  private static final String BYTES =
      """
      SELECT coalesce(d.joined, d.id), bytes_down + bytes_up, e.named
      FROM traffic t CROSS JOIN endpoint e ON e.id = t.endpoint CROSS JOIN device d ON d.id = t.device
      WHERE t.time >= ? AND t.time < ? AND NOT e.local""";

  private static final String CONNECTIONS =
      """
      SELECT coalesce(d.joined, d.id), opened, with_dns
      FROM connections c CROSS JOIN device d ON d.id = c.device WHERE time >= ? AND time < ?""";

  private CoverageQueries() {}

  /**
   * The most bytes first; {@code from} inclusive, {@code to} exclusive. Summed here and not by SQL,
   * for the reason that {@link TopQuery} gives.
   */
  static List<DeviceCoverage> byDevice(Connection connection, long from, long to)
      throws SQLException {
    Map<Long, long[]> sums = new HashMap<>();
    add(
        sums,
        BYTES,
        connection,
        from,
        to,
        (sum, value, isNamed) -> {
          sum[0] += value;
          sum[1] += isNamed * value;
        });
    add(
        sums,
        CONNECTIONS,
        connection,
        from,
        to,
        (sum, opened, withDns) -> {
          sum[2] += opened;
          sum[3] += withDns;
        });
    List<DeviceCoverage> rows = new ArrayList<>();
    for (Map.Entry<Long, long[]> entry : sums.entrySet()) {
      long[] sum = entry.getValue();
      Coverage coverage = new Coverage(sum[0], sum[1], sum[2], sum[3]);
      rows.addAll(
          Sql.list(
              connection,
              "SELECT key, label FROM device WHERE id = ?",
              row -> new DeviceCoverage(row.getString(1), row.getString(2), coverage),
              entry.getKey()));
    }
    rows.sort(
        Comparator.comparingLong((DeviceCoverage row) -> -row.coverage().bytes())
            .thenComparing(DeviceCoverage::device));
    return rows;
  }

  private static void add(
      Map<Long, long[]> sums, String sql, Connection connection, long from, long to, Adder adder)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, from, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long[] sum = sums.computeIfAbsent(row.getLong(1), device -> new long[4]);
          adder.add(sum, row.getLong(2), row.getLong(3));
        }
      }
    }
  }

  /** Adds two columns to a device's sums. */
  private interface Adder {
    void add(long[] sum, long first, long second);
  }

  static List<EncryptedDnsRow> encryptedDns(Connection connection) throws SQLException {
    return Sql.list(
            connection,
            """
            SELECT d.key, d.label, kind, server, e.first_seen, e.last_seen
            FROM encrypted_dns e JOIN device d ON d.id = e.device ORDER BY 1, 3, 4""",
            CoverageQueries::encryptedDns)
        .stream()
        .sorted(Comparator.comparing(EncryptedDnsRow::device).thenComparing(EncryptedDnsRow::kind))
        .toList();
  }

  static List<SharedResolver> sharedResolvers(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT d.key, r.first_seen, r.last_seen
        FROM shared_resolver r JOIN device d ON d.id = r.device ORDER BY r.last_seen DESC, 1""",
        row -> new SharedResolver(row.getString(1), Columns.time(row, 2), Columns.time(row, 3)));
  }

  private static EncryptedDnsRow encryptedDns(ResultSet row) throws SQLException {
    return new EncryptedDnsRow(
        row.getString(1),
        row.getString(2),
        Kind.of(row.getString(3)),
        row.getString(4),
        Columns.time(row, 5),
        Columns.time(row, 6));
  }
}
