package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of one roll-up. Confined to the owner of its connection. */
final class BucketTable {
  private static final String COLUMNS = "SELECT time, until, zone, capture, traffic FROM ";

  private final PreparedStatement last;
  private final PreparedStatement next;
  private final PreparedStatement save;

  BucketTable(Connection connection, Level level) throws SQLException {
    last =
        connection.prepareStatement(
            COLUMNS + level.table() + " WHERE time <= ? ORDER BY time DESC LIMIT 1");
    next =
        connection.prepareStatement(
            "SELECT coalesce(min(time), ?) FROM " + level.table() + " WHERE time >= ?");
    save =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO " + level.table() + " VALUES (?, ?, ?, ?, ?, ?)");
  }

  /** The last that begins at {@code time} or before. */
  Optional<Bucket> lastAt(long time) throws SQLException {
    Sql.bind(last, time);
    try (ResultSet row = last.executeQuery()) {
      return row.next()
          ? Optional.of(
              Bucket.unpack(
                  row.getLong(1),
                  row.getLong(2),
                  row.getString(3),
                  row.getBytes(5),
                  row.getBytes(4)))
          : Optional.empty();
    }
  }

  /** When the first begins that does not begin before {@code time}; the end of time if none. */
  long nextFrom(long time) throws SQLException {
    Sql.bind(next, Long.MAX_VALUE, time);
    try (ResultSet row = next.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Writes it, in the place of what began at the same time. */
  void save(Bucket bucket) throws SQLException {
    Sql.update(
        save,
        bucket.time(),
        bucket.until(),
        bucket.zone(),
        bucket.traffic().size(),
        bucket.capture().pack(),
        bucket.traffic().pack());
  }
}
