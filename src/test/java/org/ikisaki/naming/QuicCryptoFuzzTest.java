package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.QuicBytes;
import org.ikisaki.wire.QuicBytes.Sealer;

/**
 * The frames within QUIC Initials: each is sealed as its client would, so that it can be opened.
 */
class QuicCryptoFuzzTest {
  private static final int MEMORY = 40_000;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final int SECOND_VERSION = 0x01;
  private static final int LONG = 0x02;

  private final Line line = new Line(443);
  private final Memory memory = new Memory(MEMORY);
  private final QuicObserver quic = new QuicObserver(memory, new EchPublicNames());
  private final Sealer v1 = new Sealer(QuicBytes.V1, ID);
  private final Sealer v2 = new Sealer(QuicBytes.V2, ID);

  @FuzzTest(maxDuration = "1s")
  void frames(byte[] input) {
    Script script = new Script(input);
    line.begin();
    for (int number = 0; script.hasNext(); number++) {
      int control = script.u8();
      byte[] frames = new byte[Math.min(script.length((control & LONG) != 0), 4_000)];
      script.read(ByteBuffer.wrap(frames), 0, frames.length);
      Sealer sealer = (control & SECOND_VERSION) == 0 ? v1 : v2;
      line.pass(2);
      Name name = quic.inspect(line.datagram(sealer.initial(number, frames)));
      Oracle.isHost(name == null ? null : name.host());
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
    Oracle.holds(quic.refused() == 0, "every packet was opened");
  }
}
