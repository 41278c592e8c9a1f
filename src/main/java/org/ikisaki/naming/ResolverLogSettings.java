package org.ikisaki.naming;

import java.nio.file.Path;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code naming.resolver-log}: the log in which the house's resolver says which device
 * asked.
 *
 * @param kind who writes it
 */
public record ResolverLogSettings(Path file, Kind kind) {
  /** Reads the section; null if no file is named. */
  public static @Nullable ResolverLogSettings from(Node node) {
    node.allowOnly("file", "kind");
    Kind kind = node.get("kind").oneOf(Kind.DNSMASQ);
    Path file = node.get("file").path();
    return file == null ? null : new ResolverLogSettings(file, kind);
  }

  /** Programs whose log is known. */
  public enum Kind {
    DNSMASQ,
    /** Writes what dnsmasq does. */
    PIHOLE,
    /** AdGuard Home. */
    ADGUARD
  }
}
