package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Service;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** The ids of endpoints. Confined to {@link Dimensions}. */
final class EndpointIds {
  private static final String COLUMNS = "SELECT id, first_seen, last_seen, asn, as_org, country";

  private final Connection connection;
  private final ServiceIds services;
  private final BoundedCache<EndpointKey, Known> cache = new BoundedCache<>();
  private final Map<Long, Long> located = new HashMap<>();
  private Classifier classifier;

  EndpointIds(Connection connection, Classifier classifier, ServiceIds services) {
    this.connection = connection;
    this.classifier = classifier;
    this.services = services;
  }

  /** Gives the id of a service. */
  interface ServiceIds {
    long of(Service service) throws SQLException;
  }

  /** What endpoints that are new from now on are classified by. */
  void classifyBy(Classifier newClassifier) {
    classifier = newClassifier;
  }

  Service read(Endpoint endpoint) {
    return classifier.classify(EndpointKey.of(endpoint), endpoint.place(), null);
  }

  void clear() {
    cache.clear();
  }

  long id(Endpoint endpoint, long time) throws SQLException {
    EndpointKey key = EndpointKey.of(endpoint);
    Known known = cache.get(key);
    if (known == null) {
      known = find(key).orElse(null);
    }
    known = known == null ? insert(endpoint, key, time) : locate(see(known, time), endpoint);
    cache.put(key, known);
    return known.id;
  }

  /**
   * Endpoints whose place was filled in since this was last asked, and when they were first seen.
   */
  Map<Long, Long> takeLocated() {
    Map<Long, Long> taken = Map.copyOf(located);
    located.clear();
    return taken;
  }

  /** As the row of one that was just asked for has it. */
  Place place(Endpoint endpoint) {
    Known known = cache.get(EndpointKey.of(endpoint));
    return known == null ? endpoint.place() : known.place;
  }

  private Optional<Known> find(EndpointKey key) throws SQLException {
    byte[] network = key.network().toBytes();
    return key.host() != null
        ? Sql.first(
            connection,
            COLUMNS + " FROM endpoint WHERE host = ? AND network = ? AND protocol = ? AND port = ?",
            Known::of,
            key.host(),
            network,
            key.protocol(),
            key.port())
        : Sql.first(
            connection,
            COLUMNS
                + " FROM endpoint WHERE host IS NULL AND address = ? AND protocol = ? AND port = ?",
            Known::of,
            bytes(key.address()),
            key.protocol(),
            key.port());
  }

  private Known insert(Endpoint endpoint, EndpointKey key, long time) throws SQLException {
    Place place = endpoint.place();
    long until = Times.nextDay(time);
    long id =
        Sql.number(
            connection,
            """
            INSERT INTO endpoint (host, address, network, protocol, port, asn, as_org, country,
              evidence, confidence, service_id, first_seen, last_seen, local, named)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
            key.host(),
            bytes(key.address()),
            key.network().toBytes(),
            key.protocol(),
            key.port(),
            place.asn(),
            place.asOrg(),
            place.country(),
            label(endpoint.evidence()),
            endpoint.confidence() == null ? null : endpoint.confidence().label(),
            services.of(classifier.classify(key, place, null)),
            time,
            until,
            endpoint.local(),
            endpoint.isNamed());
    return new Known(id, time, until, place);
  }

  private Known see(Known known, long time) throws SQLException {
    if (known.first <= time && time < known.until) {
      return known;
    }
    Known seen =
        new Known(
            known.id,
            Math.min(known.first, time),
            Math.max(known.until, Times.nextDay(time)),
            known.place);
    Sql.update(
        connection,
        "UPDATE endpoint SET first_seen = ?, last_seen = ? WHERE id = ?",
        seen.first,
        seen.until,
        seen.id);
    return seen;
  }

  /** Fills in of the place what was unknown; never changes what was known. */
  private Known locate(Known known, Endpoint endpoint) throws SQLException {
    Place place = known.place.filledFrom(endpoint.place());
    if (place.equals(known.place)) {
      return known;
    }
    Sql.update(
        connection,
        "UPDATE endpoint SET asn = ?, as_org = ?, country = ?, service_id = ? WHERE id = ?",
        place.asn(),
        place.asOrg(),
        place.country(),
        services.of(classifier.classify(EndpointKey.of(endpoint), place, null)),
        known.id);
    located.put(known.id, known.first);
    return new Known(known.id, known.first, known.until, place);
  }

  private static byte @Nullable [] bytes(@Nullable IpAddress address) {
    return address == null ? null : address.toBytes();
  }

  private static @Nullable String label(@Nullable NameSource evidence) {
    return evidence == null ? null : evidence.label();
  }

  private record Known(long id, long first, long until, Place place) {
    static Known of(ResultSet row) throws SQLException {
      return new Known(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          new Place(row.getInt(4), row.getString(5), row.getString(6)));
    }
  }
}
