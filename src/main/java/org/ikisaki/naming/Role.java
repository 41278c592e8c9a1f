package org.ikisaki.naming;

import java.util.Arrays;
import java.util.Optional;

/** What a device does for the network: the values of {@link ClueKind#ROLE}. */
public enum Role {
  /** Packets come home through it from elsewhere. */
  FORWARDS("forwards"),
  /** It announces itself as a router (RFC 4861). */
  ADVERTISES("advertises"),
  /** DHCP tells clients to use it as their router. */
  GATEWAY("gateway"),
  /** It leases addresses by DHCP. */
  DHCP_SERVER("dhcp-server"),
  /** It answers DNS queries of the house. */
  DNS_SERVER("dns-server"),
  /** It is the computer that listens. */
  MONITOR("monitor");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** As it is stored and shown. */
  public String label() {
    return label;
  }

  /** The role of that label. */
  public static Optional<Role> of(String label) {
    return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
  }
}
