package org.ikisaki.capture;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.capture.Interfaces.Interface;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures on the loopback interface, which takes a privilege: without it, only CI fails. */
@Timeout(60)
class PcapSourceTest {
  private static final int DATAGRAMS = 500;
  private String loopback = "";

  private final Frame frame = new Frame();

  /** For each test, so that each is seen to be skipped. */
  @BeforeEach
  void openLoopback() throws IOException {
    try {
      loopback =
          Interfaces.list().stream()
              .filter(Interface::loopback)
              .map(Interface::name)
              .findFirst()
              .orElseThrow();
      PcapSource.open(loopback, CaptureSettings.DEFAULTS).close();
    } catch (IOException e) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        fail("CI must be able to capture on the loopback interface", e);
      }
      abort(e.toString());
    }
  }

  @Test
  void everyDatagramIsCapturedOnceWithItsBytesAndTime() throws IOException {
    InetAddress address = InetAddress.getLoopbackAddress();
    try (DatagramSocket receiver = new DatagramSocket(0, address);
        DatagramSocket sender = new DatagramSocket(0, address);
        PcapSource source = open("udp dst port " + receiver.getLocalPort())) {
      for (int i = 0; i < DATAGRAMS; i++) {
        byte[] payload = {(byte) (i >>> 8), (byte) i, 42};
        sender.send(new DatagramPacket(payload, 3, address, receiver.getLocalPort()));
      }

      Packet packet = new Packet();
      for (int i = 0; i < DATAGRAMS; i++) {
        awaitFrame(source);
        assertThat(packet.wrap(frame)).isEqualTo(Verdict.PORTS);
        assertThat(packet.sourcePort()).isEqualTo(sender.getLocalPort());
        assertThat(packet.destinationPort()).isEqualTo(receiver.getLocalPort());
        assertThat(packet.payloadLength()).isEqualTo(3);
        assertThat(packet.buffer().getShort(packet.payloadOffset())).isEqualTo((short) i);
        assertThat(frame.originalLength()).isEqualTo(frame.capturedLength());
        Instant time = Instant.ofEpochSecond(0, frame.timestamp());
        assertThat(Duration.between(time, Instant.now()))
            .isBetween(Duration.ZERO, Duration.ofMinutes(1));
      }
      assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
      assertThat(source.drops()).isEqualTo(DropCounts.NONE);
    }
  }

  @Test
  void theSnapshotLengthCutsFramesButNotTheirLength() throws IOException {
    InetAddress address = InetAddress.getLoopbackAddress();
    CaptureSettings settings = new CaptureSettings(List.of(), "udp", false, 128, 1 << 20, false, 1);
    try (DatagramSocket receiver = new DatagramSocket(0, address);
        DatagramSocket sender = new DatagramSocket(0, address);
        PcapSource source = PcapSource.open(loopback, settings)) {
      sender.send(new DatagramPacket(new byte[1000], 1000, address, receiver.getLocalPort()));
      Packet packet = new Packet();
      do {
        awaitFrame(source);
        packet.wrap(frame);
      } while (packet.destinationPort() != receiver.getLocalPort());
      assertThat(frame.capturedLength()).isEqualTo(128);
      assertThat(frame.originalLength()).isGreaterThan(1000);
      assertThat(packet.ipBytes()).isEqualTo(1028);
    }
  }

  @Test
  void aQuietInterfaceIsIdleAndStopEndsItFromAnotherThread() throws Exception {
    try (PcapSource source = open("udp port 9 and host 192.0.2.1")) {
      assertThat(source.name()).isEqualTo(loopback);
      assertThat(source.isLive()).isTrue();
      assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);

      CompletableFuture<Void> stop = CompletableFuture.runAsync(source::stop);
      Poll poll = source.poll(frame);
      while (poll == Poll.IDLE) {
        poll = source.poll(frame);
      }
      assertThat(poll).isEqualTo(Poll.END);
      assertThat(source.poll(frame)).isEqualTo(Poll.END);
      stop.get(10, SECONDS);
    }
  }

  @Test
  void anInterruptEndsThePollAndIsKept() throws IOException {
    try (PcapSource source = open("udp port 9 and host 192.0.2.1")) {
      Thread.currentThread().interrupt();
      assertThat(source.poll(frame)).isEqualTo(Poll.END);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void dropsAreKnownAfterClosing() throws IOException {
    PcapSource source = open("udp port 9 and host 192.0.2.1");
    source.close();
    source.close();
    assertThat(source.drops()).isEqualTo(DropCounts.NONE);
    assertThatThrownBy(() -> source.poll(frame))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(loopback + ": capture ended");
  }

  @Test
  void anUnknownInterfaceIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> PcapSource.open("nosuch0", CaptureSettings.DEFAULTS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nosuch0: no such interface")
        .hasMessageContaining(loopback);
  }

  @Test
  void aFilterIsRefusedInLibpcapsWords() {
    assertThatThrownBy(() -> open("udp prt 53"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'udp prt 53'")
        .hasMessageContaining("syntax error");
  }

  @Test
  void interfacesAreListedWithTheirAddresses() throws IOException {
    assertThat(Interfaces.list())
        .anySatisfy(
            listed -> {
              assertThat(listed.name()).isEqualTo(loopback);
              assertThat(listed.up()).isTrue();
              assertThat(listed.loopback()).isTrue();
              assertThat(listed.addresses().toString()).contains("127.0.0.1");
            });
  }

  private PcapSource open(String filter) throws IOException {
    return PcapSource.open(
        loopback, new CaptureSettings(List.of(), filter, false, 65_535, 4 << 20, false, 1));
  }

  private void awaitFrame(PcapSource source) throws IOException {
    Poll poll = source.poll(frame);
    while (poll == Poll.IDLE) {
      poll = source.poll(frame);
    }
    assertThat(poll).isEqualTo(Poll.FRAME);
  }
}
