package org.ikisaki.naming;

import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code naming}.
 *
 * @param resolverLog null if no resolver's log is read
 */
public record NamingSettings(@Nullable ResolverLogSettings resolverLog) {
  public static NamingSettings from(Node node) {
    node.allowOnly("resolver-log");
    return new NamingSettings(ResolverLogSettings.from(node.get("resolver-log")));
  }
}
