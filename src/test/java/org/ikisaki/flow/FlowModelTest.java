package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ikisaki.testing.Frames.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random traffic through a table that is too small for it, against a plain map. */
class FlowModelTest {
  private static final List<String> ADDRESSES =
      List.of("192.168.1.10", "192.168.1.11", "203.0.113.1", "203.0.113.2", "198.51.100.1");
  private static final List<Integer> PORTS = List.of(53, 443, 8_080, 40_000, 50_000);

  /** Fewer packets than can end flows beyond what is told one by one. */
  private static final int DRAIN_AFTER = 20;

  private final Tap tap = Tap.ofFlows(100);
  private final Map<String, Long> sent = new HashMap<>();
  private final Map<String, Long> told = new HashMap<>();
  private final Set<Long> begun = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyByteIsToldOnceOfItsDirectionAndEveryFlowBeginsAndEndsOnce(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      send(random);
      if (random.nextInt(50) == 0) {
        tap.later(Duration.ofSeconds(random.nextInt(90)));
      }
      if (i % DRAIN_AFTER == 0) {
        take(tap.drain());
      }
    }
    take(tap.drainAll());

    assertThat(tap.table.folded()).isZero();
    assertThat(tap.table.evicted()).isPositive();
    assertThat(told).isEqualTo(sent);
    assertThat(ended).isEqualTo(begun);
  }

  private void send(Random random) {
    String from = any(ADDRESSES, random);
    String to = any(ADDRESSES, random);
    int fromPort = any(PORTS, random);
    int toPort = any(PORTS, random);
    int length = random.nextInt(1_000);
    boolean overUdp = random.nextBoolean();
    Transport transport =
        overUdp ? udp(fromPort, toPort, length) : tcp(fromPort, toPort, random.nextInt(32), length);
    tap.frame(ROUTER, LAPTOP, ipv4(from, to, transport));
    if (!(from + fromPort).equals(to + toPort)) {
      sent.merge(
          way(overUdp ? 17 : 6, from, fromPort, to, toPort),
          20L + (overUdp ? 8 : 20) + length,
          Long::sum);
    }
  }

  private void take(List<FlowUpdate> updates) {
    for (FlowUpdate update : updates) {
      assertThat(begun.add(update.id())).isEqualTo(update.isNew());
      assertThat(ended.contains(update.id())).isFalse();
      if (update.ended()) {
        ended.add(update.id());
      }
      String local = update.localAddress().toString();
      String remote = update.remoteAddress().toString();
      if ((local + update.localPort()).equals(remote + update.remotePort())) {
        continue;
      }
      tell(
          way(update.protocol(), local, update.localPort(), remote, update.remotePort()),
          update.bytesUp());
      tell(
          way(update.protocol(), remote, update.remotePort(), local, update.localPort()),
          update.bytesDown());
    }
  }

  private void tell(String way, long bytes) {
    if (bytes != 0) {
      told.merge(way, bytes, Long::sum);
    }
  }

  private static String way(int protocol, String from, int fromPort, String to, int toPort) {
    return protocol + " " + from + ":" + fromPort + " > " + to + ":" + toPort;
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
