package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.WhyUnnamed;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What has no name, the largest first, and why. Confined to one call. */
final class UnnamedQueries {
  /** The work list: the local network has no names to be found. */
  private static final String OUTSIDE =
      "NOT named AND NOT local AND coalesce(host, '') <> '(other)'";

  private static final String OF_ADDRESS = "NOT named AND host IS NULL AND address = ?1";

  private static final String OF_HOST = "NOT named AND host = ?1";

  private static final String DETAILS =
      """
      SELECT d.key, e.host, e.address, e.network, e.protocol, e.port, e.asn, e.as_org, e.country,
        e.evidence, e.local, coalesce(u.first_seen, e.first_seen), coalesce(u.disputed, 0),
        coalesce(u.openings, 0)
      FROM endpoint e CROSS JOIN device d ON d.id = ?2
        LEFT JOIN unnamed u ON u.endpoint = e.id AND u.device = d.id
      WHERE e.id = ?1""";

  private static final String PEERS =
      """
      SELECT d.key, count(*) FROM unnamed u
        JOIN endpoint e ON e.id = u.endpoint JOIN device d ON d.id = u.device
      WHERE NOT e.local AND e.port >= 1024 GROUP BY d.key""";

  private static final String WITH_DNS =
      """
      SELECT key FROM device WHERE id IN (SELECT DISTINCT device FROM name_evidence
        WHERE source = 'dns')""";

  private final Connection connection;
  private final Map<String, Long> peers = new HashMap<>();
  private final Map<String, List<EncryptedDnsRow>> encrypted = new HashMap<>();
  private final Set<String> withDns = new HashSet<>();

  private UnnamedQueries(Connection connection) throws SQLException {
    this.connection = connection;
    Sql.list(connection, PEERS, row -> peers.put(row.getString(1), row.getLong(2)));
    withDns.addAll(Sql.list(connection, WITH_DNS, row -> row.getString(1)));
    for (EncryptedDnsRow row : CoverageQueries.encryptedDns(connection)) {
      encrypted.computeIfAbsent(row.device(), device -> new ArrayList<>()).add(row);
    }
  }

  /** Outside the local network; {@code from} inclusive, {@code to} exclusive. */
  static List<UnnamedRow> top(Connection connection, long from, long to, int limit)
      throws SQLException {
    return Sql.snapshot(
        connection,
        () -> {
          Set<Long> wanted = new HashSet<>(ids(connection, OUTSIDE));
          return new UnnamedQueries(connection).read(wanted, from, to, limit);
        });
  }

  /** All there ever was of a host or an address, local or not. */
  static List<UnnamedRow> of(Connection connection, String hostOrAddress) throws SQLException {
    Optional<IpAddress> address = Addresses.parse(hostOrAddress);
    return Sql.snapshot(
        connection,
        () -> {
          Set<Long> wanted =
              new HashSet<>(
                  address.isPresent()
                      ? ids(connection, OF_ADDRESS, address.get().toBytes())
                      : ids(connection, OF_HOST, hostOrAddress));
          return new UnnamedQueries(connection)
              .read(wanted, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
        });
  }

  private static List<Long> ids(Connection connection, String which, Object... values)
      throws SQLException {
    return Sql.list(
        connection, "SELECT id FROM endpoint WHERE " + which, row -> row.getLong(1), values);
  }

  private List<UnnamedRow> read(Set<Long> wanted, long from, long to, int limit)
      throws SQLException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Map.Entry<Pair, Counters>> largest =
        sums(wanted, from, to).entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<Pair, Counters> e) -> -e.getValue().bytes())
                    .thenComparing(e -> e.getKey().endpoint)
                    .thenComparing(e -> e.getKey().device))
            .limit(limit)
            .toList();
    List<UnnamedRow> rows = new ArrayList<>();
    for (Map.Entry<Pair, Counters> entry : largest) {
      rows.addAll(
          Sql.list(
              connection,
              DETAILS,
              row -> row(row, entry.getValue()),
              entry.getKey().endpoint,
              entry.getKey().device));
    }
    return rows;
  }

  private Map<Pair, Counters> sums(Set<Long> wanted, long from, long to) throws SQLException {
    Map<Pair, Counters> sums = new HashMap<>();
    History.traffic(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, device, endpoint, values) -> {
          if (wanted.contains(endpoint)) {
            sums.merge(new Pair(device, endpoint), Bucket.counters(values), Counters::plus);
          }
        });
    return sums;
  }

  private UnnamedRow row(ResultSet row, Counters counters) throws SQLException {
    String device = row.getString(1);
    String host = row.getString(2);
    byte[] address = row.getBytes(3);
    List<EncryptedDnsRow> ways = encrypted.getOrDefault(device, List.of());
    Openings openings = Openings.of(row.getInt(14));
    WhyUnnamed.Facts facts =
        new WhyUnnamed.Facts(
            Other.NAME.equals(host),
            row.getBoolean(11),
            NameSource.ECH_OUTER.label().equals(row.getString(10)),
            row.getBoolean(13),
            row.getInt(5),
            row.getInt(6),
            openings.here(),
            openings.before(),
            openings.outside(),
            peers.getOrDefault(device, 0L),
            surest(ways),
            withDns.contains(device));
    return new UnnamedRow(
        device,
        address == null
            ? Addresses.networkText(Addresses.read(row.getBytes(4)))
            : Addresses.read(address).toString(),
        host,
        facts.protocol(),
        facts.port(),
        row.getInt(7),
        row.getString(8),
        row.getString(9),
        Columns.time(row, 12),
        counters,
        WhyUnnamed.of(facts),
        ways);
  }

  /** A sign alone is no reason. */
  private static @Nullable Kind surest(List<EncryptedDnsRow> ways) {
    return ways.isEmpty() || !ways.get(0).kind().isUse() ? null : ways.get(0).kind();
  }

  private record Pair(long device, long endpoint) {}
}
