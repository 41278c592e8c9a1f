package org.ikisaki.store;

import static java.util.Comparator.comparingLong;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;

/**
 * The largest of something in a range of time. Facts are summed here, by id: {@code GROUP BY} would
 * sort them all first, which takes three times as long.
 *
 * @param id column of traffic to sum by
 * @param labels SQL of each id's key and detail
 */
record TopQuery(String id, String labels) {
  private static final Comparator<TopRow> LARGEST_FIRST =
      comparingLong((TopRow row) -> row.counters().bytes())
          .reversed()
          .thenComparing(TopRow::key)
          .thenComparing(TopRow::detail);

  private static final String SERVICES = " FROM endpoint e JOIN service s ON s.id = e.service_id";

  static TopQuery by(TopBy by) {
    return switch (by) {
      case SERVICE -> new TopQuery("endpoint", "SELECT e.id, s.name, s.category" + SERVICES);
      case HOST ->
          new TopQuery("endpoint", "SELECT e.id, coalesce(e.host, e.address), s.name" + SERVICES);
      case COUNTRY -> new TopQuery("endpoint", "SELECT id, country, '' FROM endpoint");
      case ASN ->
          new TopQuery(
              "endpoint",
              "SELECT id, 'AS' || asn, max(as_org) OVER (PARTITION BY asn) FROM endpoint");
      case DEVICE ->
          new TopQuery(
              "device",
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
        "device",
        """
        SELECT d.id, r.key, '' FROM device d JOIN device r ON r.id = coalesce(d.joined, d.id)""");
  }

  List<TopRow> run(Connection connection, long from, long to, int limit) throws SQLException {
    return Sql.snapshot(
        connection, () -> sorted(labelled(connection, sums(connection, from, to)), limit));
  }

  private Map<Long, Sum> sums(Connection connection, long from, long to) throws SQLException {
    Map<Long, Sum> sums = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + id
                + ", bytes_down, bytes_up, packets_down, packets_up, flows"
                + " FROM traffic WHERE time >= ? AND time < ?")) {
      Sql.bind(statement, from, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sums.computeIfAbsent(row.getLong(1), any -> new Sum()).add(row);
        }
      }
    }
    return sums;
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

  private record Label(String key, String detail) {}

  /** Counters that grow in place. */
  private static final class Sum {
    private long bytesDown;
    private long bytesUp;
    private long packetsDown;
    private long packetsUp;
    private long flows;

    void add(ResultSet row) throws SQLException {
      bytesDown += row.getLong(2);
      bytesUp += row.getLong(3);
      packetsDown += row.getLong(4);
      packetsUp += row.getLong(5);
      flows += row.getLong(6);
    }

    Counters counters() {
      return new Counters(bytesDown, bytesUp, packetsDown, packetsUp, flows);
    }
  }
}
