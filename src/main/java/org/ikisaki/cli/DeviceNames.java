package org.ikisaki.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ikisaki.store.StoreReader;

/**
 * What devices are called, and back.
 *
 * @param names by key, of every device of a store
 */
record DeviceNames(Map<String, String> names) {

  static DeviceNames read(StoreReader reader) throws IOException {
    return new DeviceNames(reader.deviceNames());
  }

  String of(String key) {
    return names.getOrDefault(key, key);
  }

  /**
   * The key of the device that is called so, in capitals or not.
   *
   * @throws Failure if none or several are
   */
  String key(String name) throws Failure {
    String wanted = name.toLowerCase(Locale.ROOT);
    List<String> keys =
        names.entrySet().stream()
            .filter(entry -> entry.getValue().toLowerCase(Locale.ROOT).equals(wanted))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (keys.isEmpty()) {
      throw new Failure("no device is called '" + name + "': 'ikisaki devices' shows all of them");
    }
    if (keys.size() > 1) {
      throw new Failure(
          "several devices are called '" + name + "': " + String.join(", ", keys) + "; give one");
    }
    return keys.get(0);
  }
}
