package org.ikisaki.benchmark;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.QuicBytes;
import org.ikisaki.wire.QuicCryptoFrames;
import org.ikisaki.wire.QuicInitialCipher;
import org.ikisaki.wire.QuicPacket;
import org.ikisaki.wire.TlsClientHello;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the first packet of a QUIC connection costs: its keys, header protection, decryption, and
 * the server name.
 *
 * <p>Run: {@code mvn test-compile}, then {@code java -cp target/test-classes:target/classes:$(cat
 * target/test.classpath) org.openjdk.jmh.Main QuicInitialBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuicInitialBenchmark {
  private static final String HOST = "a.example.test";

  @Param({"1", "2"})
  private int version;

  private final QuicPacket quic = new QuicPacket();
  private final QuicInitialCipher cipher = new QuicInitialCipher();
  private final QuicCryptoFrames crypto = new QuicCryptoFrames();
  private final TlsClientHello hello = new TlsClientHello();
  private final ByteBuffer frames = ByteBuffer.allocate(65_535);
  private ByteBuffer packet = ByteBuffer.allocate(0);

  @Setup
  public void makePacket() {
    byte[] message = HelloBytes.hello(HOST);
    Bytes content = QuicBytes.crypto(0, message).zeros(1_162 - message.length);
    byte[] id = Bytes.hex("0102030405060708");
    packet =
        ByteBuffer.wrap(
            QuicBytes.initial(version == 1 ? QuicBytes.V1 : QuicBytes.V2, id, 0, content));
  }

  @Benchmark
  public @Nullable String serverName() {
    if (!quic.wrap(packet, 0, packet.capacity())) {
      throw new IllegalStateException("no packet");
    }
    int length = cipher.open(quic, cipher.keys(quic), frames);
    crypto.wrap(frames, length, quic.cryptoFrame());
    if (!crypto.next() || hello.read(frames, crypto.index(), crypto.length()) != Progress.DONE) {
      throw new IllegalStateException("no hello");
    }
    return hello.serverName();
  }
}
