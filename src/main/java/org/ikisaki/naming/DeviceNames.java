package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.wire.Dhcp6Message;
import org.ikisaki.wire.DhcpMessage;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.NetbiosMessage;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Reads off the wire what the devices of the house call themselves: DHCP, multicast DNS, LLMNR,
 * NetBIOS. Confined to one capture thread.
 */
final class DeviceNames {
  private static final int DHCP_SERVER = 67;
  private static final int NETBIOS = 137;
  private static final int DHCP6_SERVER = 547;
  private static final int MDNS = 5353;
  private static final int LLMNR = 5355;
  private static final int CAPACITY = 1_024;
  private static final String LOCAL = ".local";

  private final DhcpMessage dhcp = new DhcpMessage();
  private final Dhcp6Message dhcp6 = new Dhcp6Message();
  private final DnsMessage dns = new DnsMessage();
  private final NetbiosMessage netbios = new NetbiosMessage();

  /** What was reported lately, oldest first: devices repeat themselves. */
  private final Set<DeviceName> known = new LinkedHashSet<>();

  private List<DeviceName> names = new ArrayList<>();

  static boolean wants(Packet packet) {
    return switch (packet.destinationPort()) {
      case DHCP_SERVER, NETBIOS, DHCP6_SERVER, MDNS, LLMNR -> true;
      default ->
          switch (packet.sourcePort()) {
            case NETBIOS, MDNS, LLMNR -> true;
            default -> false;
          };
    };
  }

  void inspect(Packet packet) {
    switch (packet.destinationPort()) {
      case DHCP_SERVER -> inspectDhcp(packet);
      case DHCP6_SERVER -> inspectDhcp6(packet);
      case NETBIOS -> inspectNetbios(packet);
      case MDNS -> inspectAddresses(packet, "mdns");
      default -> inspectAnswer(packet);
    }
  }

  List<DeviceName> drain() {
    List<DeviceName> drained = names;
    names = new ArrayList<>();
    return drained;
  }

  /** What a service sends to another port is an answer to whoever asked. */
  private void inspectAnswer(Packet packet) {
    switch (packet.sourcePort()) {
      case NETBIOS -> inspectNetbios(packet);
      case MDNS -> inspectAddresses(packet, "mdns");
      default -> inspectAddresses(packet, "llmnr");
    }
  }

  private void inspectDhcp(Packet packet) {
    if (dhcp.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      add(dhcp.chaddr(), dhcp.hostName(), "dhcp");
      add(dhcp.chaddr(), dhcp.clientFqdn(), "dhcp-fqdn");
    }
  }

  private void inspectDhcp6(Packet packet) {
    if (dhcp6.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      add(packet.sourceMac(), dhcp6.clientFqdn(), "dhcpv6-fqdn");
    }
  }

  private void inspectNetbios(Packet packet) {
    if (netbios.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      add(packet.sourceMac(), netbios.ownName(packet.sourceLow()), "nbns");
    }
  }

  /** Who answers with an address is whom the name belongs to: nobody answers for others. */
  private void inspectAddresses(Packet packet, String source) {
    if (!dns.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
        || !dns.isResponse()) {
      return;
    }
    for (int i = 0; i < dns.recordCount(); i++) {
      int type = dns.recordType(i);
      if (type == DnsMessage.TYPE_A || type == DnsMessage.TYPE_AAAA) {
        String name = dns.recordName(i);
        boolean isLocal = name.endsWith(LOCAL) && name.length() > LOCAL.length();
        add(
            packet.sourceMac(),
            isLocal ? name.substring(0, name.length() - LOCAL.length()) : name,
            source);
      }
    }
  }

  private void add(long mac, @Nullable String name, String source) {
    if (mac == MacAddress.NONE || name == null) {
      return;
    }
    DeviceName found = new DeviceName(mac, name, source);
    if (known.contains(found)) {
      return;
    }
    if (known.size() == CAPACITY) {
      known.remove(known.iterator().next());
    }
    known.add(found);
    if (names.size() < CAPACITY) {
      names.add(found);
    }
  }
}
