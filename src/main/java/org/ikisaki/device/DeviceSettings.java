package org.ikisaki.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.config.Node;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** The section {@code devices}: what the user calls devices, by MAC or IP address. */
public record DeviceSettings(List<Given> devices) {
  public static final DeviceSettings NONE = new DeviceSettings(List.of());

  public DeviceSettings {
    devices = List.copyOf(devices);
  }

  public static DeviceSettings from(Node node) {
    List<Given> devices = new ArrayList<>();
    for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
      Optional<String> key = key(entry.getKey());
      if (key.isEmpty()) {
        entry
            .getValue()
            .problem(
                "'%s' is no device: write its MAC address, such as \"02:00:5e:10:00:01\", or its IP address"
                    .formatted(entry.getKey()));
      } else if (devices.stream().anyMatch(known -> known.key().equals(key.get()))) {
        entry.getValue().problem("'" + entry.getKey() + "' is there twice");
      } else {
        devices.add(given(key.get(), entry.getValue()));
      }
    }
    return new DeviceSettings(devices);
  }

  /** How a device is written by its MAC or IP address; empty if a text is neither. */
  public static Optional<String> key(String text) {
    try {
      String colons = text.toLowerCase(Locale.ROOT).replace('-', ':');
      return Optional.of(MacAddress.format(MacAddress.parse(colons)));
    } catch (IllegalArgumentException noMac) {
      try {
        return Optional.of(IpAddress.parse(text).toString());
      } catch (IllegalArgumentException noAddress) {
        return Optional.empty();
      }
    }
  }

  private static Given given(String key, Node node) {
    if (node.isScalar()) {
      return new Given(key, line(node), null, null, null);
    }
    node.allowOnly("name", "owner", "type", "note");
    return new Given(
        key,
        line(node.get("name")),
        line(node.get("owner")),
        line(node.get("type")),
        line(node.get("note")));
  }

  private static @Nullable String line(Node node) {
    String text = node.stringOrNull();
    if (text != null && !Given.isName(text)) {
      node.problem(
          "it must be one line of 1 to " + Given.MAX_LENGTH + " characters that can be printed");
      return null;
    }
    return text;
  }
}
