package org.ikisaki.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ikisaki.store.DeviceServices.Pair;
import org.ikisaki.store.StoreReader.TopBy;

/**
 * Traffic in steps, summed by any of device, service and the like, as one long table. Of the steps
 * one is in memory, and of what endpoints are called some thousands. Confined to one call.
 */
final class StepQuery {
  private static final Comparator<List<String>> BY_KEYS =
      (a, b) -> {
        int order = 0;
        for (int i = 0; i < a.size() && order == 0; i++) {
          order = a.get(i).compareTo(b.get(i));
        }
        return order;
      };

  private final Connection connection;
  private final List<TopBy> by;
  private final Level step;
  private final ZoneId zone;
  private final StepSink sink;
  private final Map<Pair, Long> ownServices;
  private final Map<Long, String> devices = new HashMap<>();
  private final Map<Integer, String> operators = new HashMap<>();
  private final BoundedCache<Long, EndpointLabels> endpoints = new BoundedCache<>();
  private final Map<Long, EndpointLabels> own = new HashMap<>();
  private final Map<List<String>, long[]> sums = new TreeMap<>(BY_KEYS);
  private long begin;
  private long end = Long.MIN_VALUE;

  private StepQuery(Connection connection, List<TopBy> by, Level step, ZoneId zone, StepSink sink)
      throws SQLException {
    this.connection = connection;
    this.by = by;
    this.step = step;
    this.zone = zone;
    this.sink = sink;
    ownServices = by.contains(TopBy.SERVICE) ? DeviceServices.ids(connection) : Map.of();
    Sql.list(
        connection,
        "SELECT id, label FROM device",
        row -> devices.put(row.getLong(1), row.getString(2)));
    if (by.contains(TopBy.ASN)) {
      // One operator has one row, however its databases of different months spell it.
      Sql.list(
          connection,
          "SELECT asn, max(as_org) FROM endpoint GROUP BY asn",
          row -> operators.put(row.getInt(1), row.getString(2)));
    }
  }

  static void run(
      Connection connection,
      List<TopBy> by,
      long from,
      long to,
      Level step,
      ZoneId zone,
      StepSink sink)
      throws SQLException, IOException {
    try {
      Sql.snapshot(
          connection,
          () -> {
            StepQuery query = new StepQuery(connection, by, step, zone, sink);
            History.traffic(connection, Cover.of(connection, from, to, step), query::add);
            query.flush();
            return 0;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(long time, long device, long endpoint, long[] values) {
    if (time >= end) {
      flush();
      begin = step == Level.DAY ? LocalDays.startOf(time, zone) : step.floor(time);
      end = step == Level.DAY ? LocalDays.endOf(time, zone) : begin + step.seconds();
    }
    long[] sum = sums.computeIfAbsent(keys(device, endpoint), any -> new long[values.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }

  private void flush() {
    try {
      for (Map.Entry<List<String>, long[]> row : sums.entrySet()) {
        sink.row(Instant.ofEpochSecond(begin), row.getKey(), Bucket.counters(row.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sums.clear();
  }

  private List<String> keys(long device, long endpoint) {
    List<String> keys = new ArrayList<>();
    for (TopBy what : by) {
      switch (what) {
        case DEVICE -> keys.add(devices.getOrDefault(device, ""));
        case SERVICE -> {
          EndpointLabels labels = ofDevice(device, endpoint);
          keys.add(labels.service);
          keys.add(labels.category);
        }
        case HOST -> keys.add(labels(endpoint).host);
        case COUNTRY -> keys.add(labels(endpoint).country);
        case ASN -> {
          int asn = labels(endpoint).asn;
          keys.add("AS" + asn);
          keys.add(operators.getOrDefault(asn, ""));
        }
      }
    }
    return keys;
  }

  private EndpointLabels ofDevice(long device, long endpoint) {
    Long id = ownServices.isEmpty() ? null : ownServices.get(new Pair(device, endpoint));
    return id == null
        ? labels(endpoint)
        : own.computeIfAbsent(
            id,
            any ->
                look(
                    """
                    SELECT coalesce(e.host, e.address), e.country, e.asn, s.name, s.category
                    FROM device_service x JOIN endpoint e ON e.id = x.endpoint
                      JOIN service s ON s.id = x.service_id
                    WHERE x.id = ?""",
                    -id));
  }

  private EndpointLabels labels(long endpoint) {
    EndpointLabels labels = endpoints.get(endpoint);
    if (labels == null) {
      labels =
          look(
              """
              SELECT coalesce(e.host, e.address), e.country, e.asn, s.name, s.category
              FROM endpoint e JOIN service s ON s.id = e.service_id WHERE e.id = ?""",
              endpoint);
      endpoints.put(endpoint, labels);
    }
    return labels;
  }

  private EndpointLabels look(String sql, long id) {
    try {
      return Sql.first(connection, sql, EndpointLabels::of, id).orElse(EndpointLabels.NONE);
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private record EndpointLabels(
      String host, String country, int asn, String service, String category) {
    static final EndpointLabels NONE = new EndpointLabels("", "", 0, "", "");

    static EndpointLabels of(ResultSet row) throws SQLException {
      return new EndpointLabels(
          Columns.text(row, 1),
          row.getString(2),
          row.getInt(3),
          row.getString(4),
          row.getString(5));
    }
  }
}
