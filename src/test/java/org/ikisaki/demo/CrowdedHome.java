package org.ikisaki.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.wire.CertificateBytes;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A household that makes naming hard: sites share the addresses of delivery networks, devices use
 * answers long after their lives, ask for what they never connect to, hide their questions or their
 * server names, say no server name at all, and were connected before anybody listened. What each
 * connection really goes to is known. One seed always gives the same frames. Confined to one
 * thread.
 */
public final class CrowdedHome implements FrameSource {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_772_700_000L * SECOND;
  private static final Duration LENGTH = Duration.ofHours(3);
  private static final int SITES = 110;
  private static final int NETWORKS = 10;
  private static final int CLIENTS = 10;
  private static final int VISIT_SECONDS = 120;
  private static final int OPEN_AT_START = 40;
  private static final int REMEMBERED_AT_START = 30;
  private static final int UNSEEN_QUESTIONS = 12;
  private static final long ROUTER_MAC = 0x02_00_5e_20_00_01L;
  private static final IpAddress RESOLVER = IpAddress.parse("192.168.7.1");
  private static final String OUTER_NAME = "cloudflare-ech.com";

  /** Of the range for benchmarks (RFC 2544), as those for documentation are too small. */
  private static final int FIRST_ADDRESS = 0xc612_0000;

  private final String name;
  private final Dice dice;
  private final Agenda agenda;
  private final Truth volumes = new Truth();
  private final Wire wire = new Wire(volumes);
  private final Filler filler;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<Ends, String> truth = new HashMap<>();
  private int addressesUsed;

  public CrowdedHome(long seed) {
    name = "household-" + seed;
    dice = new Dice(seed);
    agenda = new Agenda(dice);
    filler = new Filler(dice);
    placeHosts();
    for (int i = 0; i < CLIENTS; i++) {
      live(new Person(i, dice));
    }
  }

  /** The host that a connection really goes to, by its ends; null if it is none of ours. */
  public @Nullable String truth(
      IpAddress client, int clientPort, IpAddress server, int serverPort) {
    return truth.get(new Ends(client, clientPort, server, serverPort));
  }

  private void placeHosts() {
    List<List<IpAddress>> networks = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      networks.add(addresses(2 + dice.below(8)));
    }
    for (int site = 0; site < SITES; site++) {
      int count = 1 + dice.below(4);
      int kind = dice.below(100);
      List<IpAddress> network = dice.percent(40) ? networks.get(0) : dice.pick(networks);
      List<IpAddress> shared = kind < 35 ? network : addresses(1 + dice.below(3));
      boolean apart = kind >= 65;
      for (int i = 0; i < count; i++) {
        List<IpAddress> own = apart && i > 0 ? addresses(1 + dice.below(2)) : shared;
        hosts.add(new Host("h" + i + ".site" + site + ".test", own, kind < 35));
      }
    }
  }

  private List<IpAddress> addresses(int count) {
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(IpAddress.ofIpv4(FIRST_ADDRESS + ++addressesUsed));
    }
    return addresses;
  }

  private void live(Person person) {
    for (int i = 0; i < OPEN_AT_START / CLIENTS; i++) {
      Host host = person.likes(hosts, dice);
      Path path = path(person, host, dice.pick(host.addresses));
      Script script = Script.keepAlive(LENGTH, Duration.ofMinutes(2));
      agenda.add(START + i, TcpConversation.midway(wire, filler, path, script, dice));
    }
    // What it asked for before anybody listened.
    for (int i = 0; i < REMEMBERED_AT_START; i++) {
      Host host = person.likes(hosts, dice);
      long until = START + dice.between(0, LENGTH.toNanos());
      person.cache.put(host, new Known(answer(host), until));
    }
    agenda.add(
        START + dice.between(0, VISIT_SECONDS * SECOND),
        now -> {
          for (int pieces = 1 + dice.below(5); pieces > 0; pieces--) {
            visit(now + dice.between(0, 50_000_000), person, person.likes(hosts, dice));
          }
          return now >= START + LENGTH.toNanos()
              ? Conversation.DONE
              : now + dice.between(SECOND, 2 * VISIT_SECONDS * SECOND);
        });
  }

  private void visit(long now, Person person, Host host) {
    Known known = person.cache.get(host);
    long begin = now;
    if (known == null || now >= known.until) {
      known = new Known(answer(host), now + dice.between(60, 900) * SECOND * person.patience);
      person.cache.put(host, known);
      // Some applications ask a resolver of their own, unseen.
      boolean inClear = person.asksInClear && !dice.percent(UNSEEN_QUESTIONS);
      begin = inClear ? ask(now, person, host, known.addresses) : now;
    }
    if (dice.percent(10)) {
      return;
    }
    begin += dice.between(0, dice.percent(80) ? SECOND / 20 : 5 * SECOND);
    IpAddress address = dice.pick(known.addresses);
    Path path = path(person, host, address);
    agenda.add(
        begin,
        TcpConversation.from(
            wire, filler, path, opening(person, host), Script.once(400, 900), dice));
    if (dice.percent(12)) {
      askForPointer(begin + SECOND, person, host, address);
    }
  }

  /** Two of the addresses at most, as delivery networks answer now with these, now with those. */
  private List<IpAddress> answer(Host host) {
    List<IpAddress> answer = new ArrayList<>(List.of(dice.pick(host.addresses)));
    IpAddress second = dice.pick(host.addresses);
    if (!answer.contains(second)) {
      answer.add(second);
    }
    return answer;
  }

  private Opening opening(Person person, Host host) {
    if (person.saysNoName) {
      byte[] hello = HelloBytes.hello(new org.ikisaki.wire.Bytes());
      return Opening.tls(hello, HelloBytes.record(CertificateBytes.flight(certificate(host))));
    }
    if (dice.percent(20)) {
      return Opening.OPAQUE;
    }
    boolean hidden = host.shared && person.hidesNames && dice.percent(60);
    ClientHello.Style style = new ClientHello.Style(false, true, false, true);
    return Opening.tls(ClientHello.message(hidden ? OUTER_NAME : host.name, style, dice), dice);
  }

  /** Its own, its domain's, or one that a delivery network has for several customers. */
  private byte[] certificate(Host host) {
    String domain = host.name.substring(host.name.indexOf('.') + 1);
    return switch (dice.below(host.shared ? 3 : 2)) {
      case 0 -> CertificateBytes.certificate(host.name, host.name);
      case 1 -> CertificateBytes.certificate(domain, "*." + domain, domain);
      default ->
          CertificateBytes.certificate(
              host.name, "*." + domain, "*.site" + dice.below(SITES) + ".test");
    };
  }

  /** Returns when the answer is known. */
  private long ask(long now, Person person, Host host, List<IpAddress> addresses) {
    byte[] query = DnsWriter.query(person.nextId(), host.name, DnsWriter.A);
    byte[] answer = DnsWriter.answer(person.id, host.name, DnsWriter.A, List.of(), addresses, 300);
    return exchange(now, person, query, answer);
  }

  /** Half of what is no delivery network's has a pointer to its own name, or to its host's. */
  private void askForPointer(long now, Person person, Host host, IpAddress address) {
    int ip = (int) address.low();
    String reverse =
        "%d.%d.%d.%d.in-addr.arpa"
            .formatted(ip & 0xff, ip >>> 8 & 0xff, ip >>> 16 & 0xff, ip >>> 24);
    String domain = host.name.substring(host.name.indexOf('.') + 1);
    String target =
        host.shared
            ? "edge-" + address.toString().replace('.', '-') + ".deploy.example.net"
            : switch (dice.below(4)) {
              case 0 -> host.name;
              case 1 -> "server." + domain;
              default -> "rack" + dice.below(500) + ".hoster.test";
            };
    byte[] query = DnsWriter.query(person.nextId(), reverse, DnsWriter.PTR);
    byte[] answer =
        new DnsWriter(person.id, 0x8180, 1, 1)
            .question(reverse, DnsWriter.PTR)
            .pointer(reverse, DnsWriter.PTR, 3_600, target)
            .toArray();
    exchange(now, person, query, answer);
  }

  private long exchange(long now, Person person, byte[] query, byte[] answer) {
    Path path =
        new Path(
            new Endpoint(person.mac, person.address, person.nextPort()),
            new Endpoint(ROUTER_MAC, RESOLVER, 53),
            SECOND / 1_000,
            volumes.tally(new Truth.Key(name, Truth.RESOLVER, "", false)));
    long answered = now + dice.between(2_000_000, 40_000_000);
    agenda.at(now, () -> wire.udp(path, true, query));
    agenda.at(answered, () -> wire.udp(path, false, answer));
    return answered + 1_000_000;
  }

  private Path path(Person person, Host host, IpAddress address) {
    int port = person.nextPort();
    truth.put(new Ends(person.address, port, address, 443), host.name);
    return new Path(
        new Endpoint(person.mac, person.address, port),
        new Endpoint(ROUTER_MAC, address, 443),
        dice.between(8_000_000, 70_000_000),
        volumes.tally(new Truth.Key(name, host.name, host.name, false)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public Poll poll(Frame frame) {
    for (long next = agenda.nextTime(); next != Conversation.DONE; next = agenda.nextTime()) {
      agenda.step();
      if (wire.take(frame, next)) {
        return Poll.FRAME;
      }
    }
    return Poll.END;
  }

  @Override
  public DropCounts drops() {
    return DropCounts.NONE;
  }

  @Override
  public void stop() {}

  @Override
  public void close() {}

  /** Whether sites of others have the same addresses. */
  private record Host(String name, List<IpAddress> addresses, boolean shared) {}

  private record Known(List<IpAddress> addresses, long until) {}

  private record Ends(IpAddress client, int clientPort, IpAddress server, int serverPort) {}

  /** A device and its habits. Confined like the home. */
  private static final class Person {
    private final long mac;
    private final IpAddress address;
    private final boolean asksInClear;
    private final boolean hidesNames;
    private final boolean saysNoName;
    private final int patience;
    private final List<Integer> favourites = new ArrayList<>();
    private final Map<Host, Known> cache = new HashMap<>();
    private int port = 49_152;
    private int id;

    Person(int number, Dice dice) {
      mac = ROUTER_MAC + 16 + number;
      address = IpAddress.ofIpv4((int) RESOLVER.low() + 20 + number);
      asksInClear = number % 4 != 3 && number != 9;
      hidesNames = number % 3 == 1;
      saysNoName = number == 7 || number == 9;
      patience = number % 3 == 0 ? 4 : 1;
      for (int i = 0; i < 12; i++) {
        favourites.add(dice.nextInt() >>> 1);
      }
    }

    /** Mostly one of a few. */
    Host likes(List<Host> hosts, Dice dice) {
      return dice.percent(65) ? hosts.get(dice.pick(favourites) % hosts.size()) : dice.pick(hosts);
    }

    int nextPort() {
      return port++;
    }

    int nextId() {
      id = id + 1 & 0xffff;
      return id;
    }
  }
}
