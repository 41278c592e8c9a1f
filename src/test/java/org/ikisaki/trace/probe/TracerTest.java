package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.ikisaki.trace.Answer.Meaning;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.ScriptedChannel.Coming;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

/** What the engine sends when, and what it makes of replies, on a clock of its own. */
class TracerTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(100, 30, 3, Duration.ofSeconds(2), 1);
  private static final Target TARGET = Target.of(IpAddress.parse("203.0.113.80"));

  private final Collected collected = new Collected();

  private static IpAddress router(int ttl) {
    return IpAddress.parse("198.51.100." + ttl);
  }

  private static Reply reply(Probe probe, IpAddress from, boolean sure) {
    Meaning meaning = from.equals(probe.target()) ? Meaning.REACHED : Meaning.TIME_EXCEEDED;
    return new Reply(probe.id(), from, 0, meaning, List.of(), false, sure);
  }

  /** A chain of routers, the target behind. */
  private static List<Coming> chain(Probe probe, int routers) {
    IpAddress from = probe.ttl() > routers ? probe.target() : router(probe.ttl());
    return List.of(new Coming(10 * MILLI * probe.ttl(), reply(probe, from, true)));
  }

  private ScriptedChannel trace(
      Function<Probe, List<Coming>> script,
      ProbeSettings settings,
      List<Target> targets,
      BooleanSupplier stopped)
      throws IOException {
    ScriptedChannel channel = new ScriptedChannel(script);
    new Tracer(channel, settings, "test", InstantSource.fixed(Instant.EPOCH), channel::nanos)
        .run(targets.iterator(), collected, stopped);
    return channel;
  }

  private ScriptedChannel trace(Function<Probe, List<Coming>> script) throws IOException {
    return trace(script, SETTINGS, List.of(TARGET), () -> false);
  }

  private Trace only() {
    assertThat(collected.finished).hasSize(1);
    return collected.finished.values().iterator().next();
  }

  private static List<Target> many(int count) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(Target.of(IpAddress.ofIpv4(0xcb00_0000 + i)));
    }
    return targets;
  }

  @Test
  void eachHopHasItsAnswersAndRoundTrips() throws IOException {
    ScriptedChannel channel = trace(probe -> chain(probe, 4));

    assertThat(only().hops()).extracting(Hop::sent).containsExactly(3, 3, 3, 3, 3);
    assertThat(only().hops())
        .extracting(hop -> hop.bestRoundTrip().orElse(-1))
        .containsExactly(10 * MILLI, 20 * MILLI, 30 * MILLI, 40 * MILLI, 50 * MILLI);
    assertThat(only().reached()).isTrue();
    assertThat(channel.released).containsExactly(TARGET.address());
  }

  @Test
  void aReplyThatComesTooLateIsNoOnes() throws IOException {
    trace(
        probe ->
            probe.ttl() == 2
                ? List.of(new Coming(2 * SECOND + 5 * MILLI, reply(probe, router(2), true)))
                : chain(probe, 3));

    assertThat(only().hops()).extracting(Hop::silent).containsExactly(false, true, false, false);
    assertThat(only().hops().get(2).addresses()).containsExactly(router(3));
  }

  @Test
  void aSecondReplyToAProbeCountsForNothing() throws IOException {
    trace(
        probe -> {
          List<Coming> twice = new ArrayList<>(chain(probe, 3));
          twice.add(new Coming(MILLI + twice.get(0).nanos(), reply(probe, router(99), true)));
          return twice;
        });

    assertThat(only().hops())
        .allSatisfy(hop -> assertThat(hop.answers()).hasSize(3))
        .noneMatch(hop -> hop.addresses().contains(router(99)));
  }

  @Test
  void aDoubtfulReplyHasTheProbeSentAgainWhenTheDoubtIsOver() throws IOException {
    List<Probe> asked = new ArrayList<>();
    ScriptedChannel channel =
        trace(
            probe -> {
              if (probe.ttl() == 2) {
                asked.add(probe);
              }
              boolean sure = probe.ttl() != 2 || asked.size() > 1;
              return List.of(
                  new Coming(
                      10 * MILLI,
                      reply(probe, probe.ttl() > 3 ? probe.target() : router(probe.ttl()), sure)));
            });

    assertThat(only().hops().get(1).sent()).isEqualTo(3);
    assertThat(only().hops().get(1).answers()).hasSize(3);
    assertThat(asked).hasSize(4);
    int first = channel.sent.indexOf(asked.get(0));
    int again = channel.sent.indexOf(asked.get(1));
    assertThat(channel.times.get(again) - channel.times.get(first))
        .isGreaterThanOrEqualTo(2 * SECOND);
  }

  @Test
  void silenceEndsATraceAfterFiveHops() throws IOException {
    trace(probe -> probe.ttl() <= 2 ? chain(probe, 9) : List.of());

    assertThat(only().hops()).hasSize(2 + TargetProbing.GAP);
    assertThat(only().hops().get(6).sent()).isEqualTo(3);
    assertThat(only().reached()).isFalse();
  }

  @Test
  void theRateHoldsWhateverComesBack() throws IOException {
    ScriptedChannel channel =
        trace(
            probe -> probe.target().low() % 3 == 0 ? List.of() : chain(probe, 6),
            SETTINGS,
            many(1_000),
            () -> false);

    assertThat(collected.finished).hasSize(1_000);
    List<Long> times = channel.times;
    for (int i = 0; i + 101 < times.size(); i++) {
      assertThat(times.get(i + 101) - times.get(i)).isGreaterThanOrEqualTo(SECOND - 30 * MILLI);
    }
    double seconds = (times.get(times.size() - 1) - times.get(0)) / 1e9;
    assertThat(times.size() / seconds).as("of what is allowed").isGreaterThan(80);
  }

  @Test
  void hopsNearHomeAreAskedForTheFirstTargetsOnly() throws IOException {
    // Five routers in common, then one by the target.
    ScriptedChannel channel =
        trace(
            probe -> {
              int ttl = probe.ttl();
              IpAddress from =
                  ttl <= 5
                      ? router(ttl)
                      : ttl == 6 ? router((int) (100 + probe.target().low() % 50)) : probe.target();
              return List.of(new Coming(10 * MILLI, reply(probe, from, true)));
            },
            SETTINGS,
            many(100),
            () -> false);

    assertThat(collected.finished.values())
        .allSatisfy(
            trace ->
                assertThat(trace.hops().subList(0, 5))
                    .extracting(hop -> hop.addresses().get(0))
                    .containsExactly(router(1), router(2), router(3), router(4), router(5)));
    assertThat(channel.sent.stream().filter(probe -> probe.ttl() == 1).count()).isLessThan(120);
    assertThat(channel.sent.stream().filter(probe -> probe.ttl() == 5).count()).isEqualTo(300);
  }

  @Test
  void aTargetThatIsReachedOtherwiseIsProbedFromTheFirstHop() throws IOException {
    // The last target lies behind the second router, by another way than all before.
    List<Target> targets = many(60);
    IpAddress near = targets.get(59).address();
    trace(
        probe -> {
          int ttl = probe.ttl();
          if (probe.target().equals(near)) {
            IpAddress from = ttl == 1 ? router(1) : ttl == 2 ? router(77) : near;
            return List.of(new Coming(10 * MILLI, reply(probe, from, true)));
          }
          return chain(probe, 6);
        },
        SETTINGS,
        targets,
        () -> false);

    assertThat(collected.trace(near).hops())
        .extracting(hop -> hop.addresses().get(0))
        .containsExactly(router(1), router(77), near);
  }

  @Test
  void whatIsKnownWhenItIsStoppedIsHandedOver() throws IOException {
    AtomicInteger turns = new AtomicInteger();
    trace(probe -> chain(probe, 20), SETTINGS, List.of(TARGET), () -> turns.incrementAndGet() > 40);

    assertThat(collected.finished).isEmpty();
    Trace part = Objects.requireNonNull(collected.stopped.get(TARGET.address()));
    assertThat(part.hops()).isNotEmpty().hasSizeLessThan(20);
    assertThat(part.hops()).allSatisfy(hop -> assertThat(hop.sent()).isPositive());
  }

  @Test
  void tenThousandAreInFlight() throws IOException {
    ProbeSettings settings = new ProbeSettings(5_000, 30, 1, Duration.ofMillis(2_500), 1);
    ScriptedChannel channel = new ScriptedChannel(probe -> List.of());
    Tracer tracer =
        new Tracer(channel, settings, "test", InstantSource.fixed(Instant.EPOCH), channel::nanos);

    tracer.run(many(14_000).iterator(), collected, () -> false);

    assertThat(tracer.counts().mostInFlight()).isGreaterThanOrEqualTo(10_000);
    assertThat(collected.finished).hasSize(14_000);
  }
}
