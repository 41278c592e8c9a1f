package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.ikisaki.geo.Place;
import org.ikisaki.service.Service;
import org.ikisaki.store.DeviceServices.Pair;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints have another service under new rules, or a place that was unknown, and at which
 * times they had traffic, if an exporter has to know. Found on a reader's connection, as it may
 * have to scan all traffic, so that the write lock is held only to apply it.
 *
 * @param located ids of those whose place was unknown
 * @param devices which pairs of device and endpoint have another service of their own now, or null
 *     for none any more
 * @param sequence of the newest change that was looked at
 */
record Reclassification(
    List<Changed> endpoints,
    List<Long> located,
    List<ChangedPair> devices,
    List<ChangeLog.Time> times,
    long sequence) {
  /** Removes the services that nothing has. */
  static final String FORGET_SERVICES =
      """
      DELETE FROM service WHERE id NOT IN (SELECT service_id FROM endpoint)
        AND id NOT IN (SELECT service_id FROM device_service)""";

  /**
   * @param places what is known of addresses now; only what is unknown of an endpoint is taken
   */
  static Reclassification find(
      Connection reader, Classifier classifier, Function<IpAddress, Place> places)
      throws SQLException {
    return Sql.snapshot(
        reader,
        () -> {
          long sequence = Sql.number(reader, "SELECT max(sequence) FROM change_log");
          Map<String, Long> devices = devices(reader, classifier);
          Map<Pair, Service> before = DeviceServices.stored(reader);
          List<Changed> changed = new ArrayList<>();
          List<Long> located = new ArrayList<>();
          List<ChangedPair> pairs = new ArrayList<>();
          for (Stored stored : Sql.list(reader, Stored.SELECT, Stored::of)) {
            IpAddress address = stored.key.address();
            Place place =
                address == null ? stored.place : stored.place.filledFrom(places.apply(address));
            Service service = classifier.classify(stored.key, place, null);
            if (!service.equals(stored.service) || !place.equals(stored.place)) {
              changed.add(new Changed(stored.id, service, place));
            }
            if (!place.equals(stored.place)) {
              located.add(stored.id);
            }
            for (Map.Entry<String, Long> device : devices.entrySet()) {
              Service own = classifier.classify(stored.key, place, device.getKey());
              Pair pair = new Pair(device.getValue(), stored.id);
              Service stays = before.remove(pair);
              Service now = own.equals(service) ? null : own;
              if (!Objects.equals(now, stays)) {
                pairs.add(new ChangedPair(pair, now));
              }
            }
          }
          before.keySet().forEach(pair -> pairs.add(new ChangedPair(pair, null)));
          return new Reclassification(
              changed, located, pairs, times(reader, changed, pairs), sequence);
        });
  }

  /** Within the writer's transaction. */
  int apply(Connection writer, Dimensions dimensions) throws SQLException {
    if (endpoints.isEmpty() && devices.isEmpty()) {
      return 0;
    }
    try (PreparedStatement update =
        writer.prepareStatement(
            "UPDATE endpoint SET service_id = ?, asn = ?, as_org = ?, country = ? WHERE id = ?")) {
      for (Changed endpoint : endpoints) {
        Sql.update(
            update,
            dimensions.service(endpoint.service),
            endpoint.place.asn(),
            endpoint.place.asOrg(),
            endpoint.place.country(),
            endpoint.id);
      }
    }
    for (ChangedPair changed : devices) {
      if (changed.service == null) {
        DeviceServices.remove(writer, changed.pair);
      } else {
        DeviceServices.put(writer, changed.pair, dimensions.service(changed.service));
      }
    }
    Sql.update(writer, FORGET_SERVICES);
    // What was written meanwhile may be of a changed endpoint too.
    Sql.update(
        writer,
        """
        INSERT INTO change_log (time, level, correction)
        SELECT DISTINCT time, level, 1 FROM change_log WHERE sequence > ?""",
        sequence);
    ChangeLog.correct(writer, times);
    return endpoints.size();
  }

  /** The ids of those that the rules are about. */
  private static Map<String, Long> devices(Connection reader, Classifier classifier)
      throws SQLException {
    Map<String, Long> devices = new HashMap<>();
    for (String key : classifier.devices()) {
      Sql.first(reader, "SELECT id FROM device WHERE key = ?", row -> row.getLong(1), key)
          .ifPresent(id -> devices.put(key, id));
    }
    return devices;
  }

  private static List<ChangeLog.Time> times(
      Connection reader, List<Changed> changed, List<ChangedPair> pairs) throws SQLException {
    if (changed.isEmpty() && pairs.isEmpty() || !ExportCursors.any(reader)) {
      return List.of();
    }
    Set<Long> ids = new HashSet<>();
    changed.forEach(endpoint -> ids.add(endpoint.id));
    pairs.forEach(changedPair -> ids.add(changedPair.pair.endpoint()));
    Sql.execute(reader, "CREATE TEMP TABLE changed (id INTEGER PRIMARY KEY)");
    try (PreparedStatement insert =
        reader.prepareStatement("INSERT INTO temp.changed VALUES (?)")) {
      for (long id : ids) {
        Sql.update(insert, id);
      }
    }
    long from =
        Sql.number(reader, "SELECT min(first_seen) FROM endpoint JOIN temp.changed USING (id)");
    return ChangeLog.timesWith(reader, from, Set.of(), ids);
  }

  /** An endpoint, its service and its place from now on. */
  record Changed(long id, Service service, Place place) {}

  /** A device and an endpoint, and their new service. */
  record ChangedPair(Pair pair, @Nullable Service service) {}

  private record Stored(long id, EndpointKey key, Place place, Service service) {
    static final String SELECT =
        """
        SELECT e.id, host, address, network, protocol, port, asn, as_org, country, name, category
        FROM endpoint e JOIN service s ON s.id = e.service_id ORDER BY e.id""";

    static Stored of(ResultSet row) throws SQLException {
      return new Stored(
          row.getLong(1),
          new EndpointKey(
              row.getString(2),
              Addresses.readNullable(row.getBytes(3)),
              Addresses.read(row.getBytes(4)),
              row.getInt(5),
              row.getInt(6)),
          new Place(row.getInt(7), row.getString(8), row.getString(9)),
          new Service(row.getString(10), row.getString(11)));
    }
  }
}
