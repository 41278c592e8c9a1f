package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Service;
import org.ikisaki.store.Batch.EvidenceKey;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose traffic with which unnamed endpoints waits for a name, and gives it the first that
 * this very device learns of the address. One that learned names of two services, at any time that
 * evidence is kept of, keeps its history unnamed: it could be either's. Where all names read as one
 * service, history becomes that service's, under the name learned last. Certificates and pointers
 * name no history: they come with the connection or say less. Confined to {@link Writer}, and used
 * inside of its transactions.
 */
final class LateNames {
  /** No history is named that is older than the evidence that could contradict. */
  private static final long REACH_SECONDS = EvidenceRows.KEPT.toSeconds();

  private static final String WAITING =
      """
      FROM endpoint e JOIN unnamed u ON u.endpoint = e.id AND u.device = ?2
      WHERE e.host IS NULL AND e.address = ?1 AND NOT u.disputed""";

  /**
   * The name learned last first. All evidence is read once, however many want to know: it has no
   * index by address.
   */
  private static final String HOSTS =
      """
      SELECT w.device, w.address, n.host
      FROM name_evidence n
        CROSS JOIN temp.wanted w ON w.device = n.device AND w.address = n.address
      WHERE n.source NOT IN ('cert', 'ptr')
      GROUP BY w.device, w.address, n.host
      ORDER BY w.device, w.address, max(n.first_seen) DESC, n.host""";

  private final Connection connection;
  private final Dimensions dimensions;

  /** What is written of each. A pair whose endpoint was pruned never returns: ids are unique. */
  private final BoundedCache<Pair, Waiting> waiting = new BoundedCache<>();

  /** Who has no traffic that waits: most evidence is a repeat. Of no use once anything waits. */
  private final BoundedCache<Client, Boolean> content = new BoundedCache<>();

  private final PreparedStatement insert;
  private final PreparedStatement exists;

  LateNames(Connection connection, Dimensions dimensions) throws SQLException {
    this.connection = connection;
    this.dimensions = dimensions;
    Sql.execute(
        connection,
        "CREATE TEMP TABLE wanted (device INTEGER, address BLOB, PRIMARY KEY (device, address))");
    insert =
        connection.prepareStatement(
            """
            INSERT INTO unnamed (endpoint, device, first_seen, disputed, openings)
            VALUES (?, ?, ?, 0, ?)
            ON CONFLICT DO UPDATE SET
              first_seen = min(first_seen, excluded.first_seen),
              openings = openings | excluded.openings""");
    exists = connection.prepareStatement("SELECT 1 " + WAITING + " LIMIT 1");
  }

  /** Forgets what is remembered of rows, of which some may be gone. */
  void clear() {
    waiting.clear();
    content.clear();
  }

  /** Notes that a device has traffic with an unnamed endpoint, and how that began. */
  void await(long endpoint, long device, long time, Openings openings) throws SQLException {
    Pair pair = new Pair(endpoint, device);
    Waiting written = waiting.get(pair);
    if (written == null || time < written.since || !written.openings.includes(openings)) {
      Sql.update(insert, endpoint, device, time, openings.bits());
      waiting.put(pair, Waiting.of(written, time, openings));
      content.clear();
    }
  }

  /** Begins to rename what the names of this interval, which are stored, are the first ones for. */
  void settle(Batch batch) throws SQLException {
    Map<Client, NameSource> wanted = new LinkedHashMap<>();
    for (EvidenceKey key : batch.evidence().keySet()) {
      if (key.source().isClaimed()) {
        continue;
      }
      Client client = new Client(dimensions.device(key.client()), key.address());
      if (!wanted.containsKey(client) && isAwaited(client)) {
        wanted.put(client, key.source());
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    for (Client client : wanted.keySet()) {
      Sql.update(
          connection,
          "INSERT INTO temp.wanted VALUES (?, ?)",
          client.device,
          client.address.toBytes());
    }
    Map<Client, List<String>> hosts = new LinkedHashMap<>();
    for (ClientHost row : Sql.list(connection, HOSTS, ClientHost::of)) {
      hosts.computeIfAbsent(row.client, client -> new ArrayList<>()).add(row.host);
    }
    for (Map.Entry<Client, List<String>> entry : hosts.entrySet()) {
      NameSource source = Objects.requireNonNull(wanted.get(entry.getKey()));
      for (Unnamed unnamed : find(entry.getKey())) {
        settle(entry.getKey(), unnamed, entry.getValue(), source, batch.time());
      }
    }
    Sql.update(connection, "DELETE FROM temp.wanted");
  }

  private boolean isAwaited(Client client) throws SQLException {
    if (content.get(client) != null) {
      return false;
    }
    Sql.bind(exists, client.address.toBytes(), client.device);
    try (ResultSet result = exists.executeQuery()) {
      boolean awaited = result.next();
      if (!awaited) {
        content.put(client, true);
      }
      return awaited;
    }
  }

  private void settle(
      Client client, Unnamed unnamed, List<String> hosts, NameSource source, long time)
      throws SQLException {
    Confidence confidence =
        hosts.size() == 1 ? Confidence.LATE_ALONE : Confidence.MEMORY_ONE_SERVICE;
    Endpoint first = unnamed.named(client.address, hosts.get(0), source, confidence);
    Service service = dimensions.read(first);
    for (String host : hosts) {
      if (!dimensions
          .read(unnamed.named(client.address, host, source, confidence))
          .equals(service)) {
        Sql.update(
            connection,
            "UPDATE unnamed SET disputed = 1 WHERE endpoint = ? AND device = ?",
            unnamed.endpoint,
            client.device);
        return;
      }
    }
    rename(client, unnamed, first, time);
  }

  private void rename(Client client, Unnamed unnamed, Endpoint named, long time)
      throws SQLException {
    long first = Math.max(unnamed.since, time - REACH_SECONDS);
    dimensions.endpoint(named, first);
    long id = dimensions.endpoint(named, time);
    dimensions.meet(client.device, deviceKey(client.device), id, named);
    Renaming.enqueue(connection, client.device, unnamed.endpoint, id, first, time);
    Sql.update(
        connection,
        "DELETE FROM unnamed WHERE endpoint = ? AND device = ?",
        unnamed.endpoint,
        client.device);
    waiting.remove(new Pair(unnamed.endpoint, client.device));
  }

  private String deviceKey(long device) throws SQLException {
    return Sql.first(
            connection, "SELECT key FROM device WHERE id = ?", row -> row.getString(1), device)
        .orElse("");
  }

  private List<Unnamed> find(Client client) throws SQLException {
    return Sql.list(
        connection,
        "SELECT e.id, protocol, port, asn, as_org, country, local, u.first_seen "
            + WAITING
            + " ORDER BY e.id",
        Unnamed::of,
        client.address.toBytes(),
        client.device);
  }

  private record Waiting(long since, Openings openings) {
    static Waiting of(@Nullable Waiting earlier, long time, Openings openings) {
      return earlier == null
          ? new Waiting(time, openings)
          : new Waiting(Math.min(earlier.since, time), earlier.openings.or(openings));
    }
  }

  private record Pair(long endpoint, long device) {}

  private record Client(long device, IpAddress address) {}

  /** That a client has called an address so. */
  private record ClientHost(Client client, String host) {
    static ClientHost of(ResultSet row) throws SQLException {
      return new ClientHost(
          new Client(row.getLong(1), Addresses.read(row.getBytes(2))), row.getString(3));
    }
  }

  private record Unnamed(
      long endpoint, int protocol, int port, Place place, boolean local, long since) {
    /** What it is if it goes by that name. */
    Endpoint named(IpAddress address, String host, NameSource source, Confidence confidence) {
      return new Endpoint(
          host, null, Addresses.network(address), protocol, port, place, source, confidence, local);
    }

    static Unnamed of(ResultSet row) throws SQLException {
      return new Unnamed(
          row.getLong(1),
          row.getInt(2),
          row.getInt(3),
          new Place(row.getInt(4), row.getString(5), row.getString(6)),
          row.getBoolean(7),
          row.getLong(8));
    }
  }
}
