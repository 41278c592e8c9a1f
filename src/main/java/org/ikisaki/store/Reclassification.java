package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ikisaki.geo.Place;
import org.ikisaki.service.Service;
import org.ikisaki.wire.IpAddress;

/**
 * Which endpoints have another service under new rules, or a place that was unknown, and at which
 * times they had traffic. Found on a reader's connection, as it may have to scan all traffic, so
 * that the write lock is held only to apply it.
 *
 * @param sequence of the newest change that was looked at
 */
record Reclassification(List<Changed> endpoints, List<Long> times, long sequence) {

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
          List<Changed> changed = new ArrayList<>();
          for (Stored stored : Sql.list(reader, Stored.SELECT, Stored::of)) {
            IpAddress address = stored.key.address();
            Place place =
                address == null ? stored.place : stored.place.filledFrom(places.apply(address));
            Service service = classifier.classify(stored.key, place);
            if (!service.equals(stored.service) || !place.equals(stored.place)) {
              changed.add(new Changed(stored.id, service, place));
            }
          }
          return new Reclassification(changed, times(reader, changed), sequence);
        });
  }

  /** Within the writer's transaction. */
  int apply(Connection writer, Dimensions dimensions) throws SQLException {
    if (endpoints.isEmpty()) {
      return 0;
    }
    for (Changed endpoint : endpoints) {
      Sql.update(
          writer,
          "UPDATE endpoint SET service_id = ?, asn = ?, as_org = ?, country = ? WHERE id = ?",
          dimensions.service(endpoint.service),
          endpoint.place.asn(),
          endpoint.place.asOrg(),
          endpoint.place.country(),
          endpoint.id);
    }
    Sql.update(writer, "DELETE FROM service WHERE id NOT IN (SELECT service_id FROM endpoint)");
    // What was written meanwhile may be of a changed endpoint too.
    Sql.update(
        writer,
        "INSERT INTO change_log (time) SELECT DISTINCT time FROM change_log WHERE sequence > ?",
        sequence);
    for (long time : times) {
      // Unless it was pruned meanwhile: an exporter would take it for a time without traffic.
      Sql.update(
          writer,
          "INSERT INTO change_log (time) SELECT ?1 WHERE EXISTS (SELECT 1 FROM traffic WHERE time = ?1)",
          time);
    }
    return endpoints.size();
  }

  private static List<Long> times(Connection reader, List<Changed> changed) throws SQLException {
    if (changed.isEmpty()) {
      return List.of();
    }
    Sql.execute(reader, "CREATE TEMP TABLE changed (id INTEGER PRIMARY KEY)");
    for (Changed endpoint : changed) {
      Sql.update(reader, "INSERT INTO temp.changed VALUES (?)", endpoint.id);
    }
    return Sql.list(
        reader,
        """
        SELECT DISTINCT time FROM traffic
        WHERE time >= (SELECT min(first_seen) FROM endpoint JOIN temp.changed USING (id))
          AND endpoint IN (SELECT id FROM temp.changed)
        ORDER BY time""",
        row -> row.getLong(1));
  }

  /** An endpoint, its service and its place from now on. */
  record Changed(long id, Service service, Place place) {}

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
