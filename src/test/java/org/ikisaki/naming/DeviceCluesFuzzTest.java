package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/**
 * What devices call themselves: DHCP, DHCPv6, NetBIOS, multicast DNS, LLMNR, SSDP, one after
 * another.
 */
class DeviceCluesFuzzTest {
  private static final int[] PORTS = {67, 547, 137, 5353, 5355, 1900};

  private final Line[] lines = new Line[PORTS.length];

  DeviceCluesFuzzTest() {
    for (int i = 0; i < PORTS.length; i++) {
      lines[i] = new Line(PORTS[i]);
    }
  }

  @FuzzTest(maxDuration = "1s")
  void datagrams(byte[] input) {
    DeviceClues clues = new DeviceClues();
    Script script = new Script(input);
    while (script.hasNext()) {
      Packet packet = lines[script.u8() % PORTS.length].datagram(script);
      if (DeviceClues.wants(packet)) {
        clues.inspect(packet);
      }
    }
    clues.drain().forEach(clue -> Oracle.isPlain(clue.value()));
  }
}
