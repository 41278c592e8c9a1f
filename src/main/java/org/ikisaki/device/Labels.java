package org.ikisaki.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells devices of the same name apart: one keeps it, the others get the end of their address. The
 * user's names come before all others; then the older device keeps the name, so that a newcomer who
 * takes it renames nobody.
 */
public final class Labels {
  private static final int MAC_TAIL = 12;

  private Labels() {}

  /**
   * The label of each device by its key.
   *
   * @param devices the oldest first
   */
  public static Map<String, String> of(List<Evidence> devices, Vendors vendors) {
    List<Titled> titled = new ArrayList<>();
    devices.forEach(device -> titled.add(new Titled(device, Title.of(device, vendors))));
    titled.sort(Comparator.comparing(device -> !device.title.isGiven()));
    Map<String, String> labels = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Titled device : titled) {
      labels.put(device.evidence.key(), label(device, taken));
    }
    return labels;
  }

  private static String label(Titled device, Set<String> taken) {
    String name = device.title.name();
    if (taken.add(name)) {
      return name;
    }
    Evidence evidence = device.evidence;
    String key = evidence.key();
    String tail = name + " (" + (evidence.hasMac() ? key.substring(MAC_TAIL) : key) + ")";
    String whole = name + " (" + key + ")";
    String label = taken.add(tail) ? tail : whole;
    taken.add(label);
    return label;
  }

  private record Titled(Evidence evidence, Title title) {}
}
