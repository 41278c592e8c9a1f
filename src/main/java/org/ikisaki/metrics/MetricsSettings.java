package org.ikisaki.metrics;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code metrics}.
 *
 * @param listen where {@code /metrics} is served; null where it is not
 * @param hosts names, in lower case, that a reader may call this computer by
 */
public record MetricsSettings(@Nullable InetSocketAddress listen, List<String> hosts) {
  public static final MetricsSettings DEFAULTS = new MetricsSettings(null, List.of());

  private static final InetAddress LOOPBACK = InetAddresses.forString("127.0.0.1");
  private static final int MAX_PORT = 65_535;

  public MetricsSettings {
    hosts = List.copyOf(hosts);
  }

  public static MetricsSettings from(Node node) {
    node.allowOnly("listen", "hosts");
    List<String> hosts = new ArrayList<>();
    for (Node host : node.get("hosts").elements()) {
      hosts.add(host.string("").toLowerCase(Locale.ROOT));
    }
    return new MetricsSettings(listen(node.get("listen")), hosts);
  }

  private static @Nullable InetSocketAddress listen(Node node) {
    String text = node.string("");
    if (text.isEmpty()) {
      return null;
    }
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= MAX_PORT) {
      return new InetSocketAddress(LOOPBACK, Integer.parseInt(text));
    }
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      return new InetSocketAddress(InetAddresses.forString(parsed.getHost()), parsed.getPort());
    } catch (IllegalArgumentException | IllegalStateException e) {
      node.problem(
          "'metrics.listen' must be a port, or an address and a port such as 127.0.0.1:9435 or"
              + " [::1]:9435, not '"
              + text
              + "'; empty serves nothing");
      return null;
    }
  }
}
