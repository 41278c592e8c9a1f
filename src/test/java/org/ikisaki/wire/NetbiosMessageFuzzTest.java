package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;

/** NetBIOS name service messages: registrations, answers, status. */
class NetbiosMessageFuzzTest {
  private static final long SENDER = IpAddress.ipv4Low(0xc000_0207);

  private final NetbiosMessage message = new NetbiosMessage();

  @FuzzTest(maxDuration = "1s")
  void messages(byte[] input) {
    if (message.wrap(ByteBuffer.wrap(input), 0, input.length)) {
      Oracle.isHost(message.ownName(SENDER));
    }
  }
}
