package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Answer.Meaning;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.Sim.Door;
import org.ikisaki.trace.probe.Sim.Manner;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traces through a network that the tests know, over the real kernel's sockets: every hop has to be
 * found, and none invented.
 */
@Timeout(120)
class LaboratoryTest {
  /** Longer than any way there and back; short, because silent hops are waited for. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final ProbeSettings SETTINGS = new ProbeSettings(1_000, 30, 2, PATIENCE, 1);

  private enum Socket {
    UDP,
    PING,
    RAW_UDP,
    RAW_ICMP,
    RAW_TCP
  }

  private static IpAddress host(int number, boolean ipv6) {
    return IpAddress.parse(
        ipv6
            ? "2001:db8:aa::%x".formatted(number)
            : "203.0.%d.%d".formatted(113 + number / 250, 1 + number % 250));
  }

  private static Collected trace(
      Laboratory lab, Socket socket, ProbeSettings settings, List<IpAddress> targets)
      throws IOException {
    Collected collected = new Collected();
    if (socket == Socket.PING) {
      lab.allowPing();
    }
    try (ProbeChannel channel = channel(socket, settings)) {
      new Tracer(channel, settings, "test", InstantSource.system(), System::nanoTime)
          .run(targets.stream().map(Target::of).iterator(), collected, () -> false);
    }
    return collected;
  }

  private static ProbeChannel channel(Socket socket, ProbeSettings settings) throws IOException {
    InstantSource clock = InstantSource.system();
    Random random = new Random(7);
    return switch (socket) {
      case UDP ->
          new ErrorQueueChannel(
              ProbeKind.UDP, 33_434, settings.patience(), clock, System::nanoTime, random);
      case PING ->
          new ErrorQueueChannel(
              ProbeKind.ICMP, 0, settings.patience(), clock, System::nanoTime, random);
      case RAW_UDP -> raw(ProbeKind.UDP, 33_434, settings);
      case RAW_ICMP -> raw(ProbeKind.ICMP, 0, settings);
      case RAW_TCP -> raw(ProbeKind.TCP, 443, settings);
    };
  }

  private static ProbeChannel raw(ProbeKind kind, int port, ProbeSettings settings)
      throws IOException {
    return new RawChannel(
        kind, port, settings.patience(), InstantSource.system(), System::nanoTime, new Random(7));
  }

  private static Trace only(Collected collected) {
    assertThat(collected.failed).isEmpty();
    assertThat(collected.finished).hasSize(1);
    return collected.finished.values().iterator().next();
  }

  private static List<IpAddress> addresses(List<Integer> way, boolean ipv6, IpAddress end) {
    List<IpAddress> addresses =
        new ArrayList<>(way.stream().map(router -> Sim.address(router, ipv6)).toList());
    addresses.add(end);
    return addresses;
  }

  private static List<IpAddress> addresses(Trace trace) {
    return trace.hops().stream()
        .map(hop -> hop.silent() ? IpAddress.UNSPECIFIED : hop.answers().get(0).from())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "UDP,false",
    "UDP,true",
    "PING,false",
    "PING,true",
    "RAW_UDP,false",
    "RAW_UDP,true",
    "RAW_ICMP,false",
    "RAW_ICMP,true",
    "RAW_TCP,false",
    "RAW_TCP,true"
  })
  void everyHopOfAChainIsFoundWithItsRoundTrip(Socket socket, boolean ipv6) throws Exception {
    Manner[] manners = new Manner[12];
    for (int i = 0; i < manners.length; i++) {
      manners[i] = Manner.PLAIN.delay(1 + i % 3);
    }
    Sim sim = Sim.chain(manners);
    sim.host(host(0, ipv6), 11, Door.CLOSED);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, socket, SETTINGS, List.of(host(0, ipv6))));
      assertThat(addresses(trace))
          .isEqualTo(addresses(sim.way(host(0, ipv6), 0), ipv6, host(0, ipv6)));
      assertThat(trace.reached()).isTrue();
      double millis = 0;
      for (int i = 0; i < 12; i++) {
        millis += 2 * manners[i].delayMillis();
        Hop hop = trace.hops().get(i);
        assertThat(hop.sent()).isEqualTo(2);
        assertThat(hop.loss()).isZero();
        assertThat(hop.bestRoundTrip().orElse(-1) / 1e6)
            .isBetween(millis, (double) PATIENCE.toMillis());
      }
      assertThat(lab.flows(host(0, ipv6))).as("flows of a Paris trace").hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UDP,false,28",
    "UDP,true,48",
    "UDP,false,1000",
    "PING,false,28",
    "RAW_UDP,false,28",
    "RAW_TCP,true,48"
  })
  void silentHopsAreGapsAndWhatFollowsIsFound(Socket socket, boolean ipv6, int quote)
      throws Exception {
    Manner plain = Manner.PLAIN.quoting(quote);
    Manner mute = plain.withoutAnswer();
    Sim sim = Sim.chain(plain, mute, plain, mute, mute, mute, mute, plain, plain);
    sim.host(host(0, ipv6), 8, Door.CLOSED);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, socket, SETTINGS, List.of(host(0, ipv6))));
      List<IpAddress> expected = addresses(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), ipv6, host(0, ipv6));
      for (int silent : List.of(1, 3, 4, 5, 6)) {
        expected.set(silent, IpAddress.UNSPECIFIED);
      }
      assertThat(addresses(trace)).isEqualTo(expected);
      assertThat(trace.hops().get(1).sent()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatIsLateIsNotTakenForTheNextHops(boolean ipv6) throws Exception {
    // The second router answers after it was given up, and quotes nothing to be told by.
    Manner plain = Manner.PLAIN.quoting(ipv6 ? 48 : 28);
    Sim sim = Sim.chain(plain, plain.delay(330), plain.delay(1), plain.withoutAnswer(), plain);
    sim.host(host(0, ipv6), 4, Door.SILENT);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, Socket.UDP, SETTINGS, List.of(host(0, ipv6))));
      for (Hop hop : trace.hops()) {
        assertThat(hop.addresses())
            .as("hop %d", hop.ttl())
            .isSubsetOf(List.of(Sim.address(hop.ttl() - 1, ipv6)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"ABSENT", "FORBIDDEN", "NO_NETWORK", "OPEN", "SILENT"})
  void theEndOfTheWaySaysWhy(Door door) throws Exception {
    for (boolean ipv6 : List.of(false, true)) {
      Sim sim = Sim.chain(Manner.PLAIN, Manner.PLAIN, Manner.PLAIN);
      sim.host(host(0, ipv6), 2, door);
      try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
        Trace trace = only(trace(lab, Socket.UDP, SETTINGS, List.of(host(0, ipv6))));
        assertThat(trace.reached()).isEqualTo(door == Door.OPEN);
        Hop last = trace.hops().get(trace.hops().size() - 1);
        assertThat(trace.hops()).hasSize(door == Door.SILENT ? 3 + TargetProbing.GAP : 4);
        assertThat(last.answers().stream().map(Answer::meaning).distinct())
            .isEqualTo(
                switch (door) {
                  case ABSENT -> List.of(Meaning.HOST_UNREACHABLE);
                  case FORBIDDEN -> List.of(Meaning.PROHIBITED);
                  case NO_NETWORK -> List.of(Meaning.NETWORK_UNREACHABLE);
                  case OPEN, CLOSED -> List.of(Meaning.REACHED);
                  case SILENT -> List.of();
                });
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"UDP,false,false", "RAW_UDP,false,false", "RAW_UDP,true,false", "RAW_UDP,false,true"})
  void aServiceThatAnswersIsTheEnd(Socket socket, boolean ipv6, boolean behindSilence)
      throws Exception {
    Manner plain = Manner.PLAIN;
    Manner last = behindSilence ? plain.withoutAnswer() : plain;
    Sim sim = Sim.chain(plain, plain, last);
    sim.host(host(0, ipv6), 2, Door.OPEN);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, socket, SETTINGS, List.of(host(0, ipv6))));
      List<IpAddress> expected = addresses(List.of(0, 1, 2), ipv6, host(0, ipv6));
      if (behindSilence) {
        expected.set(2, IpAddress.UNSPECIFIED);
      }
      assertThat(addresses(trace)).isEqualTo(expected);
      assertThat(trace.reached()).isTrue();
      Hop end = trace.hops().get(3);
      assertThat(end.loss()).isZero();
      assertThat(end.bestRoundTrip().orElse(-1) / 1e6).isBetween(6.0, (double) PATIENCE.toMillis());
    }
  }

  @ParameterizedTest
  @CsvSource({"UDP,false", "UDP,true", "PING,false", "PING,true", "RAW_UDP,false", "RAW_TCP,true"})
  void labelsAreTold(Socket socket, boolean ipv6) throws Exception {
    Sim sim = Sim.chain(Manner.PLAIN, Manner.PLAIN.withLabels(), Manner.PLAIN);
    sim.host(host(0, ipv6), 2, Door.CLOSED);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, socket, SETTINGS, List.of(host(0, ipv6))));
      assertThat(trace.hops().get(1).answers().get(0).labels())
          .containsExactly(new MplsLabel(24_001, 0, true, 7));
      assertThat(trace.hops().get(0).answers().get(0).labels()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UDP,false",
    "UDP,true",
    "PING,false",
    "RAW_UDP,false",
    "RAW_UDP,true",
    "RAW_ICMP,false",
    "RAW_TCP,false",
    "RAW_TCP,true"
  })
  void aMeshIsFoundAndNothingIsInvented(Socket socket, boolean ipv6) throws Exception {
    Sim sim = mesh(ipv6, 120);
    List<IpAddress> targets = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      targets.add(host(i, ipv6));
    }
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Collected collected = trace(lab, socket, SETTINGS, targets);
      assertThat(collected.finished).hasSize(120);
      collected.finished.values().forEach(trace -> check(trace, sim, lab, ipv6));
      int whole = collected.finished.values().stream().mapToInt(trace -> trace.hops().size()).sum();
      if (socket == Socket.UDP) {
        assertThat(lab.times().size())
            .as("probes, as hops near home aren't asked for each")
            .isLessThan(2 * whole * 9 / 10);
      }
    }
  }

  /** Thirty routers, of which two lose a tenth, two are silent and one translates. */
  private static Sim mesh(boolean ipv6, int hosts) {
    SplittableRandom random = new SplittableRandom(4);
    Sim sim = Sim.mesh(30, 12, random);
    for (int router : List.of(14, 21)) {
      sim.change(router, sim.manner(router).withoutAnswer());
    }
    for (int router : List.of(9, 17)) {
      sim.change(router, sim.manner(router).losing(0.1));
    }
    sim.change(0, sim.manner(0).translating());
    for (int i = 0; i < hosts; i++) {
      sim.host(host(i, ipv6), 3 + random.nextInt(27), Door.CLOSED);
    }
    return sim;
  }

  private static void check(Trace trace, Sim sim, Laboratory lab, boolean ipv6) {
    IpAddress target = trace.target().address();
    assertThat(lab.flows(target)).as("flows to %s", target).hasSize(1);
    List<Integer> way = sim.way(target, lab.flows(target).iterator().next());
    for (Hop hop : trace.hops()) {
      boolean beyond = hop.ttl() > way.size();
      IpAddress expected = beyond ? target : Sim.address(way.get(hop.ttl() - 1), ipv6);
      boolean mute = !beyond && sim.manner(way.get(hop.ttl() - 1)).silent();
      boolean lossy = way.stream().anyMatch(router -> sim.manner(router).loss() > 0);
      assertThat(hop.addresses())
          .as("hop %d to %s", hop.ttl(), target)
          .isSubsetOf(List.of(expected));
      if (!mute && !lossy) {
        assertThat(hop.loss()).as("loss at hop %d to %s", hop.ttl(), target).isZero();
      }
    }
    assertThat(trace.hops()).hasSizeGreaterThanOrEqualTo(way.size());
  }

  @ParameterizedTest
  @CsvSource({
    "RAW_UDP,false,1000",
    "RAW_UDP,false,28",
    "RAW_UDP,true,1000",
    "RAW_ICMP,false,28",
    "RAW_TCP,true,1000"
  })
  void hopsBehindANatSayThatTheyAre(Socket socket, boolean ipv6, int quote) throws Exception {
    Manner plain = Manner.PLAIN.quoting(quote);
    Sim sim = Sim.chain(plain, plain.translating(), plain, plain);
    sim.host(host(0, ipv6), 3, Door.CLOSED);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, socket, SETTINGS, List.of(host(0, ipv6))));
      assertThat(addresses(trace)).isEqualTo(addresses(List.of(0, 1, 2, 3), ipv6, host(0, ipv6)));
      assertThat(trace.hops().subList(0, 4))
          .extracting(hop -> hop.answers().stream().allMatch(Answer::translated))
          .containsExactly(false, false, true, true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void severalNextHopsAreFoundWhereTheWayForks(boolean ipv6) throws Exception {
    Sim sim = Sim.chain(Manner.PLAIN, Manner.PLAIN);
    int end = sim.router(Manner.PLAIN);
    for (int i = 0; i < 4; i++) {
      int middle = sim.router(Manner.PLAIN);
      sim.link(1, middle);
      sim.link(middle, end);
    }
    sim.host(host(0, ipv6), end, Door.CLOSED);
    ProbeSettings settings = new ProbeSettings(1_000, 30, 2, PATIENCE, 6);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      Trace trace = only(trace(lab, Socket.UDP, settings, List.of(host(0, ipv6))));
      // One trace in twenty misses a next hop, by design; four in a row don't.
      for (int i = 0; i < 3 && trace.hops().get(2).addresses().size() < 4; i++) {
        trace = only(trace(lab, Socket.UDP, settings, List.of(host(0, ipv6))));
      }
      assertThat(trace.hops()).hasSize(5);
      for (Hop hop : trace.hops().subList(0, 4)) {
        assertThat(new TreeSet<>(hop.addresses()))
            .isEqualTo(
                sim.possible(host(0, ipv6), hop.ttl()).stream()
                    .map(router -> Sim.address(router, ipv6))
                    .collect(Collectors.toCollection(TreeSet::new)));
      }
      assertThat(trace.hops().get(0).sent()).as("flows to rule out a second").isEqualTo(6);
      assertThat(trace.hops().get(2).sent()).as("flows to rule out a fifth").isEqualTo(21);
    }
  }

  @Test
  void theRateHoldsForAllTargetsTogether() throws Exception {
    Sim sim = mesh(false, 60);
    List<IpAddress> targets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      targets.add(host(i, false));
    }
    ProbeSettings settings = new ProbeSettings(200, 30, 1, PATIENCE, 1);
    try (Laboratory lab = Laboratory.open(sim, new SplittableRandom(1))) {
      trace(lab, Socket.UDP, settings, targets);
      List<Long> times = lab.times();
      long seconds = 1_000_000_000L;
      for (int i = 0; i < times.size(); i++) {
        int first = i;
        long inASecond =
            times.stream().skip(first).takeWhile(t -> t - times.get(first) < seconds).count();
        assertThat(inASecond).isLessThanOrEqualTo(200 + 5);
      }
    }
  }
}
