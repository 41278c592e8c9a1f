package org.ikisaki.capture;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.testing.RawSender;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interfaces that come and go, in a network namespace. */
@Timeout(120)
class LiveSourceTest {
  private static final byte[] SENT =
      Frames.ethernet(
          "02:00:00:00:00:01",
          "02:00:00:00:00:02",
          Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 53, 20)));

  private static final int ARPHRD_SIT = 776;

  private final Frame frame = new Frame();
  private NetworkNamespace network;

  @BeforeEach
  void makeNetwork() throws Exception {
    network = NetworkNamespace.enter();
    network.pair("heard", "sender");
  }

  @AfterEach
  void removeNetwork() throws Exception {
    if (network != null) {
      network.leave();
    }
  }

  @Test
  void anInterfaceThatIsRemovedAndReplacedIsHeardAgainWithinFiveSeconds() throws Exception {
    try (FrameSource source = LiveSource.open("heard", CaptureSettings.DEFAULTS).get(0)) {
      awaitFrame(source);
      long descriptors = descriptors();
      long packetSockets = packetSockets();
      for (int i = 0; i < 10; i++) {
        network.ip("link", "del", "heard");
        await()
            .pollInSameThread()
            .until(() -> source.poll(frame) == Poll.IDLE && source.status().contains("interface"));
        network.pair("heard", "sender");
        awaitFrame(source);
        assertThat(source.status()).isEqualTo(FrameSource.CAPTURING);
        assertThat(network.ip("link", "show", "heard")).contains("promiscuity 1");
      }
      assertThat(((Reopening) source).gaps()).isEqualTo(10);
      assertThat(packetSockets()).isEqualTo(packetSockets).isPositive();
      // Fewer, if a test before left some to the collector.
      assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
      assertThat(source.drops()).isEqualTo(DropCounts.NONE);
    }
  }

  @Test
  void whatTheRingCantReadIsReadThroughLibpcap() throws Exception {
    try (RawSender tunnel = RawSender.tunnel("tunnel0", ARPHRD_SIT)) {
      network.ip("link", "set", "tunnel0", "up");
      assertThatThrownBy(() -> PacketRing.open("tunnel0", CaptureSettings.DEFAULTS))
          .isInstanceOf(IOException.class)
          .hasMessage("tunnel0: its frames are neither Ethernet nor IP (ARPHRD 776)");
      try (FrameSource source = LiveSource.open("tunnel0", CaptureSettings.DEFAULTS).get(0)) {
        tunnel.send(Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 53, 20)).bytes());
        await().pollInSameThread().until(() -> source.poll(frame) == Poll.FRAME);
        assertThat(new Packet().wrap(frame)).isEqualTo(Verdict.PORTS);
      }
    }
  }

  @Test
  void anInterfaceThatNeverWasIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> LiveSource.open("nosuch0", CaptureSettings.DEFAULTS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nosuch0: no such interface: there are ")
        .hasMessageContaining("heard");
    assertThatThrownBy(
            () -> LiveSource.open("heard", CaptureSettings.DEFAULTS.withFilter("udp prt 53")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'udp prt 53'");
  }

  /** Sends until it is heard. */
  private void awaitFrame(FrameSource source) throws IOException {
    try (RawSender sender = RawSender.on("sender")) {
      await()
          .pollInSameThread()
          .atMost(5, SECONDS)
          .until(
              () -> {
                sender.send(SENT);
                return source.poll(frame) == Poll.FRAME;
              });
    }
    assertThat(frame.originalLength()).isEqualTo(SENT.length);
  }

  /** Those of this namespace, a line each after the first. */
  private static long packetSockets() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/net/packet")).size() - 1L;
  }

  /** Sockets and event descriptors: files are the virtual machine's own affair. */
  private static long descriptors() throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.filter(LiveSourceTest::isOurs).count();
    }
  }

  private static boolean isOurs(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("socket:") || target.contains("[eventfd]");
    } catch (IOException e) {
      // That of the list itself.
      return false;
    }
  }
}
