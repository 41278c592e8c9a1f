package org.ikisaki.store;

import static java.util.Comparator.comparingLong;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;

/**
 * The largest of something in a range of time.
 *
 * @param byDevice whether to sum by the id of the device, or else of the endpoint
 * @param labels SQL of each id's key and detail
 */
record TopQuery(boolean byDevice, String labels) {
  private static final Comparator<TopRow> LARGEST_FIRST =
      comparingLong((TopRow row) -> row.counters().bytes())
          .reversed()
          .thenComparing(TopRow::key)
          .thenComparing(TopRow::detail);

  private static final String SERVICES = " FROM endpoint e JOIN service s ON s.id = e.service_id";

  static TopQuery by(TopBy by) {
    return switch (by) {
      case SERVICE -> new TopQuery(false, "SELECT e.id, s.name, s.category" + SERVICES);
      case HOST ->
          new TopQuery(false, "SELECT e.id, coalesce(e.host, e.address), s.name" + SERVICES);
      case COUNTRY -> new TopQuery(false, "SELECT id, country, '' FROM endpoint");
      case ASN ->
          new TopQuery(
              false, "SELECT id, 'AS' || asn, max(as_org) OVER (PARTITION BY asn) FROM endpoint");
      case DEVICE ->
          new TopQuery(
              true,
              """
              SELECT id, key, (SELECT address FROM device_address a WHERE a.device = d.id
                ORDER BY length(address), last_seen DESC, address LIMIT 1)
              FROM device d""");
    };
  }

  List<TopRow> run(Connection connection, long from, long to, int limit) throws SQLException {
    return Sql.snapshot(
        connection, () -> sorted(labelled(connection, sums(connection, from, to)), limit));
  }

  private Map<Long, Sum> sums(Connection connection, long from, long to) throws SQLException {
    Map<Long, Sum> sums = new HashMap<>();
    History.traffic(
        connection,
        Cover.of(connection, from, to, Level.DAY),
        (time, device, endpoint, values) ->
            sums.computeIfAbsent(byDevice ? device : endpoint, any -> new Sum()).add(values));
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
