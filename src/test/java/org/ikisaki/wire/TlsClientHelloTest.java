package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TlsClientHelloTest {
  private final TlsClientHello hello = new TlsClientHello();

  private Progress read(byte[] bytes) {
    return hello.read(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsTheServerName() {
    assertThat(read(HelloBytes.hello("Www.Example.Test"))).isEqualTo(Progress.DONE);
    assertThat(hello.serverName()).isEqualTo("www.example.test");
  }

  @Test
  void readsAServerNameBehindOtherExtensions() {
    Bytes extensions =
        new Bytes()
            .add(HelloBytes.extension(0x0a0a, new Bytes()))
            .add(HelloBytes.extension(51, new Bytes().zeros(1_216)))
            .add(HelloBytes.serverName("a.example.test"));
    assertThat(read(HelloBytes.hello(extensions))).isEqualTo(Progress.DONE);
    assertThat(hello.serverName()).isEqualTo("a.example.test");
  }

  @Test
  void knowsTheNameAsSoonAsItIsThere() {
    Bytes extensions =
        new Bytes()
            .add(HelloBytes.serverName("a.example.test"))
            .add(HelloBytes.extension(21, new Bytes().zeros(400)));
    byte[] whole = HelloBytes.hello(extensions);
    int nameEnd = whole.length - 404;
    for (int available = 0; available < whole.length; available++) {
      Progress progress = hello.read(ByteBuffer.wrap(whole), 0, available);
      boolean known = available >= nameEnd;
      assertThat(progress)
          .as("%d", available)
          .isEqualTo(known ? Progress.DONE : Progress.INCOMPLETE);
      assertThat(hello.serverName()).as("%d", available).isEqualTo(known ? "a.example.test" : null);
    }
  }

  @Test
  void isDoneWithoutAServerName() {
    assertThat(read(HelloBytes.hello(HelloBytes.extension(16, new Bytes().zeros(5)))))
        .isEqualTo(Progress.DONE);
    assertThat(hello.serverName()).isNull();
  }

  @Test
  void isDoneWithoutExtensions() {
    Bytes body = new Bytes().u16(0x0301).zeros(33).vector(2, new Bytes().u16(10)).u16(0x0100);
    assertThat(read(new Bytes().u8(1).vector(3, body).array())).isEqualTo(Progress.DONE);
    assertThat(hello.serverName()).isNull();
  }

  @Test
  void takesTheFirstOfTwoServerNames() {
    read(
        HelloBytes.hello(
            HelloBytes.serverName("a.example.test").add(HelloBytes.serverName("b.example.test"))));
    assertThat(hello.serverName()).isEqualTo("a.example.test");
  }

  @Test
  void takesNeitherAddressesNorGarbageForServerNames() {
    read(HelloBytes.hello("192.0.2.1"));
    assertThat(hello.serverName()).isNull();
    read(HelloBytes.hello("a\u0000b.test"));
    assertThat(hello.serverName()).isNull();
  }

  @Test
  void rejectsLengthsThatContradictEachOther() {
    byte[] bytes = HelloBytes.hello("a.example.test");
    int extensions = bytes.length - 23 - 2;
    bytes[extensions + 1]++;
    assertThat(read(bytes)).isEqualTo(Progress.MALFORMED);
    bytes[extensions + 1]--;
    bytes[extensions + 1]--;
    assertThat(read(bytes)).isEqualTo(Progress.MALFORMED);
    bytes[0] = 2;
    assertThat(read(bytes)).isEqualTo(Progress.MALFORMED);
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] whole = HelloBytes.hello("a.example.test");
    int named = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(8); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      hello.read(ByteBuffer.wrap(bytes), 0, random.nextInt(bytes.length + 1));
      named += hello.serverName() == null ? 0 : 1;
    }
    assertThat(named).isBetween(1, 99_999);
  }
}
