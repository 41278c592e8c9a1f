package org.ikisaki.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.demo.Timespan.Part;

/**
 * How devices find each other: mDNS (RFC 6762), SSDP and NetBIOS. Confined to the thread that polls
 * the source.
 */
final class DiscoveryChatter {
  private static final int NETBIOS = 137;
  private static final int MDNS = 5353;
  private static final int SSDP = 1900;
  private static final int AUTHORITATIVE_RESPONSE = 0x8400;
  private static final int HOST_TTL = 120;
  private static final int SERVICE_TTL = 4500;
  private static final long MILLISECOND = 1_000_000;
  private static final Duration ANNOUNCEMENTS = Duration.ofMinutes(25);
  private static final Duration SEARCHES = Duration.ofMinutes(8);

  private final Network network;
  private final Agenda agenda;
  private final Wire wire;
  private final Dice dice;

  DiscoveryChatter(Network network, Agenda agenda, Wire wire, Dice dice) {
    this.network = network;
    this.agenda = agenda;
    this.wire = wire;
    this.dice = dice;
  }

  /** Says by mDNS what it is called, and what it offers. */
  void announce(Device device, Habitus habitus, Part part) {
    byte[] message = announcement(device, habitus);
    agenda.every(ANNOUNCEMENTS, part, now -> multicast(now, device, message));
  }

  /** Claims its NetBIOS name. */
  void claim(Device device, Part part) {
    Path path = network.atHome(device, device.ipv4(), NETBIOS, Multicast.broadcast(NETBIOS));
    agenda.every(
        ANNOUNCEMENTS,
        part,
        now -> {
          byte[] message = NetbiosMessages.registration(dice.nextInt() >>> 16, device);
          agenda.at(now, () -> wire.udp(path, true, message));
        });
  }

  /** Looks for a service by mDNS. */
  void browse(Device device, String service, Part part) {
    byte[] message = new DnsWriter(0, 0, 1, 0).question(service, DnsWriter.PTR).toArray();
    agenda.every(SEARCHES, part, now -> multicast(now, device, message));
  }

  /**
   * Says by SSDP that it is there.
   *
   * @param server its system, UPnP version and product
   */
  void notify(Device device, String kind, String server, Part part) {
    Path path = ssdp(device, SSDP);
    byte[] message =
        http(
            """
            NOTIFY * HTTP/1.1
            HOST: 239.255.255.250:1900
            CACHE-CONTROL: max-age=1800
            LOCATION: http://%s:49152/description.xml
            NT: %s
            NTS: ssdp:alive
            SERVER: %s

            """
                .formatted(device.ipv4(), kind, server));
    agenda.every(ANNOUNCEMENTS, part, now -> agenda.at(now, () -> wire.udp(path, true, message)));
  }

  /** Searches by SSDP, and is answered by {@code found}. */
  void search(Device device, Device found, Part part) {
    byte[] question =
        http(
            """
            M-SEARCH * HTTP/1.1
            HOST: 239.255.255.250:1900
            MAN: "ssdp:discover"
            MX: 1
            ST: urn:dial-multiscreen-org:service:dial:1

            """);
    byte[] answer =
        http(
            """
            HTTP/1.1 200 OK
            CACHE-CONTROL: max-age=1800
            EXT:
            LOCATION: http://%s:8001/dial
            ST: urn:dial-multiscreen-org:service:dial:1

            """
                .formatted(found.ipv4()));
    agenda.every(
        SEARCHES,
        part,
        now -> {
          int port = (int) dice.between(40_000, 48_000);
          Path asking = ssdp(device, port);
          Endpoint asker = new Endpoint(device.mac(), device.ipv4(), port);
          Path answering = network.atHome(found, found.ipv4(), SSDP, asker);
          agenda.at(now, () -> wire.udp(asking, true, question));
          agenda.at(now + 40 * MILLISECOND, () -> wire.udp(answering, true, answer));
        });
  }

  private void multicast(long now, Device device, byte[] message) {
    Path ipv4 =
        network.atHome(device, device.ipv4(), MDNS, Multicast.endpoint(Multicast.MDNS_IPV4, MDNS));
    agenda.at(now, () -> wire.udpOnLink(ipv4, message));
    Ipv6Addresses ipv6 = device.ipv6();
    if (ipv6 != null) {
      Path path =
          network.atHome(
              device, ipv6.linkLocal(), MDNS, Multicast.endpoint(Multicast.MDNS_IPV6, MDNS));
      agenda.at(now + MILLISECOND, () -> wire.udpOnLink(path, message));
    }
  }

  private Path ssdp(Device device, int port) {
    return network.atHome(device, device.ipv4(), port, Multicast.endpoint(Multicast.SSDP, SSDP));
  }

  private static byte[] announcement(Device device, Habitus habitus) {
    String host = device.name() + ".local";
    Ipv6Addresses ipv6 = device.ipv6();
    boolean hasModel = !habitus.model().isEmpty();
    int records = (ipv6 == null ? 1 : 2) + habitus.services().size() * (hasModel ? 3 : 2);
    DnsWriter writer = new DnsWriter(0, AUTHORITATIVE_RESPONSE, 0, records);
    for (Habitus.Service service : habitus.services()) {
      String instance = device.name() + "." + service.type();
      writer.pointer(service.type(), DnsWriter.PTR, SERVICE_TTL, instance);
      writer.service(instance, HOST_TTL, service.port(), host);
      if (hasModel) {
        writer.text(instance, SERVICE_TTL, "model", habitus.model());
      }
    }
    writer.address(host, DnsWriter.IN_UNIQUE, HOST_TTL, device.ipv4());
    if (ipv6 != null) {
      writer.address(host, DnsWriter.IN_UNIQUE, HOST_TTL, ipv6.linkLocal());
    }
    return writer.toArray();
  }

  private static byte[] http(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
