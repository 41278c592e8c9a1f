package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.device.Labels;
import org.ikisaki.device.Vendors;
import org.ikisaki.store.DeviceQueries.StoredDevice;

/**
 * Reads anew what every device is called, and tells the exporters of what has changed. Confined to
 * its connection, and used inside of a transaction.
 */
final class DeviceLabels {
  private final Connection connection;
  private final Vendors vendors = new Vendors();

  DeviceLabels(Connection connection) {
    this.connection = connection;
  }

  void refresh() throws SQLException {
    List<StoredDevice> devices = DeviceQueries.devices(connection);
    Map<String, String> labels =
        Labels.of(
            devices.stream()
                .filter(device -> device.isOwn() && !device.isSpecial())
                .map(StoredDevice::evidence)
                .toList(),
            vendors);
    Sql.execute(connection, "CREATE TEMP TABLE IF NOT EXISTS relabelled (id INTEGER PRIMARY KEY)");
    Sql.update(connection, "DELETE FROM temp.relabelled");
    boolean changed = false;
    for (StoredDevice device : devices) {
      String root = device.evidence().key();
      String label = labels.getOrDefault(root, root);
      if (!label.equals(device.label())) {
        Sql.update(connection, "UPDATE device SET label = ? WHERE id = ?", label, device.id());
        Sql.update(connection, "INSERT INTO temp.relabelled VALUES (?)", device.id());
        changed = true;
      }
    }
    if (changed && ExportCursors.any(connection)) {
      logTimes();
    }
  }

  private void logTimes() throws SQLException {
    List<Long> devices =
        Sql.list(connection, "SELECT id FROM temp.relabelled", row -> row.getLong(1));
    long first =
        Sql.number(
            connection,
            "SELECT min(first_seen) FROM device WHERE id IN (SELECT id FROM temp.relabelled)");
    Set<ChangeLog.Time> times =
        new HashSet<>(ChangeLog.timesWith(connection, first, devices, List.of()));
    times.addAll(
        Sql.list(
            connection,
            """
            SELECT DISTINCT time FROM dns_query
            WHERE time >= ? AND device IN (SELECT id FROM temp.relabelled)""",
            row -> new ChangeLog.Time(Level.TEN_SECONDS, row.getLong(1)),
            first));
    ChangeLog.correct(connection, times);
  }
}
