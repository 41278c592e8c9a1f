package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.service.Service;

/**
 * Turns what rows refer to into the ids of its dimension rows, and makes those that are missing.
 * Confined to {@link Writer}, and used inside of its transactions.
 */
final class Dimensions {
  private final Connection connection;
  private final EndpointIds endpoints;
  private final DeviceIds devices;
  private final DeviceServices deviceServices;
  private final BoundedCache<String, Long> sources = new BoundedCache<>();
  private final ServiceRows services;
  private final BoundedCache<String, Seen> dnsNames = new BoundedCache<>();
  private long dataVersion;

  Dimensions(Connection connection, Classifier classifier, SeriesSettings series) {
    this.connection = connection;
    services = new ServiceRows(connection, series, classifier.named());
    devices = new DeviceIds(connection);
    endpoints = new EndpointIds(connection, classifier, this::service);
    deviceServices = new DeviceServices(connection, classifier, this::service);
  }

  void classifyBy(Classifier classifier) {
    services.nameBy(classifier.named());
    endpoints.classifyBy(classifier);
    deviceServices.classifyBy(classifier);
  }

  /**
   * Begins a transaction's look-ups. If another connection has written since the last one, it may
   * have pruned what is remembered here.
   *
   * @return whether it has
   */
  boolean refresh() throws SQLException {
    long version = Sql.number(connection, "PRAGMA data_version");
    boolean wasChanged = version != dataVersion;
    if (wasChanged) {
      clear();
      dataVersion = version;
    }
    return wasChanged;
  }

  /** Forgets ids, of which some may be gone. */
  void clear() {
    devices.clear();
    sources.clear();
    services.clear();
    dnsNames.clear();
    endpoints.clear();
    deviceServices.clear();
  }

  DeviceIds devices() {
    return devices;
  }

  long device(String key) throws SQLException {
    return devices.id(key);
  }

  long source(String name) throws SQLException {
    return id(
        sources, name, "SELECT id FROM source WHERE name = ?", "INSERT INTO source (name)", name);
  }

  long service(Service service) throws SQLException {
    return services.id(service);
  }

  /** See {@link ServiceRows#makeRoom}. */
  void makeRoom(long before) throws SQLException {
    services.makeRoom(before);
  }

  long endpoint(Endpoint endpoint, long time) throws SQLException {
    return endpoints.id(endpoint, time);
  }

  /** See {@link EndpointIds#takeLocated}. */
  Map<Long, Long> takeLocated() {
    return endpoints.takeLocated();
  }

  /** Where an endpoint is, as its row says, which knows no less than {@code endpoint}. */
  Place place(Endpoint endpoint) {
    return endpoints.place(endpoint);
  }

  /** What the current rules read an endpoint as. */
  Service read(Endpoint endpoint) {
    return endpoints.read(endpoint);
  }

  /** Notes that a device has traffic with an endpoint, which rules may be about. */
  void meet(long device, String deviceKey, long endpoint, Endpoint what) throws SQLException {
    deviceServices.meet(device, deviceKey, endpoint, what);
  }

  long dnsName(String name, long time) throws SQLException {
    Seen known = dnsNames.get(name);
    if (known == null) {
      known =
          Sql.first(
                  connection,
                  "SELECT id, last_seen FROM dns_name WHERE name = ?",
                  row -> new Seen(row.getLong(1), row.getLong(2)),
                  name)
              .orElse(null);
    }
    long until = Times.nextDay(time);
    if (known == null) {
      known =
          new Seen(
              Sql.number(
                  connection,
                  "INSERT INTO dns_name (name, last_seen) VALUES (?, ?) RETURNING id",
                  name,
                  until),
              until);
    } else if (known.until < until) {
      Sql.update(connection, "UPDATE dns_name SET last_seen = ? WHERE id = ?", until, known.id);
      known = new Seen(known.id, until);
    }
    dnsNames.put(name, known);
    return known.id;
  }

  private <K> long id(
      BoundedCache<K, Long> cache, K key, String select, String insert, Object... values)
      throws SQLException {
    Long cached = cache.get(key);
    if (cached != null) {
      return cached;
    }
    Optional<Long> stored = Sql.first(connection, select, row -> row.getLong(1), values);
    String placeholders = values.length == 1 ? "(?)" : "(?, ?)";
    long id =
        stored.isPresent()
            ? stored.get()
            : Sql.number(connection, insert + " VALUES " + placeholders + " RETURNING id", values);
    cache.put(key, id);
    return id;
  }

  private record Seen(long id, long until) {}
}
