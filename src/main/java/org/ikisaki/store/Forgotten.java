package org.ikisaki.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ikisaki.store.DeviceServices.Pair;
import org.ikisaki.wire.IpAddress;

/**
 * Which rows tell of what is to be forgotten.
 *
 * @param traffic which rows of traffic, on every level
 * @param others tables and the condition on their rows, in an order in which they may be deleted;
 *     what all rows refer to is last
 * @param copies how exporters call it
 */
record Forgotten(Predicate<RowSums.Key> traffic, List<Rows> others, List<Copy> copies) {
  private static final List<String> APART = List.of("endpoint", "device_service");

  /** Any of them may hold its name. */
  private static final List<Rows> LINES =
      List.of(new Rows("export_rejected", "TRUE"), new Rows("export_under_way", "TRUE"));

  /** Series at a server that have this value of a tag. */
  record Copy(String tag, String value) {}

  /** Rows of a table. */
  record Rows(String table, String condition) {}

  /** Whatever refers to a device by the column of that name, also in tables that come later. */
  static Forgotten device(Connection connection, String text) throws SQLException, IOException {
    long id = findDevice(connection, text);
    List<Long> ids =
        Sql.list(
            connection,
            "SELECT id FROM device WHERE id = ?1 OR joined = ?1 ORDER BY joined IS NULL",
            row -> row.getLong(1),
            id);
    String devices = list(ids);
    List<Rows> others = rows(connection, "device", "device IN " + devices);
    others.add(new Rows("device_service", "device IN " + devices));
    others.add(
        new Rows(
            "device_given", "key IN (SELECT key FROM device WHERE id IN %s)".formatted(devices)));
    others.addAll(LINES);
    // Those that are joined to it refer to it.
    for (long each : ids) {
      others.add(new Rows("device", "id = " + each));
    }
    Set<Long> gone = Set.copyOf(ids);
    List<Copy> copies =
        Sql.list(
            connection,
            """
            SELECT DISTINCT label FROM device WHERE id IN %1$s
              AND label NOT IN (SELECT label FROM device WHERE id NOT IN %1$s)"""
                .formatted(devices),
            row -> new Copy("device", row.getString(1)));
    return new Forgotten(row -> gone.contains(row.first()), others, copies);
  }

  static Forgotten service(Connection connection, String name) throws SQLException, IOException {
    List<Long> ids =
        Sql.list(connection, "SELECT id FROM service WHERE name = ?", row -> row.getLong(1), name);
    if (ids.isEmpty()) {
      throw new IOException(
          "no service is called '%s': `ikisaki top --by service` lists them".formatted(name));
    }
    String services = list(ids);
    List<Rows> others = rows(connection, "endpoint", ofService("endpoint", "id", services));
    others.addAll(rows(connection, "service", "service IN " + services));
    others.add(new Rows("renaming", ofService("named", "id", services)));
    others.add(new Rows("name_evidence", ofService("host", "host", services)));
    others.add(
        new Rows(
            "dns_query",
            ofService(
                "(SELECT n.name FROM dns_name n WHERE n.id = dns_query.name)", "host", services)));
    others.addAll(LINES);
    others.add(new Rows("device_service", "service_id IN " + services));
    others.add(
        new Rows(
            "endpoint",
            "service_id IN %s AND id NOT IN (SELECT endpoint FROM device_service)"
                .formatted(services)));
    others.add(
        new Rows(
            "service",
            "id IN %s AND id NOT IN (SELECT service_id FROM endpoint)".formatted(services)));
    Set<Long> gone =
        new HashSet<>(
            Sql.list(
                connection,
                "SELECT id FROM endpoint WHERE service_id IN " + services,
                row -> row.getLong(1)));
    Map<Pair, Boolean> own = new HashMap<>();
    Sql.list(
        connection,
        "SELECT device, endpoint, service_id IN %s FROM device_service".formatted(services),
        row -> own.put(new Pair(row.getLong(1), row.getLong(2)), row.getBoolean(3)));
    return new Forgotten(
        row -> own.getOrDefault(new Pair(row.first(), row.second()), gone.contains(row.second())),
        others,
        List.of(new Copy("service", name)));
  }

  /**
   * A condition on rows of a device and, in {@code column}, a {@code key} of endpoints, of which
   * that device may have another service than all others.
   */
  private static String ofService(String column, String key, String services) {
    return """
        (%1$s IN (SELECT %2$s FROM endpoint WHERE service_id IN %3$s)
          AND (device, %1$s) NOT IN (SELECT x.device, e.%2$s FROM device_service x
            JOIN endpoint e ON e.id = x.endpoint
            WHERE e.%2$s IS NOT NULL AND x.service_id NOT IN %3$s)
        OR (device, %1$s) IN (SELECT x.device, e.%2$s FROM device_service x
            JOIN endpoint e ON e.id = x.endpoint
            WHERE e.%2$s IS NOT NULL AND x.service_id IN %3$s))"""
        .formatted(column, key, services);
  }

  private static String list(List<Long> ids) {
    return ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<Rows> rows(Connection connection, String column, String condition)
      throws SQLException {
    List<Rows> rows = new ArrayList<>();
    for (String table :
        Sql.list(
            connection,
            """
            SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = ?
            WHERE m.type = 'table' ORDER BY m.name""",
            row -> row.getString(1),
            column)) {
      if (!APART.contains(table)) {
        rows.add(new Rows(table, condition));
      }
    }
    return rows;
  }

  private static long findDevice(Connection connection, String text)
      throws SQLException, IOException {
    Optional<IpAddress> address = Addresses.parse(text);
    List<Long> ids =
        address.isPresent()
            ? Sql.list(
                connection,
                "SELECT id FROM device WHERE key = ?1 UNION SELECT device FROM device_address WHERE address = ?2",
                row -> row.getLong(1),
                text,
                address.get().toBytes())
            : Sql.list(
                connection,
                "SELECT id FROM device WHERE key = ?1 OR label = ?1 AND joined IS NULL",
                row -> row.getLong(1),
                text);
    if (ids.size() == 1) {
      return ids.get(0);
    }
    throw new IOException(
        ids.isEmpty()
            ? "no device is known as '%s': `ikisaki devices` lists them".formatted(text)
            : "%d devices have been %s: name one by its MAC address, as `ikisaki devices` lists them"
                .formatted(ids.size(), text));
  }
}
