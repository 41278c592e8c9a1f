package org.ikisaki.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.demo.RemoteHost.Protocol;
import org.ikisaki.wire.IpAddress;

/**
 * Opens conversations as devices do: looks the name up, picks an address, says hello. Confined to
 * the thread that polls the source.
 */
final class Network {
  private static final long ON_LINK = 500_000;
  private static final int IPV6_PREFERENCE = 70;
  private static final int POST_QUANTUM_SHARE = 45;
  private static final int ENCRYPTED_HELLO_SHARE = 40;
  private static final int SHORT_REQUEST = 2 * HttpHeads.SHORTEST_REQUEST;

  private final Household household;
  private final Agenda agenda;
  private final Wire wire;
  private final Truth truth;
  private final Dice dice;
  private final Resolver resolver;
  private final Filler filler;
  private final QuicInitials quic = new QuicInitials();
  private final Map<String, Client> clients = new HashMap<>();

  Network(Household household, Agenda agenda, Wire wire, Truth truth, Dice dice) {
    this.household = household;
    this.agenda = agenda;
    this.wire = wire;
    this.truth = truth;
    this.dice = dice;
    this.resolver = new Resolver(household.router(), agenda, wire, truth, dice);
    this.filler = new Filler(dice);
    for (Device device : household.devices()) {
      clients.put(device.name(), new Client(device, dice));
    }
  }

  /** Connects to a host that speaks TLS, QUIC or HTTP, after a look-up where one is due. */
  void connect(long now, Device device, RemoteHost host, Script script) {
    Client client = client(device);
    long known = resolver.resolve(now, client, host);
    Path path = path(client, host, false);
    agenda.add(
        known,
        switch (host.protocol()) {
          case QUIC -> quic(client, host, path, script);
          case HTTP ->
              TcpConversation.from(
                  wire, filler, path, Opening.http(hostHeader(host)), roomForHeads(script), dice);
          case TLS ->
              TcpConversation.from(
                  wire, filler, path, Opening.tls(hello(client, host), dice), script, dice);
          case UDP -> throw new IllegalArgumentException(host + " is streamed to, not connected");
        });
  }

  /** Takes up a connection that was open when the capture began. */
  void resume(long now, Device device, RemoteHost host, Script script) {
    Path path = path(client(device), host, true);
    agenda.add(now, TcpConversation.midway(wire, filler, path, script, dice));
  }

  /** Exchanges datagrams with a host until {@code end}, after a look-up where one is due. */
  void stream(long now, Device device, RemoteHost host, MediaStream.Shape shape, long end) {
    Client client = client(device);
    long known = resolver.resolve(now, client, host);
    Path path = path(client, host, false);
    agenda.add(known, new MediaStream(wire, filler, path, shape, end, dice));
  }

  /** Sends one datagram to a host, and has it answered. */
  void ask(long now, Device device, RemoteHost host, byte[] question, byte[] answer) {
    Client client = client(device);
    long known = resolver.resolve(now, client, host);
    Path path = path(client, host, false);
    agenda.at(known, () -> wire.udp(path, true, question));
    agenda.at(known + path.roundTrip(), () -> wire.udp(path, false, answer));
  }

  /** What {@code device} pings others with. */
  Ping ping(Device device) {
    return new Ping(client(device));
  }

  /** Connects to a device at home, by unique local addresses where both ends have one. */
  void connectAtHome(long now, Device device, Device server, int port, Script script) {
    Ipv6Addresses ours = device.ipv6();
    Ipv6Addresses theirs = server.ipv6();
    IpAddress from = device.ipv4();
    IpAddress to = server.ipv4();
    if (ours != null && theirs != null && dice.percent(50)) {
      from = ours.unique();
      to = theirs.unique();
    }
    Endpoint there = new Endpoint(server.mac(), to, port);
    Path path = atHome(device, from, client(device).nextPort(), there);
    agenda.add(now, TcpConversation.from(wire, filler, path, Opening.OPAQUE, script, dice));
  }

  /** The way from a device to something on the link; the device is who opens it. */
  Path atHome(Device device, IpAddress from, int port, Endpoint to) {
    Truth.Key key = new Truth.Key(device.id(), Truth.LOCAL, to.address().toString(), false);
    return new Path(new Endpoint(device.mac(), from, port), to, ON_LINK, truth.tally(key));
  }

  private Client client(Device device) {
    Client client = clients.get(device.name());
    if (client == null) {
      throw new IllegalArgumentException(device.name() + " is not of this household");
    }
    return client;
  }

  private Path path(Client client, RemoteHost host, boolean openBeforeStart) {
    boolean ipv6 = client.speaksIpv6() && host.hasIpv6() && dice.percent(IPV6_PREFERENCE);
    IpAddress address = dice.pick(host.addresses(!ipv6));
    String name = host.name() == null ? address.toString() : host.name();
    Truth.Key key = new Truth.Key(client.device().id(), host.service(), name, openBeforeStart);
    int port = host.port() == 123 ? 123 : client.nextPort();
    return new Path(
        client.global(!ipv6, port),
        new Endpoint(household.router().mac(), address, host.port()),
        host.roundTrip(),
        truth.tally(key));
  }

  private QuicConversation quic(Client client, RemoteHost host, Path path, Script script) {
    List<byte[]> initials = quic.datagrams(dice.bytes(8), hello(client, host));
    return new QuicConversation(wire, filler, path, initials, script.unmerged(), dice);
  }

  /**
   * A hello in the style of the device. One that is too long for a segment goes only to hosts with
   * addresses of their own, so that their look-up names them as surely.
   */
  private byte[] hello(Client client, RemoteHost host) {
    boolean browser = client.device().kind().browses();
    ClientHello.Style style =
        new ClientHello.Style(
            host.protocol() == Protocol.QUIC,
            browser,
            browser && !host.shared() && dice.percent(POST_QUANTUM_SHARE),
            browser && dice.percent(ENCRYPTED_HELLO_SHARE));
    return ClientHello.message(host.name(), style, dice);
  }

  private static String hostHeader(RemoteHost host) {
    return host.name() == null ? host.addresses().get(0).toString() : host.name();
  }

  private static Script roomForHeads(Script script) {
    int request = Math.max(script.request(), SHORT_REQUEST);
    int response = Math.max(script.response(), SHORT_REQUEST);
    return new Script(
        script.turns(), script.pause(), request, response, script.nanosPerByte(), script.merged());
  }

  /** Echo requests of one device, and their replies (RFC 792). Confined likewise. */
  final class Ping {
    private static final int REQUEST = 8;
    private static final int REPLY = 0;

    private final Client client;
    private int sequence;

    private Ping(Client client) {
      this.client = client;
    }

    void router(long now) {
      Device router = household.router();
      Device device = client.device();
      exchange(now, atHome(device, device.ipv4(), 0, new Endpoint(router.mac(), router.ipv4(), 0)));
    }

    void host(long now, RemoteHost host) {
      exchange(now, path(client, host, false));
    }

    private void exchange(long now, Path path) {
      sequence++;
      byte[] content = dice.bytes(56);
      byte[] request = echo(REQUEST, content);
      byte[] reply = echo(REPLY, content);
      agenda.at(now, () -> wire.icmp(path, true, request));
      agenda.at(now + path.roundTrip(), () -> wire.icmp(path, false, reply));
    }

    private byte[] echo(int type, byte[] content) {
      return new Bytes().u8(type).u8(0).u16(0).u16(1).u16(sequence).put(content).toArray();
    }
  }
}
