package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.CertificateBytes;
import org.ikisaki.wire.HelloBytes;
import org.junit.jupiter.api.Test;

/** What servers show up to TLS 1.2 is claimed of their addresses, however it comes. */
final class CertificatesTest {
  private static final int FIRST = 0x7fff_ff00;
  private static final byte[] FLIGHT =
      CertificateBytes.flight(
          CertificateBytes.certificate("cn.example.org", 1_500, "*.example.org", "example.org"));
  private static final byte[] NAMELESS = HelloBytes.record(HelloBytes.hello(new Bytes()));

  private final Feed feed = new Feed();

  private void reply(byte[] stream, int from, int to) {
    assertThat(feed.reply(443, Feed.ACK, FIRST + from, Arrays.copyOfRange(stream, from, to)))
        .isNull();
  }

  private void reply(byte[] stream, List<Integer> starts, int size) {
    starts.forEach(start -> reply(stream, start, Math.min(stream.length, start + size)));
  }

  private static byte[] records(byte[] messages, int size) {
    Bytes records = new Bytes();
    for (int at = 0; at < messages.length; at += size) {
      records.add(
          HelloBytes.record(
              Arrays.copyOfRange(messages, at, Math.min(messages.length, at + size))));
    }
    return records.array();
  }

  private static List<Integer> starts(int length, int size) {
    List<Integer> starts = new ArrayList<>();
    for (int at = 0; at < length; at += size) {
      starts.add(at);
    }
    return starts;
  }

  private void assertClaimed() {
    assertThat(feed.observer.drainClaims())
        .containsExactly(
            new Claim(
                feed.time(),
                "client",
                Feed.SERVER,
                List.of("*.example.org", "example.org"),
                NameSource.CERT));
  }

  @Test
  void readsACertificateOverAnyNumberOfSegmentsAndRecords() {
    for (int size : List.of(1, 7, 100, 1_460, 10_000)) {
      for (int record : List.of(5, 400, 16_000)) {
        feed.useClientPort(size + record);
        byte[] stream = records(FLIGHT, record);
        reply(stream, starts(stream.length, size), size);
        assertClaimed();
      }
    }
  }

  @Test
  void readsASegmentThatOvertookOthersWhereTheHelloHadNoName() {
    byte[] stream = records(FLIGHT, 16_000);
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      feed.useClientPort(10_000 + round);
      feed.segmentThatAcknowledges(443, 1, FIRST, NAMELESS);
      int size = random.nextInt(50, 1_500);
      List<Integer> starts = starts(stream.length, size);
      Collections.shuffle(starts, random);
      reply(stream, starts, size);
      assertClaimed();
    }
  }

  @Test
  void readsACertificateBehindAnotherProtocol() {
    byte[] banner = "220 mail.example.org ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] go = "220 go ahead\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] stream = records(FLIGHT, 16_000);
    feed.reply(25, Feed.SYN_ACK, FIRST - 200, new byte[0]);
    feed.reply(25, Feed.ACK, FIRST - 199, banner);
    feed.reply(25, Feed.ACK, FIRST - 199 + banner.length, go);
    reply(stream, starts(stream.length, 1_400), 1_400);
    assertClaimed();
  }

  @Test
  void whatACutCertificateShowedUntilThenIsClaimed() {
    byte[] certificate = CertificateBytes.certificate("cn.example.org", "a.example.org");
    byte[] stream = records(CertificateBytes.flight(certificate), 16_000);
    int names = new String(stream, StandardCharsets.ISO_8859_1).indexOf("a.example.org");
    feed.cutReply(443, FIRST, stream, names + 20);
    assertThat(feed.observer.drainClaims())
        .extracting(Claim::hosts)
        .containsExactly(List.of("a.example.org"));

    feed.useClientPort(50_001);
    feed.cutReply(443, FIRST, stream, names - 10);
    assertThat(feed.observer.drainClaims())
        .extracting(Claim::hosts)
        .containsExactly(List.of("cn.example.org"));
  }

  @Test
  void whatFollowsTls13sHelloIsLeftAlone() {
    byte[] hello = Arrays.copyOf(FLIGHT, 4 + (FLIGHT[3] & 0xff));
    byte[] stream =
        new Bytes()
            .add(HelloBytes.record(hello))
            .add(Bytes.hex("140303000101"))
            .add(Bytes.hex("170303ffff"))
            .zeros(3_000)
            .array();
    reply(stream, starts(stream.length, 1_460), 1_460);
    assertThat(feed.observer.drainClaims()).isEmpty();
    assertThat(feed.observer.unread().droppedStreams()).isZero();
  }

  @Test
  void aFloodOfCertificatesTakesNoMoreThanItsBounds() {
    byte[] stream = records(FLIGHT, 16_000);
    for (int port = 0; port < 20_000; port++) {
      feed.useClientPort(port);
      reply(stream, 0, 1_460);
      if (port % 2 == 0) {
        reply(stream, 1_460, stream.length);
      }
    }
    assertThat(feed.observer.unread().droppedStreams()).isGreaterThan(5_000);
    assertThat(feed.observer.unread().droppedAnswers()).isEqualTo(10_000 - 1_024);
    assertThat(feed.observer.drainClaims()).hasSize(1_024);
  }

  @Test
  void aPointerIsClaimedOfTheAddressThatWasAskedFor() {
    String name = "1.100.51.198.in-addr.arpa";
    byte[] query = pointer(name, false, "");
    feed.datagram(53, query);
    feed.answer(53, pointer(name, true, "host.example.org"));
    assertThat(feed.observer.drainClaims())
        .containsExactly(
            new Claim(
                feed.time(), "client", Feed.SERVER, List.of("host.example.org"), NameSource.PTR));

    feed.datagram(53, query);
    feed.answer(53, pointer("b.1.0.192.in-addr.arpa", true, "host.example.org"));
    feed.answer(53, pointer("1.2.0.192.in-addr.arpa", true, "unasked.example.org"));
    feed.answer(53, pointer(name, true, "host.example.org"));
    assertThat(feed.observer.drainClaims()).hasSize(1);
  }

  private static byte[] pointer(String name, boolean response, String target) {
    Bytes message =
        new Bytes()
            .u16(7)
            .u16(response ? 0x8180 : 0x0100)
            .u16(1)
            .u16(response ? 1 : 0)
            .u16(0)
            .u16(0)
            .name(name)
            .u16(12)
            .u16(1);
    return response
        ? message.u16(0xc00c).u16(12).u16(1).u32(3_600).vector(2, new Bytes().name(target)).array()
        : message.array();
  }
}
