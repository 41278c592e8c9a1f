package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.device.Evidence;
import org.ikisaki.device.Given;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.wire.IpAddress;

/**
 * Writes who was there and what was said of them, and has devices called by it. When something was
 * last seen is written now and then only: such rows are written for as long as the house is awake.
 * Confined to {@link Writer}, and used inside of its transactions.
 */
final class DeviceRows {
  private static final long SEEN_SECONDS = 300;
  private static final long CLUE_SECONDS = 3_600;
  private static final long ABSENT_SECONDS = 60;

  /** Clues of one kind about one device. */
  private static final int MAX_CLUES = 16;

  private static final int MAX_ADDRESSES = 64;

  /** A device that says more has the stalest forgotten, but nothing that was said today. */
  private static final long FRESH_SECONDS = 86_400;

  private final Connection connection;
  private final DeviceIds devices;
  private final DeviceLabels labels;
  private final BoundedCache<String, Long> lastSeen = new BoundedCache<>();
  private final BoundedCache<DeviceClue, Long> lastSaid = new BoundedCache<>();
  private final List<NewDevice> news = new ArrayList<>();
  private boolean changed;

  DeviceRows(Connection connection, DeviceIds devices) {
    this.connection = connection;
    this.devices = devices;
    labels = new DeviceLabels(connection);
  }

  /** Forgets what is remembered of rows, of which some may be gone. */
  void clear() {
    lastSeen.clear();
    lastSaid.clear();
  }

  void write(Batch batch) throws SQLException {
    long time = batch.time();
    devices.at(time);
    for (DeviceId device : batch.devices()) {
      see(device.text(), time);
    }
    for (IntervalRows.DeviceAddress address : batch.addresses().keySet()) {
      see(address.device().text(), time);
      address(address, batch.addresses().getOrDefault(address, time), time);
    }
    for (DeviceClue clue : batch.clues()) {
      say(clue, time);
    }
    settle();
  }

  /** Takes over what the configuration says, and what is known of devices from elsewhere. */
  int configure(DeviceSettings settings, List<DeviceClue> clues, long time) throws SQLException {
    devices.at(time);
    for (Given given : settings.devices()) {
      if (Evidence.isMac(given.key())) {
        devices.id(given.key());
      }
    }
    for (DeviceClue clue : clues) {
      devices.id(clue.device());
      say(clue, time);
    }
    DeviceGiven.configure(connection, settings.devices());
    // The tables of vendors and names may have changed with the program.
    labels.refresh();
    return clues.size();
  }

  /** Calls devices by what is known of them, if that changed. */
  void settle() throws SQLException {
    changed |= devices.takeChanged();
    if (changed) {
      changed = false;
      labels.refresh();
    }
    for (String key : devices.takeNewcomers()) {
      news.add(
          Sql.first(
                  connection,
                  "SELECT key, label, first_seen FROM device WHERE key = ?",
                  row -> new NewDevice(row.getString(1), row.getString(2), Columns.time(row, 3)),
                  key)
              .orElseThrow());
    }
  }

  /** Devices that came since this was last asked. */
  List<NewDevice> takeNews() {
    List<NewDevice> taken = List.copyOf(news);
    news.clear();
    return taken;
  }

  /** Notes what is said of a device that is known, or of who has an address. */
  void say(DeviceClue clue, long time) throws SQLException {
    Long last = lastSaid.get(clue);
    if (last != null && time < last + CLUE_SECONDS) {
      return;
    }
    Optional<Long> device = subject(clue.device());
    if (device.isPresent()) {
      lastSaid.put(clue, time);
      say(device.get(), clue, time);
    } else {
      // Soon again, as it may come; not at once, as resolvers elsewhere never do.
      lastSaid.put(clue, time - CLUE_SECONDS + ABSENT_SECONDS);
    }
  }

  private void see(String key, long time) throws SQLException {
    Long last = lastSeen.get(key);
    if (last != null && time < last + SEEN_SECONDS) {
      return;
    }
    long id = devices.id(key);
    if (id == devices.overflow()) {
      return;
    }
    lastSeen.put(key, time);
    Sql.update(
        connection,
        """
        UPDATE device SET first_seen = min(first_seen, ?2), last_seen = max(last_seen, ?2)
        WHERE id = ?1""",
        id,
        time);
    boolean isFolded =
        Sql.number(
                connection,
                "SELECT count(*) FROM device WHERE id = ? AND joined = ?",
                id,
                devices.overflow())
            > 0;
    if (isFolded && devices.hasRoom()) {
      Sql.update(connection, "UPDATE device SET joined = NULL WHERE id = ?", id);
      changed = true;
    }
  }

  private void address(IntervalRows.DeviceAddress row, long last, long time) throws SQLException {
    long device = devices.id(row.device().text());
    Sql.update(
        connection,
        """
        INSERT INTO device_address VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
          first_seen = min(first_seen, excluded.first_seen),
          last_seen = max(last_seen, excluded.last_seen)""",
        device,
        row.address().toBytes(),
        time,
        last);
    Sql.update(
        connection,
        """
        DELETE FROM device_address WHERE device = ?1 AND address IN
          (SELECT address FROM device_address WHERE device = ?1
           ORDER BY last_seen DESC, address LIMIT -1 OFFSET ?2)""",
        device,
        MAX_ADDRESSES);
    changed = true;
  }

  private Optional<Long> subject(String key) throws SQLException {
    Optional<Long> device = devices.find(key);
    return device.isPresent() || Evidence.isMac(key) ? device : owner(IpAddress.parse(key));
  }

  private Optional<Long> owner(IpAddress address) throws SQLException {
    return Sql.first(
        connection,
        "SELECT device FROM device_address WHERE address = ? ORDER BY last_seen DESC LIMIT 1",
        row -> row.getLong(1),
        (Object) address.toBytes());
  }

  private void say(long device, DeviceClue clue, long time) throws SQLException {
    String kind = clue.kind().label();
    int known =
        Sql.update(
            connection,
            """
            UPDATE device_clue SET
              first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?1)
            WHERE device = ?2 AND kind = ?3 AND value = ?4""",
            time,
            device,
            kind,
            clue.value());
    if (known == 0 && makeRoom(device, kind, time)) {
      Sql.update(
          connection,
          "INSERT INTO device_clue VALUES (?, ?, ?, ?, ?)",
          device,
          kind,
          clue.value(),
          time,
          time);
      changed = true;
    }
  }

  private boolean makeRoom(long device, String kind, long time) throws SQLException {
    List<Stalest> clues =
        Sql.list(
            connection,
            """
            SELECT value, last_seen FROM device_clue WHERE device = ? AND kind = ?
            ORDER BY last_seen, value""",
            row -> new Stalest(row.getString(1), row.getLong(2)),
            device,
            kind);
    if (clues.size() < MAX_CLUES) {
      return true;
    }
    Stalest stalest = clues.get(0);
    return stalest.lastSeen < time - FRESH_SECONDS
        && Sql.update(
                connection,
                "DELETE FROM device_clue WHERE device = ? AND kind = ? AND value = ?",
                device,
                kind,
                stalest.value)
            > 0;
  }

  private record Stalest(String value, long lastSeen) {}
}
