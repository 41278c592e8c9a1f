package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.device.Evidence;
import org.ikisaki.device.Given;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.ClueKind;
import org.ikisaki.store.KnownDevice.GivenBy;

/** What is known of devices. What is joined to another is known of that one. */
final class DeviceQueries {
  private static final String DEVICES =
      "SELECT id, key, label, coalesce(joined, id), first_seen, last_seen FROM device ORDER BY id";

  private static final String CLUES =
      """
      SELECT device, kind, value, first_seen, last_seen FROM device_clue
      ORDER BY device, kind, first_seen, value""";

  /** IPv4 first, then what was seen last. */
  private static final String ADDRESSES =
      """
      SELECT device, address FROM device_address
      ORDER BY length(address), last_seen DESC, address""";

  private static final String GIVEN =
      "SELECT key, name, owner, type, note FROM device_given WHERE origin = ?";

  private DeviceQueries() {}

  /** Every row, the oldest first. */
  static List<StoredDevice> devices(Connection connection) throws SQLException {
    List<Row> rows = Sql.list(connection, DEVICES, Row::of);
    Map<Long, String> keys = new HashMap<>();
    rows.forEach(row -> keys.put(row.id, row.key));
    Map<Long, KnownDevice> roots = new HashMap<>();
    Map<Long, KnownDevice> known = new HashMap<>();
    for (Row row : rows) {
      KnownDevice root =
          roots.computeIfAbsent(row.root, id -> new KnownDevice(keys.getOrDefault(id, row.key)));
      root.seen(row.key, row.firstSeen, row.lastSeen);
      known.put(row.id, root);
    }
    addClues(connection, known, keys);
    addAddresses(connection, known);
    GivenBy given = given(connection);
    List<StoredDevice> devices = new ArrayList<>();
    for (Row row : rows) {
      KnownDevice root = known.get(row.id);
      if (root != null) {
        devices.add(new StoredDevice(row.id, row.key, row.label, root.evidence(given)));
      }
    }
    return devices;
  }

  /** The MAC addresses of devices that the user said something of. */
  static List<String> named(Connection connection) throws SQLException {
    return devices(connection).stream()
        .filter(d -> d.evidence().configured() != null || d.evidence().told() != null)
        .map(StoredDevice::key)
        .filter(Evidence::isMac)
        .toList();
  }

  /** What every device is called, by its key. */
  static Map<String, String> names(Connection connection) throws SQLException {
    Map<String, String> names = new HashMap<>();
    Sql.list(
        connection,
        "SELECT key, label FROM device",
        row -> names.put(row.getString(1), row.getString(2)));
    return names;
  }

  private static void addClues(
      Connection connection, Map<Long, KnownDevice> known, Map<Long, String> keys)
      throws SQLException {
    for (Said said : Sql.list(connection, CLUES, Said::of)) {
      KnownDevice device = known.get(said.device);
      // One of a kind that is not known was written by a newer version.
      ClueKind kind = ClueKind.of(said.kind).orElse(null);
      if (device != null && kind != null) {
        device.say(
            kind,
            said.value,
            device.isKnownBy(keys.getOrDefault(said.device, "")),
            said.firstSeen,
            said.lastSeen);
      }
    }
  }

  private static void addAddresses(Connection connection, Map<Long, KnownDevice> known)
      throws SQLException {
    Set<String> owned = new HashSet<>();
    for (Had had : Sql.list(connection, ADDRESSES, Had::of)) {
      KnownDevice device = known.get(had.device);
      if (device != null) {
        // Whoever comes first in this order had it last.
        device.has(had.address, owned.add(had.address));
      }
    }
  }

  private static GivenBy given(Connection connection) throws SQLException {
    return new GivenBy(
        given(connection, DeviceGiven.CONFIGURATION), given(connection, DeviceGiven.COMMAND));
  }

  private static Map<String, Given> given(Connection connection, String origin)
      throws SQLException {
    Map<String, Given> given = new HashMap<>();
    for (Given one : Sql.list(connection, GIVEN, DeviceGiven::read, origin)) {
      given.put(one.key(), one);
    }
    return given;
  }

  /** A row and all that is known of the device that it is, or is joined to. */
  record StoredDevice(long id, String key, String label, Evidence evidence) {
    /** Whether it is joined to no other. */
    boolean isOwn() {
      return key.equals(evidence.key());
    }

    /** Whether it stands for many. */
    boolean isSpecial() {
      return key.equals(DeviceId.OVERFLOW.text()) || key.equals(DeviceId.UNKNOWN.text());
    }

    /** Whether it is among those that there was no room for. */
    boolean isFolded() {
      return !isSpecial() && evidence.key().equals(DeviceId.OVERFLOW.text());
    }
  }

  private record Row(long id, String key, String label, long root, long firstSeen, long lastSeen) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6));
    }
  }

  private record Said(long device, String kind, String value, long firstSeen, long lastSeen) {
    static Said of(ResultSet row) throws SQLException {
      return new Said(
          row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5));
    }
  }

  private record Had(long device, String address) {
    static Had of(ResultSet row) throws SQLException {
      return new Had(row.getLong(1), Columns.text(row, 2));
    }
  }
}
