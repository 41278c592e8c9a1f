package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;

/** Long headers of QUIC, one packet of a datagram after the other; and gQUIC's hellos. */
class QuicPacketFuzzTest {
  private final QuicPacket packet = new QuicPacket();
  private final GoogleQuicHello google = new GoogleQuicHello();

  @FuzzTest(maxDuration = "1s")
  void datagram(byte[] input) {
    ByteBuffer buffer = ByteBuffer.wrap(input);
    int at = 0;
    while (packet.wrap(buffer, at, input.length - at)) {
      Oracle.holds(packet.end() > at, "every packet takes us further");
      Oracle.holds(packet.end() <= input.length, "a packet lies in its datagram");
      at = packet.end();
    }
    if (GoogleQuicHello.begins(input, 0, input.length) && google.wrap(buffer, 0, input.length)) {
      Oracle.isHost(google.serverName());
    }
  }
}
