package org.ikisaki.naming;

import java.util.Arrays;
import java.util.Optional;

/** By which way something was said of a device. */
public enum ClueKind {
  /** Its host name in DHCP (option 12). */
  DHCP("dhcp"),
  /** Its full name in DHCP (option 81). */
  DHCP_FQDN("dhcp-fqdn"),
  /** Its full name in DHCPv6 (option 39). */
  DHCPV6_FQDN("dhcpv6-fqdn"),
  /** Its host name in multicast DNS. */
  MDNS("mdns"),
  /** Its host name in LLMNR. */
  LLMNR("llmnr"),
  /** Its name in the NetBIOS name service. */
  NETBIOS("nbns"),
  /** What a service that it offers by multicast DNS is called. */
  MDNS_INSTANCE("mdns-instance"),
  /** The type of a service that it offers by multicast DNS. */
  MDNS_SERVICE("mdns-service"),
  /** The model that such a service tells. */
  MDNS_MODEL("mdns-model"),
  /** The type of a device or service that it announces by SSDP. */
  SSDP_TYPE("ssdp-type"),
  /** The system and product that it announces by SSDP. */
  SSDP_SERVER("ssdp-server"),
  /** The same of a program that searches by SSDP. */
  SSDP_AGENT("ssdp-agent"),
  /** The kind of its DHCP client (option 60). */
  DHCP_VENDOR("dhcp-vendor"),
  /** What its DHCP client asks for (option 55), which tells systems apart. */
  DHCP_PARAMETERS("dhcp-parameters"),
  /** What it does for the network, see {@link Role}. */
  ROLE("role");

  private final String label;

  ClueKind(String label) {
    this.label = label;
  }

  /** As it is stored and shown. */
  public String label() {
    return label;
  }

  /** Whether the clue is a host name that the device gave itself. */
  public boolean isHostName() {
    return compareTo(NETBIOS) <= 0;
  }

  /** The kind of that label. */
  public static Optional<ClueKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
