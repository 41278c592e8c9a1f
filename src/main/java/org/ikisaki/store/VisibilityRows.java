package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.ikisaki.naming.EncryptedDns.Sighting;
import org.ikisaki.store.Visibility.Connections;
import org.ikisaki.store.Visibility.EncryptedUse;

/**
 * Writes what kept traffic from being named. Confined to {@link Writer}, and used inside of its
 * transactions.
 */
final class VisibilityRows {
  /** Servers may be named by the wire: further ones of a device are one. */
  static final int MAX_SERVERS = 32;

  /** How far behind the time of a last sighting may be: it would be written all day long. */
  private static final long STALE_SECONDS = 600;

  private final Dimensions dimensions;
  private final PreparedStatement connections;
  private final PreparedStatement known;
  private final PreparedStatement encrypted;
  private final PreparedStatement sharedResolver;

  /** The times that are written. */
  private final BoundedCache<EncryptedUse, Long> uses = new BoundedCache<>();

  private final BoundedCache<String, Long> resolvers = new BoundedCache<>();

  VisibilityRows(Connection connection, Dimensions dimensions) throws SQLException {
    this.dimensions = dimensions;
    connections =
        connection.prepareStatement(
            """
            INSERT INTO connections VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              opened = opened + excluded.opened,
              with_dns = with_dns + excluded.with_dns""");
    known =
        connection.prepareStatement(
            """
            UPDATE encrypted_dns SET first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?1)
            WHERE device = ?2 AND kind = ?3 AND server = ?4""");
    encrypted =
        connection.prepareStatement(
            """
            INSERT INTO encrypted_dns SELECT ?2, ?3,
              iif((SELECT count(*) FROM encrypted_dns WHERE device = ?2) < ?5, ?4, ?6), ?1, ?1
            WHERE true
            ON CONFLICT DO UPDATE SET
              first_seen = min(first_seen, excluded.first_seen),
              last_seen = max(last_seen, excluded.last_seen)""");
    sharedResolver =
        connection.prepareStatement(
            """
            INSERT INTO shared_resolver VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET
              first_seen = min(first_seen, excluded.first_seen),
              last_seen = max(last_seen, excluded.last_seen)""");
  }

  /** Forgets what is remembered of rows, of which some may be gone. */
  void clear() {
    uses.clear();
    resolvers.clear();
  }

  /** Which tell of one interval. */
  void writeConnections(Batch batch) throws SQLException {
    for (Connections row : batch.connections()) {
      Sql.update(
          connections,
          batch.time(),
          dimensions.device(row.device().text()),
          row.opened(),
          row.withDns());
    }
  }

  /** Which are of all time. */
  void writeSightings(Batch batch) throws SQLException {
    for (Map.Entry<EncryptedUse, Long> row : batch.encrypted().entrySet()) {
      if (isNews(uses, row.getKey(), row.getValue())) {
        write(row.getKey(), row.getValue());
      }
    }
    String resolver = batch.sharedResolver();
    if (resolver != null && isNews(resolvers, resolver, batch.time())) {
      Sql.update(sharedResolver, dimensions.device(resolver), batch.time(), batch.time());
    }
  }

  private void write(EncryptedUse use, long time) throws SQLException {
    Sighting seen = use.sighting();
    long device = dimensions.device(use.client());
    if (Sql.update(known, time, device, seen.kind().label(), seen.server()) == 0) {
      Sql.update(
          encrypted, time, device, seen.kind().label(), seen.server(), MAX_SERVERS, Other.NAME);
    }
  }

  private static <K> boolean isNews(BoundedCache<K, Long> written, K key, long time) {
    Long last = written.get(key);
    boolean isNews = last == null || time < last || time - last >= STALE_SECONDS;
    if (isNews) {
      written.put(key, time);
    }
    return isNews;
  }
}
