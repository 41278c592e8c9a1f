package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Prefixes;
import org.jspecify.annotations.Nullable;

/** ClientHello messages, whole and cut, as TLS has them and as DTLS. */
class TlsClientHelloFuzzTest {
  private final Hello hello = new Hello(new TlsClientHello());

  @FuzzTest(maxDuration = "1s")
  void hellos(byte[] input) {
    Prefixes.check(hello, 0, input);
    TlsClientHello datagram = hello.view;
    if (datagram.readDatagram(ByteBuffer.wrap(input), 0, input.length) == Progress.DONE) {
      Oracle.isHost(datagram.serverName());
    }
  }

  private record Hello(TlsClientHello view) implements Prefixes.Decoder {
    @Override
    public Progress read(ByteBuffer buffer, int available, int from) {
      return view.read(buffer, from, available);
    }

    @Override
    public int resumeAt() {
      return 0;
    }

    @Override
    public @Nullable String host() {
      return view.serverName();
    }
  }
}
