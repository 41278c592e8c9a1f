package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DtlsBytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.QuicBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class QuicObserverTest {
  private static final Name NAME = new Name("a.example.test", NameSource.QUIC);
  private static final byte[] ID = Bytes.hex("0102030405060708");
  private static final byte[] SERVERS_ID = Bytes.hex("a1a2a3a4a5a6a7a8");
  private static final byte[] HELLO = HelloBytes.hello(NAME.host());
  private static final byte[] LONG_HELLO =
      HelloBytes.hello(
          new Bytes()
              .add(HelloBytes.extension(51, new Bytes().zeros(1_300)))
              .add(HelloBytes.serverName(NAME.host())));

  private final Feed feed = new Feed();

  private static Bytes crypto(byte[] hello, int from, int to) {
    return QuicBytes.crypto(from, Arrays.copyOfRange(hello, from, to));
  }

  private static byte[] initial(byte[] id, int number, Bytes frames) {
    return QuicBytes.initial(QuicBytes.V1, id, ID, number, frames);
  }

  private @Nullable Name datagram(byte[] payload) {
    return feed.datagram(443, payload);
  }

  @Test
  void readsAHelloInOnePacketOnAnyPort() {
    for (int version : new int[] {QuicBytes.V1, QuicBytes.V2, 0xff00001d}) {
      feed.useClientPort((version & 0xffff) | 0x8000);
      byte[] packet = QuicBytes.initial(version, ID, 0, crypto(HELLO, 0, HELLO.length));
      assertThat(feed.datagram(12_345, packet)).as("%x", version).isEqualTo(NAME);
    }
  }

  @Test
  void readsAHelloOverSeveralPacketsInAnyOrder() {
    byte[] first = initial(ID, 0, crypto(LONG_HELLO, 0, 1_000).zeros(100));
    byte[] second =
        initial(SERVERS_ID, 1, new Bytes().u8(1).add(crypto(LONG_HELLO, 1_000, LONG_HELLO.length)));
    assertThat(datagram(first)).isNull();
    assertThat(datagram(second)).isEqualTo(NAME);
  }

  @Test
  void readsFramesThatAreShuffledWithinAPacket() {
    List<Bytes> frames = new ArrayList<>();
    for (int at = 0; at < LONG_HELLO.length; at += 50) {
      frames.add(crypto(LONG_HELLO, at, Math.min(LONG_HELLO.length, at + 70)));
    }
    Collections.shuffle(frames, new Random(7));
    Bytes first = new Bytes();
    Bytes second = new Bytes();
    for (int i = 0; i < frames.size(); i++) {
      (i % 2 == 0 ? first : second).add(frames.get(i)).zeros(3).u8(1);
    }
    assertThat(datagram(initial(ID, 0, first))).isNull();
    assertThat(datagram(initial(ID, 1, second))).isEqualTo(NAME);
  }

  @Test
  void readsTenThousandFramesThatOverlap() {
    int number = 0;
    byte[] hello = LONG_HELLO;
    for (int packet = 0; packet < 20; packet++) {
      Bytes frames = new Bytes();
      for (int i = 0; i < 500; i++) {
        int from = 100 + i % 100;
        frames.add(crypto(hello, from, from + 40));
      }
      assertThat(datagram(initial(ID, number++, frames))).isNull();
    }
    assertThat(datagram(initial(ID, number, crypto(hello, 0, hello.length)))).isEqualTo(NAME);
  }

  @Test
  void readsAnInitialBehindOtherPacketsOfItsDatagram() {
    byte[] zeroRtt =
        new Bytes().u8(0xd0).u32(1).vector(1, new Bytes().add(ID)).u8(0).u8(20).zeros(20).array();
    byte[] ping = initial(ID, 0, new Bytes().u8(1).zeros(20));
    byte[] hello = initial(ID, 1, crypto(HELLO, 0, HELLO.length));
    assertThat(datagram(zeroRtt)).isNull();
    assertThat(datagram(new Bytes().add(zeroRtt).add(ping).add(hello).array())).isEqualTo(NAME);
  }

  @Test
  void startsAnewAfterARetry() {
    byte[] first = initial(ID, 0, crypto(LONG_HELLO, 0, 1_000));
    byte[] retry =
        new Bytes().u8(0xf0).u32(1).u8(0).vector(1, new Bytes().add(SERVERS_ID)).zeros(40).array();
    byte[] again = QuicBytes.initial(QuicBytes.V1, SERVERS_ID, 1, crypto(HELLO, 0, HELLO.length));
    assertThat(datagram(first)).isNull();
    assertThat(feed.answer(443, retry)).isNull();
    assertThat(datagram(again)).isEqualTo(NAME);
  }

  @Test
  void namesAConnectionOnce() {
    byte[] packet = initial(ID, 0, crypto(HELLO, 0, HELLO.length));
    assertThat(datagram(packet)).isEqualTo(NAME);
    assertThat(datagram(packet)).isNull();
  }

  @Test
  void takesNoServersPacketForAClients() {
    byte[] packet = initial(ID, 0, crypto(LONG_HELLO, 0, 1_000));
    assertThat(datagram(packet)).isNull();
    assertThat(feed.answer(443, initial(ID, 0, crypto(HELLO, 0, HELLO.length)))).isNull();
  }

  @Test
  void opensNoMoreThanAThousandForgeriesASecond() {
    byte[] forged = initial(SERVERS_ID, 0, new Bytes().zeros(40));
    for (int i = 0; i < 5_000; i++) {
      feed.useClientPort(10_000 + i);
      assertThat(datagram(forged)).isNull();
    }
    assertThat(feed.observer.unread().refusedInitials()).isEqualTo(4_000);
    feed.pass(1_000);
    assertThat(datagram(initial(ID, 0, crypto(HELLO, 0, HELLO.length)))).isEqualTo(NAME);
  }

  @Test
  void readsDtlsWholeAndInFragments() {
    Name expected = new Name("a.example.test", NameSource.DTLS);
    byte[] body = DtlsBytes.body("a.example.test");
    assertThat(feed.datagram(4_433, DtlsBytes.record(0xfefd, body, 0, body.length)))
        .isEqualTo(expected);

    feed.useClientPort(50_001);
    int rest = body.length - 60;
    assertThat(feed.datagram(4_433, DtlsBytes.record(0xfefd, body, 60, rest))).isNull();
    assertThat(
            feed.datagram(
                4_433,
                new Bytes()
                    .add(DtlsBytes.record(0xfefd, body, 0, 20))
                    .add(DtlsBytes.record(0xfefd, body, 10, 50))
                    .array()))
        .isEqualTo(expected);
  }

  @Test
  void survivesRandomDatagrams() {
    Random random = new Random(7);
    byte[][] datagrams = {
      initial(ID, 0, crypto(HELLO, 0, HELLO.length)),
      DtlsBytes.record(0xfefd, DtlsBytes.body("a.example.test"), 0, 60),
      new Bytes().u8(0x0d).zeros(8).text("Q039").zeros(20).text("CHLO").zeros(90).array()
    };
    int names = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = datagrams[random.nextInt(3)];
      byte[] cut =
          Arrays.copyOf(bytes, random.nextInt(8) == 0 ? random.nextInt(100) : bytes.length);
      for (int flips = random.nextInt(3); flips > 0 && cut.length > 0; flips--) {
        cut[random.nextInt(cut.length)] = (byte) random.nextInt(256);
      }
      feed.useClientPort(random.nextInt(1_000));
      feed.pass(1);
      names += datagram(cut) == null ? 0 : 1;
    }
    assertThat(names).isPositive();
  }
}
