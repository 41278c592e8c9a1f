package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/**
 * TLS hellos, HTTP/1 and HTTP/2 heads over any number of records and segments, after STARTTLS too.
 */
class TcpObserverFuzzTest {
  /** Little, so that it runs out. */
  private static final int MEMORY = 40_000;

  private final Line line = new Line(443);

  @FuzzTest(maxDuration = "1s")
  void segments(byte[] input) {
    Memory memory = new Memory(MEMORY);
    Claims claims = new Claims();
    TcpObserver tcp = new TcpObserver(memory, new EchPublicNames(), claims);
    Script script = new Script(input);
    line.begin();
    while (script.hasNext()) {
      Packet packet = line.segment(script);
      Name name = tcp.wants(packet) ? tcp.inspect(packet, "client") : null;
      Oracle.isHost(name == null ? null : name.host());
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
    claims.drain().forEach(claim -> claim.hosts().forEach(Oracle::isHost));
    line.begin();
    tcp.inspect(line.segment(new Script(new byte[] {Line.SYN})), "client");
    Oracle.holds(memory.taken() == 0, "what is over gives its memory back");
  }
}
