package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.TlsClientHello;
import org.junit.jupiter.api.Test;

/** What comes in many small or overlapping pieces costs its length, however many they are. */
final class LinearWorkTest {
  private static final int LENGTH = 10_000;

  private final Memory memory = new Memory(Assembly.MAX_LENGTH);

  @Test
  void aStreamOfTenThousandSegmentsOfOneByteIsLookedAtAFewTimes() {
    byte[] hello =
        HelloBytes.hello(
            new Bytes()
                .add(HelloBytes.extension(21, new Bytes().zeros(LENGTH)))
                .add(HelloBytes.serverName("a.example.test")));
    byte[] record = HelloBytes.record(hello);
    TcpStream stream = new TcpStream(0, memory);
    TlsClientHello view = new TlsClientHello();
    int looks = 0;
    long looked = 0;
    Progress progress = Progress.INCOMPLETE;
    for (int at = 0; at < record.length; at++) {
      assertThat(stream.put(at, ByteBuffer.wrap(record), at, 1)).isTrue();
      assertThat(stream.gather()).isTrue();
      if (stream.isWorthReading()) {
        ByteBuffer buffer = stream.assembly().buffer();
        progress = view.read(buffer, 0, stream.gathered());
        stream.looked(TlsClientHello.length(buffer, 0, stream.gathered()));
        looks++;
        looked += stream.gathered();
      }
    }
    assertThat(progress).isEqualTo(Progress.DONE);
    assertThat(view.serverName()).isEqualTo("a.example.test");
    assertThat(looks).isLessThan(40);
    assertThat(looked).isLessThan(8L * record.length);
  }

  /**
   * What is there is not written again: each byte keeps the number of the piece that brought it.
   */
  @Test
  void ofTenThousandOverlappingPiecesEachByteIsTakenOnce() {
    Assembly assembly = new Assembly(memory);
    byte[] written = new byte[LENGTH];
    long taken = 0;
    for (int piece = 0; piece < LENGTH; piece++) {
      byte[] bytes = new byte[1_000];
      Arrays.fill(bytes, (byte) piece);
      int from = Math.max(0, piece - 900);
      int before = assembly.contiguous();
      int length = Math.min(bytes.length, LENGTH - from);
      assertThat(assembly.put(from, ByteBuffer.wrap(bytes), 0, length)).isTrue();
      for (int i = before; i < assembly.contiguous(); i++) {
        written[i] = (byte) piece;
        taken++;
      }
    }
    assertThat(taken).isEqualTo(LENGTH);
    byte[] kept = new byte[LENGTH];
    assembly.buffer().get(0, kept);
    assertThat(kept).isEqualTo(written);
    assertThat(memory.taken()).isEqualTo(Assembly.MAX_LENGTH);
  }
}
