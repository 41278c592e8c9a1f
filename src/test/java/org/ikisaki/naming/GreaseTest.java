package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.QuicBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Browsers send the extension of Encrypted Client Hello, filled with noise, to every server: that
 * hides nothing.
 */
final class GreaseTest {
  private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;
  private static final int HELLOS = 1_000;

  private final Feed feed = new Feed();
  private final Random random = new Random(7);

  /** As RFC 9849, 6.2 has it: of an outer hello, with random keys and payload. */
  private Bytes grease() {
    byte[] key = new byte[32];
    byte[] payload = new byte[144 + 32 * random.nextInt(4)];
    random.nextBytes(key);
    random.nextBytes(payload);
    return HelloBytes.extension(
        ENCRYPTED_CLIENT_HELLO,
        new Bytes()
            .u8(0)
            .u16(1)
            .u16(1)
            .u8(random.nextInt(256))
            .vector(2, new Bytes().add(key))
            .vector(2, new Bytes().add(payload)));
  }

  private byte[] hello(String host) {
    return HelloBytes.hello(new Bytes().add(grease()).add(HelloBytes.serverName(host)));
  }

  private @Nullable Name connect(int number, String host) {
    feed.useClientPort(10_000 + number);
    byte[] hello = hello(host);
    return number % 2 == 0
        ? feed.segment(443, Feed.ACK, 1, HelloBytes.record(hello))
        : feed.datagram(
            443,
            QuicBytes.initial(
                QuicBytes.V1, Bytes.hex("0102030405060708"), 0, QuicBytes.crypto(0, hello)));
  }

  @Test
  void noFlowOfACaptureWithNothingButGreaseIsCalledHidden() {
    List<NameSource> sources = new ArrayList<>();
    for (int i = 0; i < HELLOS; i++) {
      feed.pass(2);
      Name name = connect(i, "h" + i + ".example.test");
      if (name != null) {
        sources.add(name.source());
      }
    }
    assertThat(sources).hasSize(HELLOS).containsOnly(NameSource.SNI, NameSource.QUIC);
  }

  @Test
  void aKnownPublicNameIsNotTheServersWhateverTheExtension() {
    assertThat(connect(0, "cloudflare-ech.com"))
        .isEqualTo(new Name("cloudflare-ech.com", NameSource.ECH_OUTER));
    assertThat(connect(1, "cloudflare-ech.com"))
        .isEqualTo(new Name("cloudflare-ech.com", NameSource.ECH_OUTER));
    assertThat(connect(2, "www.example.test"))
        .isEqualTo(new Name("www.example.test", NameSource.SNI));
  }
}
