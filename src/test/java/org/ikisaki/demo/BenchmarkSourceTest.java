package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.QuicPacket;
import org.ikisaki.wire.Verdict;
import org.junit.jupiter.api.Test;

class BenchmarkSourceTest {
  private static final Duration SOME_MINUTES = Duration.ofMinutes(4);

  private final BenchmarkSource source = new BenchmarkSource(SOME_MINUTES);
  private final Packet packet = new Packet();
  private final Set<Long> senders = new HashSet<>();
  private long frames;
  private long packets;
  private long ipBytes;
  private long ipv6;
  private long tagged;
  private long fragments;
  private long initials;
  private long answers;
  private long notIp;

  @Test
  void theMixIsThatOfAHousehold() throws IOException {
    source.play(this::count);

    assertThat(senders).hasSizeGreaterThan(30);
    assertThat(ipv6 * 100 / packets).isBetween(25L, 50L);
    assertThat(tagged * 100 / frames).isBetween(2L, 20L);
    assertThat(fragments).isEven().isPositive();
    assertThat(initials).isGreaterThan(50);
    assertThat(answers).isGreaterThan(200);
    assertThat(notIp).isPositive();
  }

  @Test
  void whatWasSentIsKnownToTheByte() throws IOException {
    source.play(this::count);

    assertThat(source.truth().total().bytes()).isEqualTo(ipBytes);
    assertThat(source.truth().total().packets()).isEqualTo(packets);
  }

  @Test
  void framesAreWholeAndFitTheWire() throws IOException {
    source.play(
        frame -> {
          assertThat((long) frame.capturedLength()).isEqualTo(frame.originalLength());
          assertThat(frame.originalLength()).isBetween(60L, 1518L);
        });
  }

  @Test
  void itIsTheSameEveryTime() throws IOException {
    assertThat(digest(new BenchmarkSource(SOME_MINUTES))).isEqualTo(digest(source));
  }

  private void count(Frame frame) {
    Verdict verdict = packet.wrap(frame);
    frames++;
    senders.add(packet.sourceMac());
    tagged += frame.buffer().getShort(frame.offset() + 12) == (short) 0x8100 ? 1 : 0;
    if (!verdict.isIp()) {
      notIp++;
      return;
    }
    packets++;
    ipBytes += packet.ipBytes();
    ipv6 += packet.ipVersion() == 6 ? 1 : 0;
    fragments += packet.isFirstFragment() || packet.isLaterFragment() ? 1 : 0;
    boolean udp = packet.protocol() == IpProtocol.UDP && verdict == Verdict.PORTS;
    answers += udp && packet.sourcePort() == 53 ? 1 : 0;
    boolean initial =
        udp
            && packet.destinationPort() == 443
            && QuicPacket.begins(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    initials += initial ? 1 : 0;
  }

  private static long digest(BenchmarkSource source) throws IOException {
    CRC32 digest = new CRC32();
    byte[] bytes = new byte[2048];
    source.play(
        frame -> {
          frame.buffer().get(frame.offset(), bytes, 0, frame.capturedLength());
          digest.update(bytes, 0, frame.capturedLength());
        });
    return digest.getValue();
  }
}
