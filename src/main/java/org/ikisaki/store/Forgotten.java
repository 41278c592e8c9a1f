package org.ikisaki.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ikisaki.store.RowSums.Key;
import org.ikisaki.wire.IpAddress;

/**
 * Which rows tell of what is to be forgotten.
 *
 * @param traffic condition on ten-second rows
 * @param sums which rows of the coarser levels
 * @param others tables and the condition on their rows, in an order in which they may be deleted;
 *     what all rows refer to is last
 */
record Forgotten(String traffic, Predicate<Key> sums, List<Rows> others) {
  private static final List<String> FACTS = List.of("traffic", "endpoint");

  /** Rows of a table. */
  record Rows(String table, String condition) {}

  /** Whatever refers to a device by the column of that name, also in tables that come later. */
  static Forgotten device(Connection connection, String text) throws SQLException, IOException {
    long id = findDevice(connection, text);
    List<Rows> others = rows(connection, "device", "device = " + id);
    others.add(new Rows("device", "id = " + id));
    return new Forgotten("device = " + id, row -> row.first() == id, others);
  }

  static Forgotten service(Connection connection, String name) throws SQLException, IOException {
    List<Long> ids =
        Sql.list(connection, "SELECT id FROM service WHERE name = ?", row -> row.getLong(1), name);
    if (ids.isEmpty()) {
      throw new IOException(
          "no service is called '%s': `ikisaki top --by service` lists them".formatted(name));
    }
    String services =
        ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(", ", "(", ")"));
    String ofService = "service_id IN " + services;
    String endpoints = "(SELECT id FROM endpoint WHERE %s)".formatted(ofService);
    String hosts = "(SELECT host FROM endpoint WHERE %s)".formatted(ofService);
    List<Rows> others = rows(connection, "endpoint", "endpoint IN " + endpoints);
    others.addAll(rows(connection, "service", "service IN " + services));
    others.add(new Rows("renaming", "named IN " + endpoints));
    others.add(new Rows("name_evidence", "host IN " + hosts));
    others.add(
        new Rows(
            "dns_query", "name IN (SELECT id FROM dns_name WHERE name IN %s)".formatted(hosts)));
    others.add(new Rows("endpoint", ofService));
    others.add(new Rows("service", "id IN " + services));
    Set<Long> gone =
        new HashSet<>(
            Sql.list(
                connection, "SELECT id FROM endpoint WHERE " + ofService, row -> row.getLong(1)));
    return new Forgotten("endpoint IN " + endpoints, row -> gone.contains(row.second()), others);
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
      if (!FACTS.contains(table)) {
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
                connection, "SELECT id FROM device WHERE key = ?", row -> row.getLong(1), text);
    if (ids.size() == 1) {
      return ids.get(0);
    }
    throw new IOException(
        ids.isEmpty()
            ? "no device is known as '%s': `ikisaki top --by device` lists them".formatted(text)
            : "%d devices have had the address %s: name one by its MAC address, as `ikisaki top --by device` lists them"
                .formatted(ids.size(), text));
  }
}
