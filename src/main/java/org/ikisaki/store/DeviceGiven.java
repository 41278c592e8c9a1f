package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.device.Given;

/** What the user says of devices, as it is kept. */
final class DeviceGiven {
  /** It stands in the configuration, and is replaced as a whole. */
  static final String CONFIGURATION = "configuration";

  /** A command was told. */
  static final String COMMAND = "command";

  private DeviceGiven() {}

  static Given read(ResultSet row) throws SQLException {
    return new Given(
        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
  }

  /** Takes over what the configuration says. */
  static void configure(Connection connection, List<Given> devices) throws SQLException {
    Sql.update(connection, "DELETE FROM device_given WHERE origin = ?", CONFIGURATION);
    for (Given given : devices) {
      put(connection, CONFIGURATION, given);
    }
  }

  /** Keeps what a command was told of a device, in place of what one told before. */
  static void tell(Connection connection, Given given) throws SQLException {
    put(connection, COMMAND, given);
  }

  /** Forgets what commands told of a device; whether there was anything. */
  static boolean forget(Connection connection, String key) throws SQLException {
    return Sql.update(
            connection, "DELETE FROM device_given WHERE key = ? AND origin = ?", key, COMMAND)
        > 0;
  }

  private static void put(Connection connection, String origin, Given given) throws SQLException {
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO device_given VALUES (?, ?, ?, ?, ?, ?)",
        given.key(),
        origin,
        given.name(),
        given.owner(),
        given.type(),
        given.note());
  }
}
