package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.device.Given;
import org.ikisaki.store.DeviceQueries.StoredDevice;
import org.jspecify.annotations.Nullable;

/**
 * What the user changes about devices, on a connection of its own and without the daemon's lock, so
 * that it may be done beside one. Confined to one call.
 */
public final class DeviceEdits {
  private final Connection connection;

  private DeviceEdits(Connection connection) {
    this.connection = connection;
  }

  /**
   * Keeps what the user says of a device.
   *
   * @param device its MAC or IP address, or what it is called
   * @return what it is called now
   */
  public static String name(Path file, String device, Given said) throws IOException {
    return edit(
        file,
        edits -> {
          StoredDevice found = edits.find(device);
          String key = found.isFolded() ? found.key() : found.evidence().key();
          DeviceGiven.tell(
              edits.connection,
              new Given(key, said.name(), said.owner(), said.type(), said.note()));
          if (found.isFolded()) {
            Sql.update(
                edits.connection, "UPDATE device SET joined = NULL WHERE id = ?", found.id());
          }
          return found.id();
        });
  }

  /** Forgets what {@link #name} was told of a device; returns what it is called now. */
  public static String unname(Path file, String device) throws IOException {
    return edit(
        file,
        edits -> {
          StoredDevice found = edits.find(device);
          if (!DeviceGiven.forget(edits.connection, found.evidence().key())) {
            throw new Refusal(device + ": no command has named it");
          }
          return found.id();
        });
  }

  /** Counts one device as another from now on and in history; returns what both are called. */
  public static String join(Path file, String device, String other) throws IOException {
    return edit(
        file,
        edits -> {
          StoredDevice into = edits.find(device);
          StoredDevice joined = edits.find(other);
          if (into.evidence().key().equals(joined.evidence().key())) {
            throw new Refusal(device + " and " + other + " are one device already");
          }
          Sql.update(
              edits.connection,
              """
              UPDATE device SET joined =
                (SELECT coalesce(joined, id) FROM device WHERE id = ?1)
              WHERE coalesce(joined, id) = (SELECT coalesce(joined, id) FROM device WHERE id = ?2)""",
              into.id(),
              joined.id());
          return into.id();
        });
  }

  /** Counts a device that was joined to another as itself again; returns what it is called. */
  public static String part(Path file, String device) throws IOException {
    return edit(
        file,
        edits -> {
          StoredDevice found = edits.find(device);
          if (found.isOwn()) {
            throw new Refusal(device + " is joined to no other: name it by its own MAC address");
          }
          Sql.update(edits.connection, "UPDATE device SET joined = NULL WHERE id = ?", found.id());
          return found.id();
        });
  }

  private static String edit(Path file, Edit edit) throws IOException {
    Database database = Database.at(file);
    if (!Files.exists(database.file())) {
      throw new IOException("store " + database.file() + ": there is none, so no device is known");
    }
    try (Connection connection = database.connect()) {
      Schema.check(connection, database.file());
      DeviceEdits edits = new DeviceEdits(connection);
      return Sql.transaction(connection, () -> edits.apply(edit));
    } catch (Refusal e) {
      throw new IOException(e.getMessage(), e);
    } catch (SQLException e) {
      throw database.failure("change it", e);
    }
  }

  private String apply(Edit edit) throws SQLException {
    long id = edit.make(this);
    new DeviceLabels(connection).refresh();
    return Sql.first(
            connection, "SELECT label FROM device WHERE id = ?", row -> row.getString(1), id)
        .orElseThrow();
  }

  private StoredDevice find(String text) throws SQLException {
    List<StoredDevice> devices =
        DeviceQueries.devices(connection).stream().filter(d -> !d.isSpecial()).toList();
    @Nullable StoredDevice found = find(devices, text);
    if (found == null) {
      throw new Refusal(text + ": no such device is known; 'ikisaki devices' lists what is");
    }
    return found;
  }

  /** By its key, by an address that it has, or by its label. */
  static @Nullable StoredDevice find(List<StoredDevice> devices, String text) {
    String key = DeviceSettings.key(text).orElse("");
    String label = text.toLowerCase(Locale.ROOT);
    return devices.stream()
        .filter(device -> device.key().equals(key))
        .findFirst()
        .or(
            () ->
                devices.stream()
                    .filter(device -> device.evidence().addresses().contains(key))
                    .max(Comparator.comparingLong(device -> device.evidence().lastSeen())))
        .or(
            () ->
                devices.stream()
                    .filter(device -> device.label().toLowerCase(Locale.ROOT).equals(label))
                    .findFirst())
        .orElse(null);
  }

  /** One change; gives the id of the device that it is about. */
  private interface Edit {
    long make(DeviceEdits edits) throws SQLException;
  }

  /** What can't be done, in words for the user. */
  private static final class Refusal extends SQLException {
    Refusal(String message) {
      super(message);
    }
  }
}
