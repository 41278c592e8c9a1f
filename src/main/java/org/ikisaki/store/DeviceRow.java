package org.ikisaki.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.device.Evidence;
import org.ikisaki.store.DeviceQueries.StoredDevice;

/**
 * A device and what is known of it.
 *
 * @param label what it is called, unlike any other
 * @param joined the keys of those that count as this one
 */
public record DeviceRow(Evidence evidence, String label, List<String> joined) {
  public DeviceRow {
    joined = List.copyOf(joined);
  }

  static List<DeviceRow> list(List<StoredDevice> stored) {
    Map<String, List<String>> joined = new HashMap<>();
    for (StoredDevice device : stored) {
      if (!device.isOwn()) {
        joined.computeIfAbsent(device.evidence().key(), k -> new ArrayList<>()).add(device.key());
      }
    }
    return stored.stream()
        .filter(device -> device.isOwn() && !device.isSpecial())
        .map(
            device ->
                new DeviceRow(
                    device.evidence(),
                    device.label(),
                    joined.getOrDefault(device.key(), List.of())))
        .toList();
  }

  /** Whether this is the device with a MAC or IP address, or that is called so. */
  public boolean is(String keyOrLabel) {
    return evidence.key().equals(keyOrLabel)
        || joined.contains(keyOrLabel)
        || evidence.addresses().contains(keyOrLabel)
        || label.equalsIgnoreCase(keyOrLabel);
  }
}
