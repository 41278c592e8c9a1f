package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.service.Subject;
import org.ikisaki.store.StoreReader.EndpointTotal;
import org.ikisaki.store.StoreReader.TopRow;

/** What passed with each endpoint in a range of time, as rules see it. */
final class EndpointTotals {
  private EndpointTotals() {}

  static List<EndpointTotal> of(Connection connection, long from, long to) throws SQLException {
    Map<String, Subject> subjects = new HashMap<>();
    for (Map.Entry<String, Subject> row :
        Sql.list(
            connection,
            """
            SELECT CAST(id AS TEXT), host, coalesce(address, network), asn, as_org, protocol, port
            FROM endpoint WHERE host IS NOT '(other)'""",
            row ->
                Map.entry(
                    row.getString(1),
                    new Subject(
                        row.getString(2),
                        Addresses.read(row.getBytes(3)),
                        row.getInt(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getInt(7),
                        null)))) {
      subjects.put(row.getKey(), row.getValue());
    }
    List<EndpointTotal> totals = new ArrayList<>();
    for (TopRow row : TopQuery.byEndpoint().run(connection, from, to, Integer.MAX_VALUE)) {
      Subject subject = subjects.get(row.key());
      if (subject != null) {
        totals.add(new EndpointTotal(subject, row.counters()));
      }
    }
    return totals;
  }
}
