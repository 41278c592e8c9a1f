package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ClientHellos of DTLS and of Google's first QUIC. */
final class HandshakeDatagramsTest {
  private final DtlsHandshake dtls = new DtlsHandshake();
  private final TlsClientHello hello = new TlsClientHello();
  private final GoogleQuicHello google = new GoogleQuicHello();

  @Test
  void readsAFragmentOfADtlsHello() {
    byte[] body = DtlsBytes.body("a.example.test");
    byte[] record = DtlsBytes.record(0xfefd, body, 10, 20);
    assertThat(dtls.wrap(ByteBuffer.wrap(record), 0, record.length)).isTrue();
    assertThat(dtls.length()).isEqualTo(body.length);
    assertThat(dtls.fragmentOffset()).isEqualTo(10);
    assertThat(dtls.fragmentLength()).isEqualTo(20);
    assertThat(dtls.fragmentIndex()).isEqualTo(25);
    assertThat(dtls.end()).isEqualTo(record.length);
  }

  @Test
  void readsTheServerNameBehindACookie() {
    byte[] body = DtlsBytes.body("a.example.test");
    assertThat(hello.readDatagram(ByteBuffer.wrap(body), 0, body.length)).isEqualTo(Progress.DONE);
    assertThat(hello.serverName()).isEqualTo("a.example.test");
  }

  @Test
  void knowsTheVersionsOfDtls() {
    byte[] body = DtlsBytes.body("a.example.test");
    for (int version : new int[] {0xfeff, 0xfefd, 0xfefc, 0x0100}) {
      byte[] record = DtlsBytes.record(version, body, 0, body.length);
      assertThat(dtls.wrap(ByteBuffer.wrap(record), 0, record.length)).as("%x", version).isTrue();
    }
    byte[] tls = DtlsBytes.record(0x0303, body, 0, body.length);
    assertThat(dtls.wrap(ByteBuffer.wrap(tls), 0, tls.length)).isFalse();
  }

  @Test
  void rejectsEveryTruncationOfADtlsRecord() {
    byte[] body = DtlsBytes.body("a.example.test");
    byte[] record = DtlsBytes.record(0xfefd, body, 0, body.length);
    for (int length = 0; length < record.length; length++) {
      assertThat(dtls.wrap(ByteBuffer.wrap(record), 0, length)).as("%d", length).isFalse();
    }
  }

  @Test
  void rejectsAFragmentThatLeavesItsHello() {
    byte[] record = DtlsBytes.record(0xfefd, DtlsBytes.body("a.example.test"), 0, 30);
    record[13 + 3] = 29;
    record[13 + 2] = 0;
    assertThat(dtls.wrap(ByteBuffer.wrap(record), 0, record.length)).isFalse();
  }

  @Test
  void readsGooglesHelloInItsOldAndItsNewPacket() {
    byte[] chlo = HelloBytes.google("a.example.test");
    byte[] old =
        new Bytes().u8(0x0d).zeros(8).text("Q039").u8(1).zeros(12).zeros(7).add(chlo).array();
    byte[] recent =
        new Bytes()
            .u8(0xc3)
            .text("Q046")
            .u8(0x50)
            .zeros(8)
            .u32(1)
            .zeros(12)
            .zeros(5)
            .add(chlo)
            .array();
    for (byte[] bytes : new byte[][] {old, recent}) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      assertThat(GoogleQuicHello.begins(buffer.array(), 0, bytes.length)).isTrue();
      assertThat(google.wrap(buffer, 0, bytes.length)).isTrue();
      assertThat(google.serverName()).isEqualTo("a.example.test");
    }
  }

  @Test
  void takesNoOtherPacketForGooglesHello() {
    for (String version : new String[] {"Q050", "T051", "Q0x9", "\0\0\0\1"}) {
      Bytes bytes = new Bytes().u8(0xc3).text(version).zeros(100);
      boolean isOldStyle = version.equals("Q050");
      assertThat(GoogleQuicHello.begins(bytes.buffer().array(), 0, bytes.size()))
          .as(version)
          .isEqualTo(isOldStyle);
      assertThat(google.wrap(bytes.buffer(), 0, bytes.size())).isFalse();
    }
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] chlo = new Bytes().zeros(30).add(HelloBytes.google("a.example.test")).array();
    byte[] body = DtlsBytes.body("a.example.test");
    byte[] record = DtlsBytes.record(0xfefd, body, 0, body.length);
    int named = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = (round % 2 == 0 ? chlo : record).clone();
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int available = random.nextInt(bytes.length + 1);
      if (google.wrap(buffer, 0, available)) {
        named += google.serverName() == null ? 0 : 1;
      }
      if (dtls.wrap(buffer, 0, available)) {
        hello.readDatagram(buffer, dtls.fragmentIndex(), dtls.fragmentLength());
        named += hello.serverName() == null ? 0 : 1;
      }
    }
    assertThat(named).isBetween(1, 99_999);
  }
}
