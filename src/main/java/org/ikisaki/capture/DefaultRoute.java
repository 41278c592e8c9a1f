package org.ikisaki.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the interface of the default route in what Linux tells of its routes. */
final class DefaultRoute {
  private static final int UP = 0x1;
  private static final int REJECT = 0x200;
  private static final String BLANKS = "\\s+";

  private DefaultRoute() {}

  /** Looks through the lines of /proc/self/net/route, then of ipv6_route. */
  static @Nullable String find(List<String> ipv4, List<String> ipv6) {
    String name = best(ipv4, DefaultRoute::ofIpv4);
    return name != null ? name : best(ipv6, DefaultRoute::ofIpv6);
  }

  private record Route(String interfaceName, long metric) {}

  /** Reads a line; null if it is no default route in use, or no route at all. */
  private interface LineReader {
    @Nullable Route read(String[] fields);
  }

  private static @Nullable String best(List<String> lines, LineReader reader) {
    Route best = null;
    for (String line : lines) {
      Route route = reader.read(line.strip().split(BLANKS));
      if (route != null && (best == null || route.metric < best.metric)) {
        best = route;
      }
    }
    return best == null ? null : best.interfaceName;
  }

  /** Iface Destination Gateway Flags RefCnt Use Metric Mask ...: hexadecimal but the metric. */
  private static @Nullable Route ofIpv4(String[] fields) {
    boolean isDefault =
        fields.length >= 8
            && fields[1].equals("00000000")
            && fields[7].equals("00000000")
            && isInUse(fields[3]);
    return isDefault ? new Route(fields[0], Long.parseLong(fields[6])) : null;
  }

  /** Destination length source length next-hop metric refcnt use flags iface, hexadecimal. */
  private static @Nullable Route ofIpv6(String[] fields) {
    boolean isDefault =
        fields.length >= 10
            && fields[0].equals("0".repeat(32))
            && fields[1].equals("00")
            && isInUse(fields[8])
            && !fields[9].equals("lo");
    return isDefault ? new Route(fields[9], Long.parseLong(fields[5], 16)) : null;
  }

  private static boolean isInUse(String flags) {
    return (Long.parseLong(flags, 16) & (UP | REJECT)) == UP;
  }
}
