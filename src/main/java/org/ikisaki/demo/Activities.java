package org.ikisaki.demo;

import java.time.Duration;
import java.util.List;
import org.ikisaki.demo.RemoteHost.Protocol;
import org.ikisaki.demo.RemoteHost.Role;
import org.ikisaki.demo.Timespan.Part;

/**
 * What people and devices do with services, as the connections that it takes. Confined to the
 * thread that polls the source.
 */
final class Activities {
  private static final long SECOND = 1_000_000_000L;
  private static final byte[] NTP_QUESTION = new Bytes().u8(0x23).zeros(47).toArray();
  private static final byte[] NTP_ANSWER =
      new Bytes().u8(0x24).u8(2).u8(6).u8(0xec).zeros(44).toArray();

  private final Household household;
  private final Network network;
  private final Agenda agenda;
  private final Dice dice;

  Activities(Household household, Network network, Agenda agenda, Dice dice) {
    this.household = household;
    this.network = network;
    this.agenda = agenda;
    this.dice = dice;
  }

  /** Opens pages of these services, one every so often. */
  void browse(Device device, Part part, Duration gap, List<String> services) {
    agenda.every(gap, part, now -> visit(now, device, dice.pick(services)));
  }

  /** Watches videos, one after the other: a chunk every ten seconds. */
  void watch(Device device, String service, Part part, int chunk, int merged) {
    agenda.add(
        part.from(),
        now -> {
          long left = part.left(now);
          if (left < 20 * SECOND) {
            return Conversation.DONE;
          }
          long length = Math.min(left, dice.between(360 * SECOND, 720 * SECOND));
          visit(now, device, service);
          Script script = Script.video(Duration.ofNanos(length), chunk, merged);
          network.connect(now + SECOND, device, media(service), script);
          return now + length;
        });
  }

  /** Asks a service for news every so often, whether or not anybody is there. */
  void poll(Device device, String service, Part part, Duration period) {
    agenda.every(
        period,
        part,
        now -> network.connect(now, device, polled(service), Script.once(600, 1_800)));
  }

  /** Stays connected, with a sign of life every so often, and reconnects after some hours. */
  void stay(Device device, String service, Part part, Duration pause) {
    agenda.add(
        part.from() + dice.between(0, 60 * SECOND),
        now -> {
          long left = part.left(now);
          if (left < 60 * SECOND) {
            return Conversation.DONE;
          }
          long length = Math.min(left, dice.between(2 * 3600 * SECOND, 5 * 3600 * SECOND));
          Script script = Script.keepAlive(Duration.ofNanos(length), pause);
          network.connect(now, device, polled(service), script);
          return now + length + 30 * SECOND;
        });
  }

  /** Fetches or sends something large, once. */
  void transfer(Device device, String service, Part part, Script script) {
    once(part, now -> network.connect(now, device, media(service), script));
  }

  /** Talks to, or plays against, somebody by way of a server. */
  void stream(Device device, String service, Part part, MediaStream.Shape shape) {
    agenda.add(
        part.from(),
        now -> {
          RemoteHost host = dice.pick(hosts(service, Role.MEDIA, Protocol.UDP));
          network.stream(now, device, host, shape, part.until());
          return Conversation.DONE;
        });
  }

  /** Sends single datagrams to servers that a device has built in. */
  void beat(Device device, String service, Part part, Duration period) {
    RemoteHost host = dice.pick(hosts(service, Role.POLL, Protocol.UDP));
    byte[] question = Filler.datagram(dice, 48);
    byte[] answer = Filler.datagram(dice, 32);
    agenda.every(period, part, now -> network.ask(now, device, host, question, answer));
  }

  /** Asks for the time. */
  void setClock(Device device, Part part, Duration period) {
    RemoteHost host = dice.pick(hosts("NTP pool", Role.POLL, Protocol.UDP));
    agenda.every(period, part, now -> network.ask(now, device, host, NTP_QUESTION, NTP_ANSWER));
  }

  /** Exchanges files with a device at home. */
  void copy(Device device, Device server, int port, Part part, Script script) {
    once(part, now -> network.connectAtHome(now, device, server, port, script));
  }

  /** Lets a moment come once, in the first quarter of the time. */
  private void once(Part part, Agenda.Moment moment) {
    agenda.add(
        part.from() + dice.between(0, part.length() / 4),
        now -> {
          moment.come(now);
          return Conversation.DONE;
        });
  }

  private void visit(long now, Device device, String service) {
    List<RemoteHost> hosts = household.hosts(service, Role.PAGE);
    int first = dice.below(hosts.size());
    int connections = Math.min(hosts.size(), 1 + dice.below(3));
    for (int i = 0; i < connections; i++) {
      RemoteHost host = hosts.get((first + i) % hosts.size());
      Script script = Script.page(2 + dice.below(5), (int) dice.between(2_000, 28_000));
      network.connect(now + i * (SECOND / 5), device, host, script);
    }
  }

  private RemoteHost media(String service) {
    return dice.pick(household.hosts(service, Role.MEDIA));
  }

  private RemoteHost polled(String service) {
    return dice.pick(household.hosts(service, Role.POLL));
  }

  private List<RemoteHost> hosts(String service, Role role, Protocol protocol) {
    return household.hosts(service, role).stream().filter(h -> h.protocol() == protocol).toList();
  }
}
