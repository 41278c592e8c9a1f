package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/** DNS datagrams in IP fragments, in any order, overlapping, of false lengths. */
class DnsFragmentsFuzzTest {
  private static final int MEMORY = 40_000;

  private final Line line = new Line(DnsObserver.PORT);

  @FuzzTest(maxDuration = "1s")
  void fragments(byte[] input) {
    Memory memory = new Memory(MEMORY);
    DnsObserver dns = new DnsObserver(new EchPublicNames(), new Claims());
    DnsFragments fragments = new DnsFragments(memory, dns);
    Script script = new Script(input);
    line.begin();
    while (script.hasNext()) {
      Packet packet = line.fragment(script);
      if (packet.isLaterFragment()) {
        fragments.add(packet);
      } else if (packet.isFirstFragment()) {
        fragments.begin(packet, "client");
      }
      Oracle.holds(memory.taken() >= 0 && memory.taken() <= MEMORY, "memory is bounded");
    }
    dns.drain().forEach(DnsStreamsFuzzTest::check);
  }
}
