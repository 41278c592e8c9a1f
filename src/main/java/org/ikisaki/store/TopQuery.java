package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;

/**
 * The largest of something in a range of time. Facts are summed by id first, so that only the few
 * sums meet the texts.
 *
 * @param id column of traffic to sum by first
 * @param key SQL of {@link TopRow#key}
 * @param detail SQL of {@link TopRow#detail}
 * @param tables joined to the sums
 * @param group SQL of what makes a line of its own
 */
record TopQuery(String id, String key, String detail, String tables, String group) {
  private static final String ENDPOINT = "JOIN endpoint e ON e.id = sums.endpoint";
  private static final String SERVICE = ENDPOINT + " JOIN service s ON s.id = e.service_id";
  private static final String DEVICE = "JOIN device d ON d.id = sums.device";
  private static final String HOME_ADDRESS =
      """
      (SELECT address FROM device_address a WHERE a.device = d.id
       ORDER BY length(address), last_seen DESC, address LIMIT 1)""";

  static TopQuery by(TopBy by) {
    return switch (by) {
      case SERVICE ->
          new TopQuery("endpoint", "s.name", "s.category", SERVICE, "s.name, s.category");
      case DEVICE -> new TopQuery("device", "d.key", HOME_ADDRESS, DEVICE, "d.id");
      case HOST ->
          new TopQuery("endpoint", "coalesce(e.host, e.address)", "s.name", SERVICE, "1, 2");
      case COUNTRY -> new TopQuery("endpoint", "e.country", "''", ENDPOINT, "e.country");
      case ASN -> new TopQuery("endpoint", "'AS' || e.asn", "max(e.as_org)", ENDPOINT, "e.asn");
    };
  }

  List<TopRow> run(Connection connection, long from, long to, int limit) throws SQLException {
    String sql =
        """
        WITH sums AS MATERIALIZED (
          SELECT %1$s, sum(bytes_down) AS bytes_down, sum(bytes_up) AS bytes_up,
            sum(packets_down) AS packets_down, sum(packets_up) AS packets_up, sum(flows) AS flows
          FROM traffic WHERE time >= ? AND time < ? GROUP BY %1$s)
        SELECT %2$s, %3$s, sum(bytes_down), sum(bytes_up), sum(packets_down), sum(packets_up),
          sum(flows)
        FROM sums %4$s GROUP BY %5$s
        ORDER BY sum(bytes_down) + sum(bytes_up) DESC, 1, 2 LIMIT ?"""
            .formatted(id, key, detail, tables, group);
    return Sql.list(
        connection,
        sql,
        row -> new TopRow(Columns.text(row, 1), Columns.text(row, 2), Columns.counters(row, 3)),
        from,
        to,
        limit);
  }
}
