package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;

/** DHCP messages, and the same bytes as DHCPv6. */
class DhcpMessageFuzzTest {
  private final DhcpMessage dhcp = new DhcpMessage();
  private final Dhcp6Message dhcp6 = new Dhcp6Message();

  @FuzzTest(maxDuration = "1s")
  void messages(byte[] input) {
    ByteBuffer buffer = ByteBuffer.wrap(input);
    if (dhcp.wrap(buffer, 0, input.length)) {
      Oracle.holds(dhcp.chaddr() >>> 48 == 0, "a MAC address has 48 bits");
      Oracle.isHost(dhcp.hostName());
      Oracle.isHost(dhcp.clientFqdn());
    }
    if (dhcp6.wrap(buffer, 0, input.length)) {
      Oracle.isHost(dhcp6.clientFqdn());
    }
  }
}
