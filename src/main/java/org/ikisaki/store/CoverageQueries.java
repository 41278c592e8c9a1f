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
import java.util.Optional;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.SharedResolver;

/** How much is named, and what keeps the rest from it. */
final class CoverageQueries {
  private static final String OUTSIDE = "SELECT named FROM endpoint WHERE id = ? AND NOT local";

  private static final String CONNECTIONS =
      """
      SELECT coalesce(d.joined, d.id), opened, with_dns
      FROM connections c CROSS JOIN device d ON d.id = c.device WHERE time >= ? AND time < ?""";

  private CoverageQueries() {}

  /**
   * The most bytes first; {@code from} inclusive, {@code to} exclusive. Connections are known only
   * where ten-second rows are left.
   */
  static List<DeviceCoverage> byDevice(Connection connection, long from, long to)
      throws SQLException {
    return Sql.snapshot(
        connection,
        () -> {
          Map<Long, long[]> sums = new HashMap<>();
          addBytes(sums, connection, from, to);
          addConnections(sums, connection, from, to);
          return rows(connection, sums);
        });
  }

  private static List<DeviceCoverage> rows(Connection connection, Map<Long, long[]> sums)
      throws SQLException {
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

  /** Of what went outside, all of it and what is named. */
  private static void addBytes(Map<Long, long[]> sums, Connection connection, long from, long to)
      throws SQLException {
    Map<Long, Map<Long, Long>> bytes = new HashMap<>();
    History.traffic(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, device, endpoint, values) ->
            bytes
                .computeIfAbsent(endpoint, any -> new HashMap<>())
                .merge(device, values[0] + values[1], Long::sum));
    Map<Long, Long> joined = new HashMap<>();
    Sql.list(
        connection,
        "SELECT id, coalesce(joined, id) FROM device",
        row -> joined.put(row.getLong(1), row.getLong(2)));
    for (Map.Entry<Long, Map<Long, Long>> endpoint : bytes.entrySet()) {
      Optional<Long> isNamed =
          Sql.first(connection, OUTSIDE, row -> row.getLong(1), endpoint.getKey());
      if (isNamed.isPresent()) {
        for (Map.Entry<Long, Long> device : endpoint.getValue().entrySet()) {
          long[] sum = sum(sums, joined.getOrDefault(device.getKey(), device.getKey()));
          sum[0] += device.getValue();
          sum[1] += isNamed.get() * device.getValue();
        }
      }
    }
  }

  private static void addConnections(
      Map<Long, long[]> sums, Connection connection, long from, long to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONNECTIONS)) {
      Sql.bind(statement, from, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long[] sum = sum(sums, row.getLong(1));
          sum[2] += row.getLong(2);
          sum[3] += row.getLong(3);
        }
      }
    }
  }

  private static long[] sum(Map<Long, long[]> sums, long device) {
    return sums.computeIfAbsent(device, any -> new long[4]);
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
