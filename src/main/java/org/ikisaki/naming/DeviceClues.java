package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.Dhcp6Message;
import org.ikisaki.wire.DhcpMessage;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.NetbiosMessage;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.SsdpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads off the wire what the devices of the house call themselves, and what they are: DHCP,
 * multicast DNS, LLMNR, NetBIOS, SSDP. Confined to one capture thread.
 */
final class DeviceClues {
  private static final int DHCP_SERVER = 67;
  private static final int DHCP_CLIENT = 68;
  private static final int NETBIOS = 137;
  private static final int DHCP6_SERVER = 547;
  private static final int SSDP = 1900;
  private static final int MDNS = 5353;
  private static final int LLMNR = 5355;
  private static final int MAX_NEWS = 1_024;
  private static final int MAX_KNOWN = 2_048;

  /** What is said again is told again after this time, so that it can be seen to be still so. */
  private static final long TOLD_AGAIN = TimeUnit.HOURS.toNanos(1);

  private static final String LOCAL = ".local";

  private final DhcpMessage dhcp = new DhcpMessage();
  private final Dhcp6Message dhcp6 = new Dhcp6Message();
  private final DnsMessage dns = new DnsMessage();
  private final NetbiosMessage netbios = new NetbiosMessage();
  private final SsdpMessage ssdp = new SsdpMessage();
  private final MdnsAnnouncement announcement = new MdnsAnnouncement();

  /** What was told lately and when, oldest first: devices repeat themselves. */
  private final Map<DeviceClue, Long> known = new LinkedHashMap<>();

  private List<DeviceClue> clues = new ArrayList<>();
  private long now;

  static boolean wants(Packet packet) {
    return switch (packet.destinationPort()) {
      case DHCP_SERVER, DHCP_CLIENT, NETBIOS, DHCP6_SERVER, SSDP, MDNS, LLMNR -> true;
      default ->
          switch (packet.sourcePort()) {
            case NETBIOS, SSDP, MDNS, LLMNR -> true;
            default -> false;
          };
    };
  }

  void inspect(Packet packet) {
    now = packet.frame().timestamp();
    switch (packet.destinationPort()) {
      case DHCP_SERVER -> inspectDhcp(packet);
      case DHCP_CLIENT -> inspectDhcpReply(packet);
      case DHCP6_SERVER -> inspectDhcp6(packet);
      case NETBIOS -> inspectNetbios(packet);
      case SSDP -> inspectSsdp(packet);
      case MDNS -> inspectAnswers(packet, ClueKind.MDNS);
      default -> inspectAnswer(packet);
    }
  }

  List<DeviceClue> drain() {
    List<DeviceClue> drained = clues;
    clues = new ArrayList<>();
    return drained;
  }

  /** What a service sends to another port is an answer to whoever asked. */
  private void inspectAnswer(Packet packet) {
    switch (packet.sourcePort()) {
      case NETBIOS -> inspectNetbios(packet);
      case SSDP -> inspectSsdp(packet);
      case MDNS -> inspectAnswers(packet, ClueKind.MDNS);
      default -> inspectAnswers(packet, ClueKind.LLMNR);
    }
  }

  private void inspectDhcp(Packet packet) {
    if (dhcp.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      long client = dhcp.chaddr();
      add(client, ClueKind.DHCP, dhcp.hostName());
      add(client, ClueKind.DHCP_FQDN, dhcp.clientFqdn());
      add(client, ClueKind.DHCP_VENDOR, dhcp.vendorClass());
      add(client, ClueKind.DHCP_PARAMETERS, dhcp.parameterList());
    }
  }

  private void inspectDhcpReply(Packet packet) {
    if (!dhcp.wrapReply(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      return;
    }
    IpAddress server = new IpAddress(packet.sourceHigh(), packet.sourceLow());
    if (server.equals(dhcp.serverIdentifier())) {
      add(packet.sourceMac(), ClueKind.ROLE, Role.DHCP_SERVER.label());
      addRole(dhcp.router(), Role.GATEWAY);
      addRole(dhcp.dnsServer(), Role.DNS_SERVER);
    }
  }

  private void inspectDhcp6(Packet packet) {
    if (dhcp6.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      add(packet.sourceMac(), ClueKind.DHCPV6_FQDN, dhcp6.clientFqdn());
    }
  }

  private void inspectNetbios(Packet packet) {
    if (netbios.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      add(packet.sourceMac(), ClueKind.NETBIOS, netbios.ownName(packet.sourceLow()));
    }
  }

  private void inspectSsdp(Packet packet) {
    if (!isOnLink(packet)
        || !ssdp.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      return;
    }
    long sender = packet.sourceMac();
    if (ssdp.isSearch()) {
      add(sender, ClueKind.SSDP_AGENT, ssdp.userAgent());
      return;
    }
    add(sender, ClueKind.SSDP_SERVER, ssdp.server());
    String target = ssdp.target();
    if (target != null && target.startsWith("urn:")) {
      add(sender, ClueKind.SSDP_TYPE, target);
    }
  }

  /** Who answers with an address is whom the name belongs to: nobody answers for others. */
  private void inspectAnswers(Packet packet, ClueKind kind) {
    if (!dns.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
        || !dns.isResponse()) {
      return;
    }
    long sender = packet.sourceMac();
    boolean announces = kind == ClueKind.MDNS && isOnLink(packet);
    for (int i = 0; i < dns.recordCount(); i++) {
      int type = dns.recordType(i);
      if (type == DnsMessage.TYPE_A || type == DnsMessage.TYPE_AAAA) {
        String name = dns.recordName(i);
        boolean isLocal = name.endsWith(LOCAL) && name.length() > LOCAL.length();
        add(sender, kind, isLocal ? name.substring(0, name.length() - LOCAL.length()) : name);
      } else if (announces) {
        announcement.read(dns, i, (clue, value) -> add(sender, clue, value));
      }
    }
  }

  /** Whether the sender is no stranger whose answer a router brought. */
  private static boolean isOnLink(Packet packet) {
    return MacAddress.isGroup(packet.destinationMac())
        || Hygiene.isPrivate(new IpAddress(packet.sourceHigh(), packet.sourceLow()));
  }

  private void addRole(@Nullable IpAddress address, Role role) {
    if (address != null) {
      add(DeviceClue.of(address.toString(), role));
    }
  }

  private void add(long mac, ClueKind kind, @Nullable String value) {
    if (mac != MacAddress.NONE && value != null) {
      add(DeviceClue.of(mac, kind, value));
    }
  }

  private void add(DeviceClue clue) {
    Long told = known.get(clue);
    if (told != null && now - told < TOLD_AGAIN) {
      return;
    }
    known.remove(clue);
    if (known.size() == MAX_KNOWN) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(clue, now);
    if (clues.size() < MAX_NEWS) {
      clues.add(clue);
    }
  }
}
