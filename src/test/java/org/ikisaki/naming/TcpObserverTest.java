package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.HelloBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TcpObserverTest {
  private static final Name NAME = new Name("a.example.test", NameSource.SNI);
  private static final int FIRST = 0xffff_ff00;

  private final Feed feed = new Feed();

  /** A hello of about {@code length} bytes with its server name at the end. */
  private static byte[] longHello(int length) {
    Bytes padding = HelloBytes.extension(21, new Bytes().zeros(length));
    return HelloBytes.hello(new Bytes().add(padding).add(HelloBytes.serverName(NAME.host())));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private @Nullable Name segment(int sequence, byte[] payload) {
    return feed.segment(443, Feed.ACK, sequence, payload);
  }

  private void open() {
    assertThat(feed.segment(443, Feed.SYN, FIRST - 1, new byte[0])).isNull();
  }

  /** Plays the pieces of a stream; returns the names that they revealed. */
  private List<Name> play(byte[] stream, List<int[]> pieces) {
    List<Name> names = new ArrayList<>();
    for (int[] piece : pieces) {
      Name name = segment(FIRST + piece[0], Arrays.copyOfRange(stream, piece[0], piece[1]));
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<int[]> pieces(int length, int size) {
    List<int[]> pieces = new ArrayList<>();
    for (int at = 0; at < length; at += size) {
      pieces.add(new int[] {at, Math.min(length, at + size)});
    }
    return pieces;
  }

  @Test
  void readsAHelloInOneSegmentOnAnyPort() {
    byte[] record = HelloBytes.record(HelloBytes.hello(NAME.host()));
    assertThat(feed.segment(443, Feed.ACK, 1, record)).isEqualTo(NAME);
    assertThat(feed.segment(12_345, Feed.ACK, 1, record)).isEqualTo(NAME);
  }

  @Test
  void readsAHelloOverSeveralSegments() {
    byte[] stream = HelloBytes.record(longHello(3_000));
    for (int size : List.of(1, 5, 100, 1_460, 2_999)) {
      feed.useClientPort(10_000 + size);
      open();
      assertThat(play(stream, pieces(stream.length, size))).as("%d", size).containsExactly(NAME);
    }
  }

  @Test
  void readsAHelloWhoseConnectionWasNotSeenToOpen() {
    byte[] stream = HelloBytes.record(longHello(3_000));
    for (int size : List.of(1, 5, 100, 1_460)) {
      feed.useClientPort(10_000 + size);
      assertThat(play(stream, pieces(stream.length, size))).as("%d", size).containsExactly(NAME);
    }
  }

  @Test
  void readsAHelloWhoseSegmentsComeInAnyOrder() {
    byte[] stream = HelloBytes.record(longHello(3_000));
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      feed.useClientPort(10_000 + round);
      open();
      List<int[]> pieces = pieces(stream.length, random.nextInt(50, 1_500));
      Collections.shuffle(pieces, random);
      assertThat(play(stream, pieces)).as("round %d", round).containsExactly(NAME);
    }
  }

  @Test
  void readsAHelloWhoseSegmentsOverlap() {
    byte[] stream = HelloBytes.record(longHello(3_000));
    open();
    List<int[]> pieces =
        List.of(
            new int[] {0, 800},
            new int[] {500, 1_500},
            new int[] {0, 1_600},
            new int[] {2_000, stream.length},
            new int[] {1_500, 2_500});
    assertThat(play(stream, pieces)).containsExactly(NAME);
  }

  @Test
  void readsAHelloOverAnyNumberOfRecords() {
    byte[] hello = longHello(2_000);
    for (int size : List.of(1, 3, 4, 16, 700)) {
      Bytes stream = new Bytes();
      for (int[] piece : pieces(hello.length, size)) {
        stream.add(HelloBytes.record(Arrays.copyOfRange(hello, piece[0], piece[1])));
      }
      feed.useClientPort(10_000 + size);
      open();
      List<int[]> pieces = pieces(stream.size(), 1_000);
      assertThat(play(stream.array(), pieces)).as("%d", size).containsExactly(NAME);
    }
  }

  @Test
  void readsAHelloOfTenThousandSegmentsOfOneByteFromTheLastToTheFirst() {
    byte[] stream = HelloBytes.record(longHello(10_000));
    open();
    List<int[]> pieces = pieces(stream.length, 1);
    Collections.reverse(pieces);
    assertThat(play(stream, pieces)).containsExactly(NAME);
  }

  @Test
  void readsTheNameOfAHelloThatNeverComesWhole() {
    Bytes extensions =
        new Bytes()
            .add(HelloBytes.serverName(NAME.host()))
            .add(HelloBytes.extension(21, new Bytes().zeros(3_000)));
    byte[] stream = HelloBytes.record(HelloBytes.hello(extensions));
    assertThat(segment(1, Arrays.copyOf(stream, 1_400))).isEqualTo(NAME);
  }

  @Test
  void readsAHelloBehindAnotherProtocol() {
    byte[] record = HelloBytes.record(HelloBytes.hello(NAME.host()));
    open();
    assertThat(segment(FIRST, new byte[] {5, 1, 0})).isNull();
    assertThat(segment(FIRST + 3, new byte[] {5, 1, 0, 1, (byte) 192, 0, 2, 9, 1, (byte) 187}))
        .isNull();
    assertThat(segment(FIRST + 13, record)).isEqualTo(NAME);

    feed.useClientPort(50_001);
    open();
    assertThat(segment(FIRST, ascii("EHLO a.example.test\r\n"))).isNull();
    assertThat(segment(FIRST + 21, ascii("STARTTLS\r\n"))).isNull();
    assertThat(segment(FIRST + 31, record)).isEqualTo(NAME);
  }

  @Test
  void readsDataThatComesWithTheSyn() {
    byte[] record = HelloBytes.record(HelloBytes.hello(NAME.host()));
    assertThat(feed.segment(443, Feed.SYN, 7, Arrays.copyOf(record, 30))).isNull();
    assertThat(segment(8 + 30, Arrays.copyOfRange(record, 30, record.length))).isEqualTo(NAME);
  }

  @Test
  void readsTheHostOfARequest() {
    byte[] head = ascii("PROPFIND / HTTP/1.1\r\nAccept: */*\r\nHost: a.example.test:81\r\n\r\n");
    Name expected = new Name("a.example.test", NameSource.HTTP);
    assertThat(segment(1, head)).isEqualTo(expected);
    for (int size : List.of(1, 2, 10)) {
      feed.useClientPort(10_000 + size);
      open();
      assertThat(play(head, pieces(head.length, size))).as("%d", size).containsExactly(expected);
    }
  }

  @Test
  void readsTheTunnelAndThenWhatGoesThroughIt() {
    byte[] connect =
        ascii("CONNECT a.example.test:443 HTTP/1.1\r\nHost: a.example.test:443\r\n\r\n");
    assertThat(segment(1, connect)).isEqualTo(new Name("a.example.test", NameSource.HTTP));
    assertThat(segment(1 + connect.length, HelloBytes.record(HelloBytes.hello(NAME.host()))))
        .isEqualTo(NAME);
  }

  @Test
  void readsTheAuthorityOfCleartextHttp2() {
    Bytes block = new Bytes().add(Bytes.hex("410e")).text("a.example.test");
    byte[] stream =
        new Bytes()
            .text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .add(Bytes.hex("000000040000000000"))
            .u24(block.size())
            .add(Bytes.hex("010400000001"))
            .add(block)
            .array();
    Name expected = new Name("a.example.test", NameSource.H2);
    assertThat(segment(1, stream)).isEqualTo(expected);
    for (int size : List.of(1, 3, 15, 16, 30)) {
      feed.useClientPort(10_000 + size);
      open();
      assertThat(play(stream, pieces(stream.length, size)))
          .as("%d", size)
          .containsExactly(expected);
    }
  }

  @Test
  void forgetsABeginningAfterFiveSeconds() {
    byte[] stream = HelloBytes.record(longHello(2_000));
    open();
    assertThat(segment(FIRST, Arrays.copyOf(stream, 1_000))).isNull();
    feed.pass(5_001);
    assertThat(segment(FIRST + 1_000, Arrays.copyOfRange(stream, 1_000, stream.length))).isNull();
    assertThat(feed.observer.unread().droppedStreams()).isEqualTo(1);
  }

  @Test
  void startsAnewWhenTheClientTriesAgain() {
    byte[] stream = HelloBytes.record(longHello(2_000));
    open();
    assertThat(segment(FIRST + 1_000, Arrays.copyOfRange(stream, 1_000, 1_500))).isNull();
    assertThat(feed.segment(443, Feed.SYN, FIRST + 76_543, new byte[0])).isNull();
    assertThat(segment(FIRST + 76_544, HelloBytes.record(HelloBytes.hello(NAME.host()))))
        .isEqualTo(NAME);
  }

  @Test
  void aFloodOfBeginningsTakesNoMoreThanItsMemory() {
    byte[] stream = HelloBytes.record(longHello(16_000));
    for (int port = 0; port < 60_000; port++) {
      feed.useClientPort(port);
      segment(FIRST, Arrays.copyOf(stream, 40));
      segment(FIRST + 15_000, new byte[100]);
    }
    assertThat(feed.observer.unread().droppedStreams()).isGreaterThan(50_000);
    feed.useClientPort(60_001);
    assertThat(play(stream, pieces(stream.length, 1_400))).containsExactly(NAME);
  }

  @Test
  void survivesRandomSegments() {
    Random random = new Random(7);
    byte[] tls = HelloBytes.record(longHello(300));
    byte[] http = ascii("GET http://b.test/ HTTP/1.1\r\nAccept: */*\r\nHost: a.test\r\n\r\n");
    int names = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] stream = (random.nextBoolean() ? tls : http).clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      int from = random.nextInt(stream.length);
      int to = random.nextInt(from, stream.length + 1);
      feed.useClientPort(random.nextInt(8));
      feed.pass(random.nextInt(100));
      int flags = random.nextInt(10) == 0 ? Feed.SYN : Feed.ACK;
      Name name = feed.segment(443, flags, FIRST + from, Arrays.copyOfRange(stream, from, to));
      names += name == null ? 0 : 1;
    }
    assertThat(names).isPositive();
  }
}
