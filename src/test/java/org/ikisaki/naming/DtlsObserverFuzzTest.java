package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/** DTLS hellos, whole and in fragments over any number of datagrams. */
class DtlsObserverFuzzTest {
  private static final int MEMORY = 40_000;

  private final Line line = new Line(4433);

  @FuzzTest(maxDuration = "1s")
  void datagrams(byte[] input) {
    Memory memory = new Memory(MEMORY);
    DtlsObserver dtls = new DtlsObserver(memory);
    Script script = new Script(input);
    line.begin();
    while (script.hasNext()) {
      Packet packet = line.datagram(script);
      if (DtlsObserver.wants(packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
        Name name = dtls.inspect(packet);
        Oracle.isHost(name == null ? null : name.host());
      }
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
  }
}
