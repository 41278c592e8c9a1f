package org.ikisaki.flow;

import java.time.Duration;
import org.ikisaki.config.Node;

/**
 * The section {@code flows}.
 *
 * @param max flows at a time; beyond that the ones longest unheard of make room
 * @param tcpTimeout a TCP flow ends when it was idle for longer
 * @param udpTimeout any other flow ends when it was idle for longer
 */
public record FlowSettings(int max, Duration tcpTimeout, Duration udpTimeout) {
  public static final FlowSettings DEFAULTS =
      new FlowSettings(65_536, Duration.ofSeconds(300), Duration.ofSeconds(60));

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  public FlowSettings {
    if (max < 1) {
      throw new IllegalArgumentException("a flow table holds at least one flow, not " + max);
    }
  }

  public static FlowSettings from(Node node) {
    node.allowOnly("max", "tcp-timeout", "udp-timeout");
    return new FlowSettings(
        (int) node.get("max").integer(DEFAULTS.max, 1_024, 1 << 22),
        node.get("tcp-timeout").duration(DEFAULTS.tcpTimeout, SHORTEST, LONGEST),
        node.get("udp-timeout").duration(DEFAULTS.udpTimeout, SHORTEST, LONGEST));
  }
}
