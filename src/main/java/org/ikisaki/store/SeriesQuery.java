package org.ikisaki.store;

import static java.util.Map.Entry.comparingByKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.service.Service;
import org.ikisaki.store.StoreReader.SeriesPoint;

/** Traffic by service in steps of equal length, as a chart stacks it. */
final class SeriesQuery {
  private SeriesQuery() {}

  static List<SeriesPoint> run(Connection connection, long from, long to, long step)
      throws SQLException {
    return Sql.snapshot(
        connection,
        () -> {
          List<Service> services = new ArrayList<>();
          Map<Long, Integer> serviceOf = services(connection, services);
          int width = services.size();
          Map<Long, long[]> sums = new HashMap<>();
          History.traffic(
              connection,
              Cover.of(connection, from, to, coarsest(step)),
              (time, device, endpoint, values) -> {
                Integer service = serviceOf.get(endpoint);
                if (service != null) {
                  long cell = Math.floorDiv(time - from, step) * width + service;
                  add(sums.computeIfAbsent(cell, any -> new long[values.length]), values);
                }
              });
          List<SeriesPoint> points = new ArrayList<>();
          for (Map.Entry<Long, long[]> sum :
              sums.entrySet().stream().sorted(comparingByKey()).toList()) {
            long cell = sum.getKey();
            Service service = services.get((int) (cell % width));
            points.add(
                new SeriesPoint(
                    Instant.ofEpochSecond(from + cell / width * step),
                    service.name(),
                    service.category(),
                    Bucket.counters(sum.getValue())));
          }
          return points;
        });
  }

  /** Fills {@code services} in the order of their names; each endpoint's is an index there. */
  private static Map<Long, Integer> services(Connection connection, List<Service> services)
      throws SQLException {
    Map<Long, Integer> indexOf = new HashMap<>();
    Sql.list(
        connection,
        "SELECT id, name, category FROM service ORDER BY name, category",
        row -> {
          indexOf.put(row.getLong(1), services.size());
          return services.add(new Service(row.getString(2), row.getString(3)));
        });
    Map<Long, Integer> serviceOf = new HashMap<>();
    Sql.list(
        connection,
        "SELECT id, service_id FROM endpoint",
        row -> serviceOf.put(row.getLong(1), indexOf.get(row.getLong(2))));
    return serviceOf;
  }

  /** Whose buckets lie within one step each; days may end anywhere. */
  private static Level coarsest(long step) {
    if (step % Level.HOUR.seconds() == 0) {
      return Level.HOUR;
    }
    return step % Level.MINUTE.seconds() == 0 ? Level.MINUTE : Level.TEN_SECONDS;
  }

  private static void add(long[] sum, long[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }
}
