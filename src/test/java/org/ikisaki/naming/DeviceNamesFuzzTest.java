package org.ikisaki.naming;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.ikisaki.fuzz.Line;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;
import org.ikisaki.wire.Packet;

/** What devices call themselves: DHCP, DHCPv6, NetBIOS, multicast DNS, LLMNR, one after another. */
class DeviceNamesFuzzTest {
  private static final int[] PORTS = {67, 547, 137, 5353, 5355};

  private final Line[] lines = new Line[PORTS.length];

  DeviceNamesFuzzTest() {
    for (int i = 0; i < PORTS.length; i++) {
      lines[i] = new Line(PORTS[i]);
    }
  }

  @FuzzTest(maxDuration = "1s")
  void datagrams(byte[] input) {
    DeviceNames names = new DeviceNames();
    Script script = new Script(input);
    while (script.hasNext()) {
      Packet packet = lines[script.u8() % PORTS.length].datagram(script);
      if (DeviceNames.wants(packet)) {
        names.inspect(packet);
      }
    }
    names.drain().forEach(found -> Oracle.isHost(found.name()));
  }
}
