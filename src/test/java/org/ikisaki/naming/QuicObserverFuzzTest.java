package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/** QUIC datagrams as they come: headers, versions, coalesced packets, forged Initials. */
class QuicObserverFuzzTest {
  private static final int MEMORY = 40_000;

  private final Line line = new Line(443);
  private final Memory memory = new Memory(MEMORY);
  private final QuicObserver quic = new QuicObserver(memory, new EchPublicNames());

  @FuzzTest(maxDuration = "1s")
  void datagrams(byte[] input) {
    Script script = new Script(input);
    line.begin();
    while (script.hasNext()) {
      Packet packet = line.datagram(script);
      if (QuicObserver.wants(packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
        Name name = quic.inspect(packet);
        Oracle.isHost(name == null ? null : name.host());
      }
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
  }
}
