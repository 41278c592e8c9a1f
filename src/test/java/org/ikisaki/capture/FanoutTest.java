package org.ikisaki.capture;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.testing.BatchSender;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two rings that share the frames of an interface, in a network namespace. */
@Timeout(60)
class FanoutTest {
  private static final int CONNECTIONS = 200;

  private final Frame frame = new Frame();
  private final Packet packet = new Packet();
  private final List<FrameSource> rings = new ArrayList<>();
  private NetworkNamespace network;

  @BeforeEach
  void makeNetwork() throws Exception {
    network = NetworkNamespace.enter();
    network.pair("heard", "sender");
  }

  @AfterEach
  void removeNetwork() throws Exception {
    for (FrameSource ring : rings) {
      ring.close();
    }
    if (network != null) {
      network.leave();
    }
  }

  @Test
  void everyFrameIsHeardOnceAndAConnectionByOneRingBothWays() throws Exception {
    open(4 << 20);
    assertThat(rings).extracting(FrameSource::name).containsExactly("heard", "heard#2");
    try (BatchSender sender = BatchSender.on("sender", frames())) {
      sender.send(10L * frames().size());
    }
    List<Map<Integer, Integer>> heard = new ArrayList<>();
    for (FrameSource ring : rings) {
      heard.add(framesByConnection(ring));
    }
    Map<Integer, Integer> all = new HashMap<>(heard.get(0));
    all.putAll(heard.get(1));
    assertThat(heard.get(0)).isNotEmpty().doesNotContainKeys(keys(heard.get(1)));
    assertThat(heard.get(1)).isNotEmpty();
    assertThat(all).hasSize(CONNECTIONS).allSatisfy((port, n) -> assertThat(n).isEqualTo(20));
  }

  @Test
  void whatIsSentIsCountedOrDroppedByEitherRing() throws Exception {
    open(512 << 10);
    int sent = 200_000;
    try (BatchSender sender = BatchSender.on("sender", frames())) {
      sender.send(sent);
    }
    long told = 0;
    for (FrameSource ring : rings) {
      long counted = framesByConnection(ring).values().stream().mapToInt(n -> n).sum();
      long dropped = ring.drops().kernel();
      assertThat(counted).isPositive();
      assertThat(dropped).isPositive();
      told += counted + dropped;
    }
    assertThat(told).isEqualTo(sent);
  }

  @Test
  void bothHearAnInterfaceThatWasReplaced() throws Exception {
    open(4 << 20);
    network.ip("link", "del", "heard");
    for (FrameSource ring : rings) {
      await()
          .pollInSameThread()
          .until(() -> ring.poll(frame) == Poll.IDLE && ((Reopening) ring).gaps() == 1);
    }
    network.pair("heard", "sender");
    for (FrameSource ring : rings) {
      await()
          .pollInSameThread()
          .atMost(5, SECONDS)
          .until(
              () -> ring.poll(frame) == Poll.IDLE && ring.status().equals(FrameSource.CAPTURING));
    }
    try (BatchSender sender = BatchSender.on("sender", frames())) {
      sender.send(frames().size());
    }
    assertThat(framesByConnection(rings.get(0)).size() + framesByConnection(rings.get(1)).size())
        .isEqualTo(CONNECTIONS);
  }

  @Test
  void anInterfaceThatIsDownMayBeShared() throws Exception {
    network.ip("link", "set", "heard", "down");
    open(4 << 20);
    network.ip("link", "set", "heard", "up");
    try (BatchSender sender = BatchSender.on("sender", frames())) {
      sender.send(frames().size());
    }
    assertThat(framesByConnection(rings.get(0)).size() + framesByConnection(rings.get(1)).size())
        .isEqualTo(CONNECTIONS);
  }

  private void open(int buffer) throws IOException {
    rings.addAll(
        LiveSource.open(
            "heard", new CaptureSettings(List.of(), "", false, 65_535, buffer, false, 2)));
  }

  /** Takes what is there, by the client's port. */
  private Map<Integer, Integer> framesByConnection(FrameSource ring) throws IOException {
    Map<Integer, Integer> frames = new HashMap<>();
    int idle = 0;
    // The first may be for the news that the interface is up.
    while (idle < 3) {
      if (ring.poll(frame) == Poll.FRAME) {
        packet.wrap(frame);
        int port = Math.max(packet.sourcePort(), packet.destinationPort());
        frames.merge(port, 1, Integer::sum);
      } else {
        idle++;
      }
    }
    return frames;
  }

  private static Integer[] keys(Map<Integer, Integer> map) {
    return map.keySet().toArray(Integer[]::new);
  }

  /** One segment each way of many connections. */
  private static List<byte[]> frames() {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int port = 20_000 + i;
      frames.add(
          Frames.ethernet(
              "02:00:00:00:00:01",
              "02:00:00:00:00:02",
              Frames.ipv4("192.0.2.1", "198.51.100.7", Frames.tcp(port, 443, 0x10, 0))));
      frames.add(
          Frames.ethernet(
              "02:00:00:00:00:02",
              "02:00:00:00:00:01",
              Frames.ipv4("198.51.100.7", "192.0.2.1", Frames.tcp(443, port, 0x10, 0))));
    }
    return frames;
  }
}
