package org.ikisaki.demo;

import java.time.Duration;
import java.util.List;
import org.ikisaki.demo.Device.Kind;
import org.ikisaki.demo.RemoteHost.Protocol;
import org.ikisaki.demo.Timespan.Part;

/**
 * A day on which every device of a {@link BenchmarkHome} is busy all the time, in the proportions
 * of a real one. Confined to the thread that polls the source.
 */
final class BenchmarkDay {
  private static final Habitus WEB_SERVER =
      new Habitus("", List.of(), List.of(new Habitus.Service("_http._tcp.local", 80)), "");

  private static final Duration VISITS = Duration.ofSeconds(29);
  private static final long BETWEEN_CONNECTIONS = 40_000_000;
  private static final int LAZINESS_OF_APPLIANCES = 4;
  private static final Duration CLOCKS = Duration.ofMinutes(17);

  /** How much busier than the demo's devices these look for their router, and for each other. */
  private static final int RESTLESSNESS = 7;

  private static final int CURIOSITY = 3;

  private static final List<String> SEARCHED =
      List.of(
          "_airplay._tcp.local",
          "_googlecast._tcp.local",
          "_ipp._tcp.local",
          "_raop._tcp.local",
          "_smb._tcp.local",
          "_spotify-connect._tcp.local");

  private static final MediaStream.Shape CALL = new MediaStream.Shape(120_000_000, 750, 820);

  private final Household household;
  private final Part whole;
  private final Agenda agenda;
  private final Network network;
  private final Wire wire;
  private final Activities activities;
  private final AddressChatter addresses;
  private final DiscoveryChatter discovery;
  private final Dice dice;
  private final List<RemoteHost> sites;

  BenchmarkDay(
      Household household,
      Timespan span,
      Agenda agenda,
      Network network,
      Wire wire,
      Truth truth,
      Dice dice) {
    this.household = household;
    this.whole = span.whole();
    this.agenda = agenda;
    this.network = network;
    this.wire = wire;
    this.dice = dice;
    this.activities = new Activities(household, network, agenda, dice);
    this.addresses = new AddressChatter(household.router(), network, agenda, wire, truth, dice);
    this.discovery = new DiscoveryChatter(network, agenda, wire, dice);
    this.sites =
        household.hosts().stream().filter(host -> host.protocol() != Protocol.UDP).toList();
  }

  void plan() {
    addresses.advertise(whole.from());
    for (Device device : household.devices()) {
      addresses.join(device, whole.from() + dice.between(0, 1_000_000_000L));
      chatter(device);
      agenda.every(pause(device), whole, now -> visit(now, device));
      activities.setClock(device, whole, CLOCKS);
    }
    activities.stream(household.device("ben-thinkpad"), "Zoom", whole, CALL);
    Path pictures =
        network.atHome(
            household.device("door-camera"),
            household.device("door-camera").ipv4(),
            40_000,
            new Endpoint(household.device("nas").mac(), household.device("nas").ipv4(), 40_001));
    agenda.add(whole.from(), new FragmentedStream(wire, pictures, dice));
  }

  private static Duration pause(Device device) {
    return device.kind() == Kind.APPLIANCE ? VISITS.multipliedBy(LAZINESS_OF_APPLIANCES) : VISITS;
  }

  private void chatter(Device device) {
    for (int i = 0; i < RESTLESSNESS; i++) {
      addresses.keepInTouch(device, whole);
    }
    for (int i = 0; i < CURIOSITY; i++) {
      SEARCHED.forEach(service -> discovery.browse(device, service, whole));
    }
    discovery.announce(device, WEB_SERVER, whole);
    discovery.search(device, household.device("living-room-tv"), whole);
  }

  /** A few connections; most are short, and the few long ones carry most of the bytes. */
  private void visit(long now, Device device) {
    // Some sites are visited more often than others.
    int site = Math.min(dice.below(sites.size()), dice.below(sites.size()));
    int connections = 1 + dice.below(3);
    for (int i = 0; i < connections; i++) {
      network.connect(now + i * BETWEEN_CONNECTIONS, device, sites.get(site), script());
    }
  }

  private Script script() {
    int kind = dice.below(100);
    if (kind < 55) {
      return Script.once(600, 1_800);
    }
    if (kind < 93) {
      return Script.page(2 + dice.below(5), (int) dice.between(2_000, 28_000));
    }
    return kind < 98
        ? Script.download(1 + dice.below(3), (int) dice.between(50_000, 300_000), 1)
        : Script.upload(2, (int) dice.between(100_000, 200_000), 1);
  }
}
