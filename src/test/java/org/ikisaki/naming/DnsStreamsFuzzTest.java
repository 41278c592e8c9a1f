package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/** DNS messages over any number of TCP segments, queries before their answers. */
class DnsStreamsFuzzTest {
  private static final int MEMORY = 40_000;

  private final Line line = new Line(DnsObserver.PORT);

  @FuzzTest(maxDuration = "1s")
  void segments(byte[] input) {
    Memory memory = new Memory(MEMORY);
    DnsObserver dns = new DnsObserver(new EchPublicNames(), new Claims());
    DnsStreams streams = new DnsStreams(memory, dns);
    Script script = new Script(input);
    line.begin();
    while (script.hasNext()) {
      Packet packet = line.segment(script);
      if (DnsStreams.wants(packet)) {
        streams.inspect(packet, "client");
      }
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
    dns.drain().forEach(DnsStreamsFuzzTest::check);
    line.begin();
    streams.inspect(line.segment(new Script(new byte[] {Line.SYN})), "client");
    Oracle.holds(memory.taken() == 0, "what is over gives its memory back");
  }

  static void check(DnsAnswer answer) {
    Oracle.isHost(answer.queryName());
    answer.cnames().forEach(Oracle::isHost);
    Oracle.holds(answer.addresses().containsAll(answer.named()), "named addresses were answered");
    Oracle.holds(answer.solicited() || answer.named().isEmpty(), "only who asked learns a name");
  }
}
