package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.service.Service;
import org.ikisaki.store.EndpointIds.ServiceIds;

/**
 * The side table {@code device_service}: the services that endpoints have for single devices, where
 * the rules that look at the device say another one than for all. Confined to {@link Dimensions}.
 */
final class DeviceServices {
  private final Connection connection;
  private final ServiceIds services;

  /** What needs no second look. */
  private final BoundedCache<Pair, Boolean> seen = new BoundedCache<>();

  private Classifier classifier;

  DeviceServices(Connection connection, Classifier classifier, ServiceIds services) {
    this.connection = connection;
    this.classifier = classifier;
    this.services = services;
  }

  void classifyBy(Classifier newClassifier) {
    classifier = newClassifier;
    clear();
  }

  void clear() {
    seen.clear();
  }

  /** Notes the service that an endpoint has for a device with which it has traffic. */
  void meet(long device, String deviceKey, long endpoint, Endpoint what) throws SQLException {
    if (!classifier.devices().contains(deviceKey)) {
      return;
    }
    Pair pair = new Pair(device, endpoint);
    if (seen.get(pair) != null) {
      return;
    }
    EndpointKey key = EndpointKey.of(what);
    Service own = classifier.classify(key, what.place(), deviceKey);
    if (!own.equals(classifier.classify(key, what.place(), null))) {
      put(connection, pair, services.of(own));
    }
    seen.put(pair, true);
  }

  static void put(Connection connection, Pair pair, long service) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO device_service (device, endpoint, service_id) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET service_id = excluded.service_id""",
        pair.device,
        pair.endpoint,
        service);
  }

  static void remove(Connection connection, Pair pair) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM device_service WHERE device = ? AND endpoint = ?",
        pair.device,
        pair.endpoint);
  }

  /** All of the table. */
  static Map<Pair, Service> stored(Connection connection) throws SQLException {
    List<Map.Entry<Pair, Service>> rows =
        Sql.list(
            connection,
            """
            SELECT device, endpoint, name, category
            FROM device_service x JOIN service s ON s.id = x.service_id""",
            row ->
                Map.entry(
                    new Pair(row.getLong(1), row.getLong(2)),
                    new Service(row.getString(3), row.getString(4))));
    Map<Pair, Service> stored = new HashMap<>();
    rows.forEach(row -> stored.put(row.getKey(), row.getValue()));
    return stored;
  }

  /** For sums by endpoint: each pair of the table and the id that stands for it there. */
  static Map<Pair, Long> ids(Connection connection) throws SQLException {
    Map<Pair, Long> ids = new HashMap<>();
    for (Map.Entry<Pair, Long> row :
        Sql.list(
            connection,
            "SELECT device, endpoint, -id FROM device_service",
            row -> Map.entry(new Pair(row.getLong(1), row.getLong(2)), row.getLong(3)))) {
      ids.put(row.getKey(), row.getValue());
    }
    return ids;
  }

  /** Ids of a device and an endpoint. */
  record Pair(long device, long endpoint) {}
}
