package org.ikisaki.demo;

import java.util.List;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.wire.IpAddress;

/**
 * The devices' way to the home's resolver, which is the router: queries, and what is answered.
 * Confined to the thread that polls the source.
 */
final class Resolver {
  private static final int PORT = 53;
  private static final long MILLISECOND = 1_000_000;
  private static final long BETWEEN_QUERIES = 150_000;
  private static final long SECOND = 1_000_000_000L;
  private static final int ADDRESSES_IN_ANSWER = 3;
  private static final int OVER_IPV6 = 40;

  private final Device router;
  private final Agenda agenda;
  private final Wire wire;
  private final Truth truth;
  private final Dice dice;

  Resolver(Device router, Agenda agenda, Wire wire, Truth truth, Dice dice) {
    this.router = router;
    this.agenda = agenda;
    this.wire = wire;
    this.truth = truth;
    this.dice = dice;
  }

  /**
   * Looks a host up, unless the client remembers it.
   *
   * <p>Hosts on shared addresses are looked up every time: delivery networks give names short
   * lives, and only thus can the last answer tell whom an address serves just now.
   *
   * @return when the client knows the host's addresses
   */
  long resolve(long now, Client client, RemoteHost host) {
    String name = host.name();
    if (name == null || (!host.shared() && client.remembers(host, now))) {
      return now;
    }
    int ttl = host.shared() ? 30 : (int) dice.between(300, 7200);
    client.remember(host, now + ttl * SECOND);
    Path path = path(client);
    long known = query(now, path, DnsWriter.A, name, host, ttl);
    if (client.speaksIpv6()) {
      long at = now + BETWEEN_QUERIES;
      known = Math.max(known, query(at, path, DnsWriter.AAAA, name, host, ttl));
    }
    if (client.device().kind().browses()) {
      query(now + 2 * BETWEEN_QUERIES, path, DnsWriter.HTTPS, name, host, ttl);
    }
    return known + BETWEEN_QUERIES;
  }

  private Path path(Client client) {
    Ipv6Addresses ours = client.device().ipv6();
    Ipv6Addresses routers = router.ipv6();
    IpAddress from = client.device().ipv4();
    IpAddress to = router.ipv4();
    if (ours != null && routers != null && dice.percent(OVER_IPV6)) {
      from = ours.linkLocal();
      to = routers.linkLocal();
    }
    return new Path(
        client.at(from, client.nextPort()),
        new Endpoint(router.mac(), to, PORT),
        MILLISECOND,
        truth.tally(new Truth.Key(client.device().id(), Truth.RESOLVER, to.toString(), false)));
  }

  /** Returns when the answer comes. */
  private long query(long now, Path path, int type, String name, RemoteHost host, int ttl) {
    int id = dice.below(0x1_0000);
    byte[] query = DnsWriter.query(id, name, type);
    byte[] answer = DnsWriter.answer(id, name, type, host.aliases(), answers(host, type), ttl);
    long answered = now + dice.between(2 * MILLISECOND, 35 * MILLISECOND);
    agenda.at(now, () -> wire.udp(path, true, query));
    agenda.at(answered, () -> wire.udp(path, false, answer));
    return answered;
  }

  private static List<IpAddress> answers(RemoteHost host, int type) {
    if (type == DnsWriter.HTTPS) {
      return List.of();
    }
    List<IpAddress> all = host.addresses(type == DnsWriter.A);
    return all.subList(0, Math.min(all.size(), ADDRESSES_IN_ANSWER));
  }
}
