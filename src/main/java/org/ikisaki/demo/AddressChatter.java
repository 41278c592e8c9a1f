package org.ikisaki.demo;

import java.time.Duration;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.demo.Timespan.Part;
import org.ikisaki.wire.IpAddress;

/**
 * How devices get their addresses and find their router: DHCP, router advertisements, neighbour
 * discovery, ARP. Confined to the thread that polls the source.
 */
final class AddressChatter {
  private static final int DHCP_SERVER = 67;
  private static final int DHCP_CLIENT = 68;
  private static final long MILLISECOND = 1_000_000;
  private static final Duration ADVERTISEMENTS = Duration.ofSeconds(200);
  private static final Duration NEIGHBORS = Duration.ofSeconds(280);
  private static final Duration ARP = Duration.ofMinutes(4);
  private static final Duration LEASE_RENEWAL = Duration.ofHours(12);
  private static final IpAddress NO_ADDRESS = IpAddress.ofIpv4(0);

  private final Device router;
  private final Network network;
  private final Agenda agenda;
  private final Wire wire;
  private final Truth truth;
  private final Dice dice;

  AddressChatter(Device router, Network network, Agenda agenda, Wire wire, Truth truth, Dice dice) {
    this.router = router;
    this.network = network;
    this.agenda = agenda;
    this.wire = wire;
    this.truth = truth;
    this.dice = dice;
  }

  /** The router announces itself from the first moment on. */
  void advertise(long from) {
    Ipv6Addresses ours = router.ipv6();
    if (ours == null) {
      return;
    }
    Path path =
        network.atHome(router, ours.linkLocal(), 0, Multicast.endpoint(Multicast.ALL_NODES, 0));
    byte[] message = NeighborMessages.routerAdvertisement(router.mac(), ours.linkLocal());
    agenda.add(
        from,
        now -> {
          wire.icmpOnLink(path, message);
          return now + dice.about(ADVERTISEMENTS.toNanos());
        });
  }

  /** A device that is there makes sure of its router now and then, and renews its lease. */
  void keepInTouch(Device device, Part part) {
    agenda.every(ARP, part, now -> arp(now, device));
    agenda.every(LEASE_RENEWAL, part, now -> renew(now, device));
    if (device.ipv6() != null) {
      agenda.every(NEIGHBORS, part, now -> findRouter(now, device));
    }
  }

  /** A device that comes home has no address yet. */
  void join(Device device, long now) {
    int transaction = dice.nextInt();
    Path asking =
        new Path(
            new Endpoint(device.mac(), NO_ADDRESS, DHCP_CLIENT),
            Multicast.broadcast(DHCP_SERVER),
            MILLISECOND,
            truth.tally(
                new Truth.Key(
                    Truth.UNKNOWN_DEVICE, Truth.LOCAL, Multicast.BROADCAST.toString(), false)));
    Path answering =
        network.atHome(router, router.ipv4(), DHCP_SERVER, Multicast.broadcast(DHCP_CLIENT));
    long at = now;
    for (int type : new int[] {DhcpMessages.DISCOVER, DhcpMessages.REQUEST}) {
      int answer = type == DhcpMessages.DISCOVER ? DhcpMessages.OFFER : DhcpMessages.ACK;
      byte[] asked = DhcpMessages.fromClient(type, transaction, device, false);
      byte[] answered = DhcpMessages.fromServer(answer, transaction, device, router.ipv4());
      agenda.at(at, () -> wire.udp(asking, true, asked));
      agenda.at(at + 20 * MILLISECOND, () -> wire.udp(answering, true, answered));
      at += 40 * MILLISECOND;
    }
    solicitRouter(at, device);
  }

  private void solicitRouter(long now, Device device) {
    Ipv6Addresses ours = device.ipv6();
    if (ours != null) {
      Path path =
          network.atHome(device, ours.linkLocal(), 0, Multicast.endpoint(Multicast.ALL_ROUTERS, 0));
      byte[] message = NeighborMessages.routerSolicitation(device.mac());
      agenda.at(now, () -> wire.icmpOnLink(path, message));
    }
  }

  private void renew(long now, Device device) {
    int transaction = dice.nextInt();
    Endpoint server = new Endpoint(router.mac(), router.ipv4(), DHCP_SERVER);
    Path path = network.atHome(device, device.ipv4(), DHCP_CLIENT, server);
    byte[] asked = DhcpMessages.fromClient(DhcpMessages.REQUEST, transaction, device, true);
    byte[] answered = DhcpMessages.fromServer(DhcpMessages.ACK, transaction, device, router.ipv4());
    agenda.at(now, () -> wire.udp(path, true, asked));
    agenda.at(now + MILLISECOND, () -> wire.udp(path, false, answered));
  }

  private void arp(long now, Device device) {
    Endpoint asking = new Endpoint(device.mac(), device.ipv4(), 0);
    Endpoint asked = new Endpoint(router.mac(), router.ipv4(), 0);
    agenda.at(now, () -> wire.arp(1, asking, asked, Multicast.BROADCAST_MAC));
    agenda.at(now + MILLISECOND, () -> wire.arp(2, asked, asking, asking.mac()));
  }

  private void findRouter(long now, Device device) {
    Ipv6Addresses ours = device.ipv6();
    Ipv6Addresses routers = router.ipv6();
    if (ours == null || routers == null) {
      return;
    }
    IpAddress from = ours.linkLocal();
    IpAddress target = routers.linkLocal();
    Endpoint group = Multicast.endpoint(NeighborMessages.solicitedNode(target), 0);
    Path asking = network.atHome(device, from, 0, group);
    Path answering = network.atHome(router, target, 0, new Endpoint(device.mac(), from, 0));
    byte[] asked = NeighborMessages.neighborSolicitation(target, device.mac());
    byte[] answered = NeighborMessages.neighborAdvertisement(target, router.mac());
    agenda.at(now, () -> wire.icmpOnLink(asking, asked));
    agenda.at(now + MILLISECOND, () -> wire.icmpOnLink(answering, answered));
  }
}
