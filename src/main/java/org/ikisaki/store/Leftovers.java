package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what no fact refers to any more, after facts were pruned. Confined to one call. */
final class Leftovers {
  private static final String OLDEST_FACT =
      """
      SELECT min(time) FROM (SELECT min(time) AS time FROM capture_stats
        UNION ALL SELECT min(time) FROM rollup_1m UNION ALL SELECT min(time) FROM rollup_1h
        UNION ALL SELECT min(time) FROM rollup_1d)""";

  /** What is known of a device and of nothing else. */
  private static final List<String> GONE_WITH_DEVICES =
      List.of(
          "device_clue",
          "device_address",
          "device_service",
          "encrypted_dns",
          "event",
          "shared_resolver",
          "unnamed");

  /** What nothing is left of is not remembered as a series either. */
  private static final List<String> FORGET_SERIES =
      List.of(
          """
          DELETE FROM host_series AS h
          WHERE NOT EXISTS (SELECT 1 FROM endpoint e WHERE e.host = h.host)
            AND NOT EXISTS (SELECT 1 FROM endpoint e WHERE e.host IS NULL AND e.address = h.host)""",
          """
          DELETE FROM destination_series
          WHERE (country, asn) NOT IN (SELECT country, asn FROM endpoint)""");

  private final Upkeep upkeep;
  private final Connection connection;
  private final long before;
  private final long evidenceBefore;

  /**
   * Of a store.
   *
   * @param before where ten-second rows begin now
   * @param evidenceBefore what was last seen before it is no evidence any more
   */
  Leftovers(Upkeep upkeep, long before, long evidenceBefore) {
    this.upkeep = upkeep;
    this.connection = upkeep.connection();
    this.before = before;
    this.evidenceBefore = evidenceBefore;
  }

  void remove() throws SQLException {
    removeUnused("endpoint", OLDEST_FACT);
    removeUnused("dns_name", "SELECT min(time) FROM dns_query");
    upkeep.inBatches(
        () ->
            Sql.update(
                connection,
                """
                DELETE FROM unnamed WHERE (endpoint, device) IN
                  (SELECT endpoint, device FROM unnamed
                   WHERE endpoint NOT IN (SELECT id FROM endpoint) LIMIT ?)""",
                Upkeep.BATCH_ROWS));
    upkeep.inBatches(
        () ->
            Sql.update(
                connection,
                """
                DELETE FROM name_evidence WHERE (host, device, address, source) IN
                  (SELECT host, device, address, source FROM name_evidence
                   WHERE last_seen < ? LIMIT ?)""",
                evidenceBefore,
                Upkeep.BATCH_ROWS));
    Sql.transaction(connection, this::removeDevices);
    for (String sightings : List.of("encrypted_dns", "shared_resolver")) {
      Sql.transaction(
          connection,
          () ->
              Sql.update(
                  connection, "DELETE FROM " + sightings + " WHERE last_seen < ?", evidenceBefore));
    }
    Sql.transaction(connection, () -> Sql.update(connection, Reclassification.FORGET_SERVICES));
    Sql.transaction(connection, () -> forgetSeries(connection));
  }

  /** Within a transaction. */
  static int forgetSeries(Connection connection) throws SQLException {
    int forgotten = 0;
    for (String statement : FORGET_SERIES) {
      forgotten += Sql.update(connection, statement);
    }
    return forgotten;
  }

  /** Removes rows of a dimension that were last seen before the oldest fact. */
  private void removeUnused(String dimension, String oldest) throws SQLException {
    upkeep.inBatches(
        () ->
            Sql.update(
                connection,
                "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE last_seen <= coalesce((%2$s), ?) LIMIT ?)"
                    .formatted(dimension, oldest),
                before,
                Upkeep.BATCH_ROWS));
  }

  /**
   * Removes devices that nothing is left of: neither facts nor evidence, nor anything that the user
   * said.
   */
  private int removeDevices() throws SQLException {
    List<Long> gone =
        Sql.list(
            connection,
            """
            SELECT id FROM device d
            WHERE last_seen < ?1 AND last_seen < (SELECT coalesce(min(time), ?1) FROM dns_query)
              AND key NOT LIKE '(%' AND key NOT IN (SELECT key FROM device_given)
              AND NOT EXISTS (SELECT 1 FROM device j WHERE j.joined = d.id)
              AND id NOT IN (SELECT device FROM name_evidence)
              AND id NOT IN (SELECT device FROM renaming)""",
            row -> row.getLong(1),
            before);
    if (gone.isEmpty()) {
      return 0;
    }
    Sql.execute(connection, "CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)");
    Set<Long> withTraffic = withTraffic();
    for (long device : gone) {
      if (!withTraffic.contains(device)) {
        Sql.update(connection, "INSERT INTO temp.gone VALUES (?)", device);
      }
    }
    for (String table : GONE_WITH_DEVICES) {
      Sql.update(
          connection, "DELETE FROM " + table + " WHERE device IN (SELECT id FROM temp.gone)");
    }
    return Sql.update(connection, "DELETE FROM device WHERE id IN (SELECT id FROM temp.gone)");
  }

  /** Devices with traffic at any time, on whatever level that is left. */
  private Set<Long> withTraffic() throws SQLException {
    Set<Long> devices = new HashSet<>();
    History.traffic(
        connection,
        Cover.of(connection, Long.MIN_VALUE, Long.MAX_VALUE, Level.DAY),
        (time, device, endpoint, values) -> devices.add(device));
    return devices;
  }
}
