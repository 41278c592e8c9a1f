package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ikisaki.store.Cover.Piece;
import org.ikisaki.store.IntervalPoints.DestinationPoint;
import org.ikisaki.store.IntervalPoints.ServicePoint;

/**
 * What one minute or hour has, as an exporter sends it.
 *
 * @param services traffic by device and service
 * @param destinations traffic by country and AS
 */
public record BucketPoints(List<ServicePoint> services, List<DestinationPoint> destinations) {
  /** As {@link IntervalPoints} reads ten-second rows. */
  private static final String MEANING =
      """
      SELECT d.label, %s, CASE WHEN s.series THEN s.category ELSE '' END, e.country, e.asn, e.as_org, %s
      FROM endpoint e
      LEFT JOIN device_service x ON x.device = ?1 AND x.endpoint = e.id
      CROSS JOIN service s ON s.id = coalesce(x.service_id, e.service_id)
      CROSS JOIN device d ON d.id = ?1
      WHERE e.id = ?2"""
          .formatted(
              IntervalPoints.SERVICE, IntervalPoints.IS_DESTINATION_SERIES.formatted("< ?3"));

  /** The one that begins at {@code time}; nothing where there is none. */
  static BucketPoints read(Connection connection, Level level, long time) throws SQLException {
    Map<List<String>, Counters> services = new TreeMap<>(BucketPoints::compare);
    Map<List<String>, Counters> destinations = new TreeMap<>(BucketPoints::compare);
    Map<List<String>, String> organisations = new HashMap<>();
    Map<RowSums.Key, Counters> rows = new HashMap<>();
    History.traffic(
        connection,
        List.of(new Piece(level, time, time + 1)),
        (at, device, endpoint, values) ->
            rows.put(new RowSums.Key(device, endpoint), Bucket.counters(values)));
    try (PreparedStatement meaning = connection.prepareStatement(MEANING)) {
      for (Map.Entry<RowSums.Key, Counters> entry : rows.entrySet()) {
        Sql.bind(meaning, entry.getKey().first(), entry.getKey().second(), time + level.seconds());
        try (ResultSet row = meaning.executeQuery()) {
          if (row.next()) {
            services.merge(
                List.of(row.getString(1), row.getString(2), row.getString(3)),
                entry.getValue(),
                Counters::plus);
            DestinationPoint point =
                row.getBoolean(7)
                    ? DestinationPoint.of(
                        row.getString(4), row.getLong(5), row.getString(6), entry.getValue())
                    : DestinationPoint.other(row.getString(4), entry.getValue());
            List<String> destination = List.of(point.country(), point.asn());
            destinations.merge(destination, point.counters(), Counters::plus);
            organisations.merge(destination, point.asOrg(), (a, b) -> a.compareTo(b) > 0 ? a : b);
          }
        }
      }
    }
    return new BucketPoints(
        services.entrySet().stream()
            .map(
                entry ->
                    new ServicePoint(
                        entry.getKey().get(0),
                        entry.getKey().get(1),
                        entry.getKey().get(2),
                        entry.getValue()))
            .toList(),
        destinations.entrySet().stream()
            .map(
                entry ->
                    new DestinationPoint(
                        entry.getKey().get(0),
                        entry.getKey().get(1),
                        organisations.getOrDefault(entry.getKey(), ""),
                        entry.getValue()))
            .toList());
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
