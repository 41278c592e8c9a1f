package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ikisaki.device.Evidence;
import org.ikisaki.flow.DeviceId;

/**
 * The ids of devices, in bounded number: MAC addresses are easily made up. When there are too many,
 * those that were silent for a day and that the user did not name are joined to the one that stands
 * for all others; if that makes no room, newcomers are counted as that one. Confined to {@link
 * Dimensions}.
 */
final class DeviceIds {
  /** Beside those that stand for the unknown and for the rest. */
  static final int MAX = 1_024;

  private static final long SILENT_SECONDS = 86_400;
  private static final long FOLD_SECONDS = 3_600;

  /** For so long after the first device was seen, new ones are no news: the house is new. */
  private static final long LEARNING_SECONDS = 86_400;

  private static final String SPECIAL =
      "('" + DeviceId.UNKNOWN.text() + "', '" + DeviceId.OVERFLOW.text() + "')";

  private static final String SHOWN =
      "SELECT count(*) FROM device WHERE joined IS NULL AND key NOT IN " + SPECIAL;

  private static final String FOLD =
      "UPDATE device SET joined = ?1 WHERE joined IS NULL AND last_seen < ?2 AND key NOT IN "
          + SPECIAL
          + " AND key NOT IN (SELECT key FROM device_given)"
          + " AND id NOT IN (SELECT joined FROM device WHERE joined IS NOT NULL)";

  private final Connection connection;
  private final BoundedCache<String, Long> cache = new BoundedCache<>();
  private List<String> newcomers = new ArrayList<>();
  private long now;
  private long nextFold = Long.MIN_VALUE;
  private boolean changed;

  DeviceIds(Connection connection) {
    this.connection = connection;
  }

  /** What comes next was seen at {@code time}. */
  void at(long time) {
    now = time;
  }

  void clear() {
    cache.clear();
  }

  /** The id of a device, or that of the rest if there is no room for it. */
  long id(String key) throws SQLException {
    Long cached = cache.get(key);
    if (cached != null) {
      return cached;
    }
    Optional<Long> known = find(key);
    boolean isSpecial = key.equals(DeviceId.OVERFLOW.text()) || key.equals(DeviceId.UNKNOWN.text());
    if (known.isEmpty() && !isSpecial && !hasRoom()) {
      return overflow();
    }
    long id = known.isPresent() ? known.get() : insert(key);
    cache.put(key, id);
    return id;
  }

  /** The id of a device that has one. */
  Optional<Long> find(String key) throws SQLException {
    return Sql.first(connection, "SELECT id FROM device WHERE key = ?", row -> row.getLong(1), key);
  }

  /** The id of what stands for all that there was no room for. */
  long overflow() throws SQLException {
    return id(DeviceId.OVERFLOW.text());
  }

  /** Makes room for one more, if need be and if that can be. */
  boolean hasRoom() throws SQLException {
    if (Sql.number(connection, SHOWN) < MAX) {
      return true;
    }
    if (now < nextFold) {
      return false;
    }
    nextFold = now + FOLD_SECONDS;
    int folded = Sql.update(connection, FOLD, overflow(), now - SILENT_SECONDS);
    changed |= folded > 0;
    return folded > 0;
  }

  /** Whether devices came or went since this was last asked. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** The keys of devices that are news since this was last asked. */
  List<String> takeNewcomers() {
    List<String> taken = newcomers;
    newcomers = new ArrayList<>();
    return taken;
  }

  private long insert(String key) throws SQLException {
    boolean isNews = Evidence.isMac(key) && now - begin() >= LEARNING_SECONDS;
    long id =
        Sql.number(
            connection,
            """
            INSERT INTO device (key, label, first_seen, last_seen) VALUES (?1, ?1, ?2, ?2)
            RETURNING id""",
            key,
            now);
    changed = true;
    if (isNews) {
      Sql.update(
          connection,
          "INSERT INTO event (time, kind, device) VALUES (?, 'new-device', ?)",
          now,
          id);
      newcomers.add(key);
    }
    return id;
  }

  private long begin() throws SQLException {
    return Sql.number(connection, "SELECT coalesce(min(first_seen), ?) FROM device", now);
  }
}
