package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.ikisaki.geo.Place;
import org.ikisaki.store.DestinationSeries.Destination;
import org.ikisaki.store.IntervalRows.Traffic;

/** Which networks in which country are series. */
final class DestinationSeries extends SeriesPlaces<Destination> {
  /**
   * Where endpoints went to that were located now, since when, and since when it is a series (null
   * if it is none). Not where others went before that: what was exported of them stays.
   */
  private static final String LOCATED =
      """
      WITH earlier AS (
        SELECT country, asn, min(first_seen) AS first FROM endpoint
        WHERE id NOT IN (SELECT id FROM temp.located) GROUP BY country, asn)
      SELECT e.country, e.asn, min(e.first_seen), max(e.last_seen), d.since IS NOT NULL
      FROM temp.located l CROSS JOIN endpoint e ON e.id = l.id
        LEFT JOIN earlier b ON b.country = e.country AND b.asn = e.asn
        LEFT JOIN destination_series d ON d.country = e.country AND d.asn = e.asn
      WHERE b.first IS NULL OR d.since <= b.first
      GROUP BY e.country, e.asn ORDER BY max(e.last_seen) DESC, e.country, e.asn""";

  private final Connection connection;
  private final Dimensions dimensions;

  DestinationSeries(Connection connection, SeriesSettings settings, Dimensions dimensions) {
    super(
        connection,
        "destination_series",
        List.of("country", "asn"),
        settings.destinations(),
        settings.perInterval());
    this.connection = connection;
    this.dimensions = dimensions;
  }

  /**
   * Where these endpoints are was not known before. As what was exported of them is corrected, they
   * may be series in history too.
   */
  void located(Collection<Long> endpoints) throws SQLException {
    Sql.execute(connection, "CREATE TEMP TABLE IF NOT EXISTS located (id INTEGER PRIMARY KEY)");
    try (var insert = connection.prepareStatement("INSERT INTO temp.located VALUES (?)")) {
      for (long endpoint : endpoints) {
        Sql.update(insert, endpoint);
      }
    }
    int left = left();
    for (Located located : Sql.list(connection, LOCATED, Located::of)) {
      if (located.isSeries || left-- > 0) {
        Sql.update(
            connection,
            """
            INSERT INTO destination_series VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET since = min(since, excluded.since)""",
            located.destination.country,
            located.destination.asn,
            located.first,
            located.last);
      }
    }
    Sql.update(connection, "DELETE FROM temp.located");
    clear();
  }

  @Override
  Destination key(Traffic row) {
    Place place = dimensions.place(row.endpoint());
    return new Destination(place.country(), place.asn());
  }

  @Override
  Destination key(ResultSet row) throws SQLException {
    return new Destination(row.getString(1), row.getInt(2));
  }

  @Override
  List<Object> columns(Destination key) {
    return List.of(key.country, key.asn);
  }

  /** A network in a country. */
  record Destination(String country, int asn) {}

  private record Located(Destination destination, long first, long last, boolean isSeries) {
    static Located of(ResultSet row) throws SQLException {
      return new Located(
          new Destination(row.getString(1), row.getInt(2)),
          row.getLong(3),
          row.getLong(4),
          row.getBoolean(5));
    }
  }
}
