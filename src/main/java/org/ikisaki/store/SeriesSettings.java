package org.ikisaki.store;

import org.ikisaki.config.Node;

/**
 * What of a network's names, which are without end, becomes a time series of its own elsewhere; the
 * rest is counted as {@code (other)}.
 *
 * @param perInterval how many hosts, and how many destinations, of each ten seconds: the largest
 * @param hosts of all times, until they have not been seen for thirty days
 * @param destinations the same, of networks (AS) in a country
 * @param services the same, of those that no rule names
 * @param hops the same, of traces
 */
public record SeriesSettings(int perInterval, int hosts, int destinations, int services, int hops) {
  public static final SeriesSettings DEFAULTS = new SeriesSettings(50, 2_000, 1_000, 1_000, 2_000);

  private static final int MOST_PER_INTERVAL = 1_000;
  private static final int MOST = 100_000;

  static SeriesSettings from(Node node) {
    node.allowOnly("per-interval", "hosts", "destinations", "services", "hops");
    return new SeriesSettings(
        number(node, "per-interval", DEFAULTS.perInterval, MOST_PER_INTERVAL),
        number(node, "hosts", DEFAULTS.hosts, MOST),
        number(node, "destinations", DEFAULTS.destinations, MOST),
        number(node, "services", DEFAULTS.services, MOST),
        number(node, "hops", DEFAULTS.hops, MOST));
  }

  private static int number(Node node, String key, int defaultValue, int most) {
    return (int) node.get(key).integer(defaultValue, 0, most);
  }
}
