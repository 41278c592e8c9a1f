package org.ikisaki.store;

import static java.util.Comparator.comparingLong;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.DeviceServices.Pair;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;

/**
 * The largest of something in a range of time.
 *
 * @param id what to sum by
 * @param labels SQL of each id's key and detail
 */
record TopQuery(Id id, String labels) {
  private static final Comparator<TopRow> LARGEST_FIRST =
      comparingLong((TopRow row) -> row.counters().bytes())
          .reversed()
          .thenComparing(TopRow::key)
          .thenComparing(TopRow::detail);

  private static final String SERVICES = " FROM endpoint e JOIN service s ON s.id = e.service_id";

  /** The ids of what has another service for one device are less than zero. */
  private static final String DEVICE_SERVICES =
      " FROM device_service x JOIN endpoint e ON e.id = x.endpoint"
          + " JOIN service s ON s.id = x.service_id";

  static TopQuery by(TopBy by) {
    return switch (by) {
      case SERVICE -> ofServices("s.name, s.category");
      case HOST -> ofServices("coalesce(e.host, e.address), s.name");
      case COUNTRY -> new TopQuery(Id.ENDPOINT, "SELECT id, country, '' FROM endpoint");
      case ASN ->
          new TopQuery(
              Id.ENDPOINT,
              "SELECT id, 'AS' || asn, max(as_org) OVER (PARTITION BY asn) FROM endpoint");
      case DEVICE ->
          new TopQuery(
              Id.DEVICE,
              """
              SELECT id, label, (SELECT address FROM device_address a
                WHERE a.device = coalesce(d.joined, d.id)
                ORDER BY length(address), last_seen DESC, address LIMIT 1)
              FROM device d""");
    };
  }

  /** By the keys of devices, or of those that they are joined to. */
  static TopQuery byDeviceKey() {
    return new TopQuery(
        Id.DEVICE,
        """
        SELECT d.id, r.key, '' FROM device d JOIN device r ON r.id = coalesce(d.joined, d.id)""");
  }

  private static TopQuery ofServices(String label) {
    return new TopQuery(
        Id.SERVICE,
        "SELECT e.id, " + label + SERVICES + " UNION ALL SELECT -x.id, " + label + DEVICE_SERVICES);
  }

  /** Sums of every endpoint, by the text of its id. */
  static TopQuery byEndpoint() {
    return new TopQuery(Id.ENDPOINT, "SELECT id, CAST(id AS TEXT), '' FROM endpoint");
  }

  List<TopRow> run(Connection connection, long from, long to, int limit) throws SQLException {
    return Sql.snapshot(
        connection, () -> sorted(labelled(connection, sums(connection, from, to)), limit));
  }

  private Map<Long, Sum> sums(Connection connection, long from, long to) throws SQLException {
    Map<Long, Sum> sums = new HashMap<>();
    Map<Pair, Long> own = id == Id.SERVICE ? DeviceServices.ids(connection) : Map.of();
    History.traffic(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, device, endpoint, values) ->
            sums.computeIfAbsent(key(device, endpoint, own), any -> new Sum()).add(values));
    return sums;
  }

  private long key(long device, long endpoint, Map<Pair, Long> own) {
    if (id == Id.DEVICE) {
      return device;
    }
    return own.isEmpty() ? endpoint : own.getOrDefault(new Pair(device, endpoint), endpoint);
  }

  private Map<Label, Counters> labelled(Connection connection, Map<Long, Sum> sums)
      throws SQLException {
    Map<Label, Counters> labelled = new HashMap<>();
    for (Map.Entry<Long, Label> labelOfId :
        Sql.list(
            connection,
            labels,
            row ->
                Map.entry(row.getLong(1), new Label(Columns.text(row, 2), Columns.text(row, 3))))) {
      Sum sum = sums.get(labelOfId.getKey());
      if (sum != null) {
        labelled.merge(labelOfId.getValue(), sum.counters(), Counters::plus);
      }
    }
    return labelled;
  }

  private static List<TopRow> sorted(Map<Label, Counters> sums, int limit) {
    return sums.entrySet().stream()
        .map(sum -> new TopRow(sum.getKey().key, sum.getKey().detail, sum.getValue()))
        .sorted(LARGEST_FIRST)
        .limit(limit)
        .toList();
  }

  private enum Id {
    DEVICE,
    ENDPOINT,

    /** The endpoint's, or what stands for it where one device has a service of its own for it. */
    SERVICE
  }

  private record Label(String key, String detail) {}

  /** Counters that grow in place. */
  private static final class Sum {
    private long bytesDown;
    private long bytesUp;
    private long packetsDown;
    private long packetsUp;
    private long flows;

    void add(long[] values) {
      bytesDown += values[0];
      bytesUp += values[1];
      packetsDown += values[2];
      packetsUp += values[3];
      flows += values[4];
    }

    Counters counters() {
      return new Counters(bytesDown, bytesUp, packetsDown, packetsUp, flows);
    }
  }
}
