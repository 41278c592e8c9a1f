package org.ikisaki.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.testing.BatchSender;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.testing.RawSender;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures on interfaces of a network namespace. */
@Timeout(60)
class PacketRingTest {
  private static final String TO = "02:00:00:00:00:01";
  private static final String FROM = "02:00:00:00:00:02";
  private static final int SMALLEST_BUFFER = 256 << 10;

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
  void everyFrameIsCapturedOnceAsItWasSent() throws Exception {
    Instant start = Instant.now();
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      for (int i = 0; i < 20_000; i++) {
        sender.send(datagram(53, i % 1_400, i));
      }
      long last = 0;
      for (int i = 0; i < 20_000; i++) {
        awaitFrame(ring);
        assertThat(captured()).isEqualTo(datagram(53, i % 1_400, i));
        assertThat(frame.originalLength()).isEqualTo(frame.capturedLength());
        assertThat(frame.linkType()).isEqualTo(LinkType.ETHERNET);
        assertThat(frame.vlanTci()).isEqualTo(Frame.NO_VLAN);
        assertThat(frame.timestamp()).isGreaterThanOrEqualTo(last);
        last = frame.timestamp();
      }
      assertThat(Instant.ofEpochSecond(0, last)).isBetween(start, Instant.now());
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
      assertThat(ring.drops()).isEqualTo(DropCounts.NONE);
    }
  }

  @Test
  void ofPlainTrafficTheHeadersAreCapturedAndAllBytesKnown() throws Exception {
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      sender.send(datagram(4_433, 1_400, 1));
      awaitFrame(ring);
      assertThat(frame.capturedLength()).isEqualTo(14 + 20 + 8 + 4);
      assertThat(frame.originalLength()).isEqualTo(14 + 20 + 8 + 1_400);
      Packet packet = new Packet();
      assertThat(packet.wrap(frame)).isEqualTo(Verdict.PORTS);
      assertThat(packet.destinationPort()).isEqualTo(4_433);
      assertThat(packet.ipBytes()).isEqualTo(20 + 8 + 1_400);
    }
  }

  @Test
  void theTagThatTheKernelTakesOutIsKnown() throws Exception {
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      Frames.Network packet =
          Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 53, "named".getBytes(ISO_8859_1)));
      sender.send(Frames.ethernet(TO, FROM, Frames.vlan(0x602a, packet)));
      sender.send(Frames.ethernet(TO, FROM, packet));
      awaitFrame(ring);
      assertThat(frame.vlanTci()).isEqualTo(0x602a);
      assertThat(frame.wireLength()).isEqualTo(frame.capturedLength() + 4);
      assertThat(captured()).isEqualTo(Frames.ethernet(TO, FROM, packet));
      assertThat(new Packet().wrap(frame)).isEqualTo(Verdict.PORTS);
      awaitFrame(ring);
      assertThat(frame.vlanTci()).isEqualTo(Frame.NO_VLAN);
      assertThat(frame.wireLength()).isEqualTo(frame.capturedLength());
    }
  }

  @Test
  void whatIsSentIsCapturedOrCountedAsDropped() throws Exception {
    int sent = 100_000;
    CaptureSettings small =
        new CaptureSettings(List.of(), "", false, 65_535, SMALLEST_BUFFER, false, 1);
    try (PacketRing ring = PacketRing.open("heard", small);
        RawSender sender = RawSender.on("sender")) {
      for (int i = 0; i < sent; i++) {
        sender.send(datagram(9, 100, i));
      }
      int captured = 0;
      while (ring.poll(frame) == Poll.FRAME) {
        captured++;
      }
      DropCounts drops = ring.drops();
      assertThat(captured).isBetween(500, 5_000);
      assertThat(captured + drops.kernel()).isEqualTo(sent);
      assertThat(drops.networkInterface()).isZero();
      assertThat(ring.drops()).isEqualTo(drops);

      for (int i = 0; i < sent; i++) {
        sender.send(datagram(9, 100, i));
      }
      while (ring.poll(frame) == Poll.FRAME) {
        captured++;
      }
      assertThat(captured + ring.drops().kernel()).isEqualTo(2L * sent);
    }
  }

  @Test
  void ofAMillionFramesNoneGoesUncountedWhenTheReaderStandsStillInTheMiddle() throws Exception {
    long part = 10_000;
    List<byte[]> datagrams = List.of(datagram(53, 100, 1), datagram(9, 1_000, 2));
    try (PacketRing ring = PacketRing.open("heard", CaptureSettings.DEFAULTS);
        BatchSender sender = BatchSender.on("sender", datagrams)) {
      long captured = 0;
      for (int i = 0; i < 40; i++) {
        sender.send(part);
        captured += take(ring);
      }
      assertThat(captured).isEqualTo(40 * part);
      assertThat(ring.drops()).isEqualTo(DropCounts.NONE);
      sender.send(20 * part);
      for (int i = 0; i < 40; i++) {
        captured += take(ring);
        sender.send(part);
      }
      captured += take(ring);
      assertThat(ring.drops().kernel()).isGreaterThan(10 * part);
      assertThat(captured + ring.drops().kernel()).isEqualTo(100 * part);
    }
  }

  @Test
  void bothDirectionsAreHeardButOnLoopbackOnce() throws Exception {
    try (PacketRing ring = open("");
        RawSender own = RawSender.on("heard")) {
      own.send(datagram(53, 10, 1));
      awaitFrame(ring);
      assertThat(captured()).isEqualTo(datagram(53, 10, 1));
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
    }
    InetAddress address = InetAddress.getLoopbackAddress();
    try (PacketRing ring = PacketRing.open("lo", settings("udp"));
        DatagramSocket receiver = new DatagramSocket(0, address);
        DatagramSocket sender = new DatagramSocket(0, address)) {
      sender.send(new DatagramPacket(new byte[7], 7, address, receiver.getLocalPort()));
      awaitFrame(ring);
      assertThat(frame.originalLength()).isEqualTo(14 + 20 + 8 + 7);
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
    }
  }

  @Test
  void packetsOfATunnelBeginWithTheirIpHeader() throws Exception {
    try (RawSender tunnel = RawSender.tunnel("tunnel0")) {
      network.ip("link", "set", "tunnel0", "up");
      try (PacketRing ring = PacketRing.open("tunnel0", settings("udp port 53"))) {
        Frames.Network other =
            Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 54, new byte[500]));
        Frames.Network packet =
            Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 53, new byte[500]));
        tunnel.send(other.bytes());
        tunnel.send(packet.bytes());
        awaitFrame(ring);
        assertThat(frame.linkType()).isEqualTo(LinkType.RAW);
        assertThat(captured()).isEqualTo(packet.bytes());
        assertThat(new Packet().wrap(frame)).isEqualTo(Verdict.PORTS);
      }
    }
  }

  @Test
  void aFilterExpressionChooses() throws Exception {
    try (PacketRing ring = open("udp dst port 7 or vlan 42");
        RawSender sender = RawSender.on("sender")) {
      Frames.Network tagged = Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 8, new byte[10]));
      sender.send(datagram(53, 10, 1));
      sender.send(datagram(7, 10, 2));
      sender.send(Frames.ethernet(TO, FROM, Frames.vlan(41, tagged)));
      sender.send(Frames.ethernet(TO, FROM, Frames.vlan(42, tagged)));
      awaitFrame(ring);
      assertThat(captured()).isEqualTo(datagram(7, 10, 2));
      awaitFrame(ring);
      assertThat(frame.vlanTci()).isEqualTo(42);
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
    }
  }

  @Test
  void aFilterIsRefusedInLibpcapsWordsOrForItsLength() {
    assertThatThrownBy(() -> open("udp prt 53"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'udp prt 53'")
        .hasMessageContaining("syntax error");
    String hosts =
        IntStream.range(0, 600)
            .mapToObj(i -> "host 198.51.100." + i % 256 + " and udp port " + i)
            .collect(Collectors.joining(" or "));
    assertThatThrownBy(() -> open(hosts))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("instructions, and the kernel allows 4096");
  }

  @Test
  void anInterfaceMustExistAndBeOfAKindWeRead() throws Exception {
    assertThatThrownBy(() -> PacketRing.open("nosuch0", settings("")))
        .isInstanceOf(IOException.class)
        .hasMessage("nosuch0: no such interface");
    network.ip("link", "add", "any", "type", "ifb");
    PacketRing.open("any", settings("")).close();
  }

  @Test
  void theInterfaceIsPromiscuousWhileItIsHeard() throws Exception {
    String listening = promiscuity();
    assertThat(listening).isEqualTo("0");
    try (PacketRing ring = PacketRing.open("heard", settings("", true))) {
      assertThat(promiscuity()).isEqualTo("1");
      network.ip("link", "set", "heard", "down");
      network.ip("link", "set", "heard", "up");
      assertThat(promiscuity()).isEqualTo("1");
      assertThat(ring.status()).isEqualTo(FrameSource.CAPTURING);
    }
    assertThat(promiscuity()).isEqualTo("0");
  }

  @Test
  void stopEndsAPollOfAQuietInterfaceAtOnce() throws Exception {
    try (PacketRing ring = open("")) {
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(ring::stop);
      Poll poll = ring.poll(frame);
      while (poll == Poll.IDLE) {
        poll = ring.poll(frame);
      }
      assertThat(poll).isEqualTo(Poll.END);
      assertThat(ring.poll(frame)).isEqualTo(Poll.END);
      stop.join();
    }
  }

  @Test
  void anInterfaceThatWasDownIsHeardAgain() throws Exception {
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      for (int i = 0; i < 10; i++) {
        network.ip("link", "set", "heard", "down");
        await()
            .pollInSameThread()
            .until(
                () ->
                    ring.poll(frame) == Poll.IDLE
                        && ring.status().startsWith("the interface is down since 2"));
        network.ip("link", "set", "heard", "up");
        await()
            .pollInSameThread()
            .until(
                () -> ring.poll(frame) == Poll.IDLE && ring.status().equals(FrameSource.CAPTURING));
        sender.send(datagram(53, 10, i));
        awaitFrame(ring);
        assertThat(captured()).isEqualTo(datagram(53, 10, i));
      }
    }
  }

  @Test
  void anInterfaceThatIsGoneBreaksTheSourceOnceAllItsFramesAreRead() throws Exception {
    for (boolean isDownFirst : new boolean[] {false, true}) {
      try (PacketRing ring = open("");
          RawSender sender = RawSender.on("sender")) {
        for (int i = 0; i < 100; i++) {
          sender.send(datagram(53, 10, i));
        }
        if (isDownFirst) {
          network.ip("link", "set", "heard", "down");
        }
        network.ip("link", "del", "heard");
        for (int i = 0; i < 100; i++) {
          awaitFrame(ring);
          assertThat(captured()).isEqualTo(datagram(53, 10, i));
        }
        assertThatThrownBy(() -> awaitFrame(ring))
            .isInstanceOf(IOException.class)
            .hasMessage("heard: the interface disappeared");
        assertThat(ring.drops()).isEqualTo(DropCounts.NONE);
      }
      network.pair("heard", "sender");
    }
  }

  @Test
  void anInterfaceThatIsDownMayBeOpened() throws Exception {
    network.ip("link", "set", "heard", "down");
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      assertThat(ring.poll(frame)).isEqualTo(Poll.IDLE);
      assertThat(ring.status()).startsWith("the interface is down since");
      network.ip("link", "set", "heard", "up");
      await()
          .pollInSameThread()
          .until(() -> ring.poll(frame) == Poll.IDLE && ring.status().equals("capturing"));
      sender.send(datagram(53, 10, 1));
      awaitFrame(ring);
      assertThat(captured()).isEqualTo(datagram(53, 10, 1));
    }
  }

  @Test
  void aClosedRingIsNotRead() throws Exception {
    PacketRing ring = open("");
    try (RawSender sender = RawSender.on("sender")) {
      sender.send(datagram(53, 10, 1));
      sender.send(datagram(53, 10, 2));
      awaitFrame(ring);
    }
    ring.close();
    ring.close();
    assertThat(ring.drops()).isEqualTo(DropCounts.NONE);
    assertThatThrownBy(() -> ring.poll(frame))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("heard: capture ended");
    ring.stop();
    assertThat(ring.poll(frame)).isEqualTo(Poll.END);
  }

  @Test
  void pollingAllocatesNothingPerFrame() throws Exception {
    int sent = 200_000;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] datagram = datagram(9, 100, 0);
    try (PacketRing ring = open("");
        RawSender sender = RawSender.on("sender")) {
      for (int i = 0; i < sent; i++) {
        sender.send(datagram);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      int polled = 0;
      Poll poll = ring.poll(frame);
      while (poll == Poll.FRAME) {
        polled++;
        poll = ring.poll(frame);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(polled).isEqualTo(sent);
      assertThat(allocated).isLessThan(sent);
    }
  }

  /** Takes all there is. */
  private long take(PacketRing ring) throws IOException {
    long taken = 0;
    while (ring.poll(frame) == Poll.FRAME) {
      taken++;
    }
    return taken;
  }

  private String promiscuity() throws Exception {
    return network.ip("link", "show", "heard").replaceAll("(?s).*promiscuity (\\d+).*", "$1");
  }

  private void awaitFrame(PacketRing ring) throws IOException {
    Poll poll = ring.poll(frame);
    while (poll == Poll.IDLE) {
      poll = ring.poll(frame);
    }
    assertThat(poll).isEqualTo(Poll.FRAME);
  }

  private byte[] captured() {
    byte[] bytes = new byte[frame.capturedLength()];
    frame.buffer().get(frame.offset(), bytes);
    return bytes;
  }

  private static PacketRing open(String filter) throws IOException {
    return PacketRing.open("heard", settings(filter));
  }

  private static CaptureSettings settings(String filter) {
    return settings(filter, false);
  }

  private static CaptureSettings settings(String filter, boolean promiscuous) {
    return new CaptureSettings(List.of(), filter, promiscuous, 65_535, 64 << 20, false, 1);
  }

  private static byte[] datagram(int port, int payloadLength, int mark) {
    byte[] payload = ByteBuffer.allocate(Math.max(4, payloadLength)).putInt(mark).array();
    return Frames.ethernet(
        TO, FROM, Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, port, payload)));
  }
}
