package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;

/** DNS messages with every accessor asked, HTTPS and SVCB records and ECH configurations too. */
class DnsMessageFuzzTest {
  private final DnsMessage message = new DnsMessage();
  private final SvcbData service = new SvcbData();
  private final EchConfigList ech = new EchConfigList();

  @FuzzTest(maxDuration = "1s")
  void messages(byte[] input) {
    if (!message.wrap(ByteBuffer.wrap(input), 0, input.length)) {
      return;
    }
    Oracle.holds(message.id() >>> 16 == 0, "an ID has 16 bits");
    Oracle.holds((message.rcode() | message.opcode()) >>> 4 == 0, "codes have 4 bits");
    for (int i = 0; i < message.questionCount(); i++) {
      Oracle.isHost(message.questionName(i));
      Oracle.holds(message.questionType(i) >= 0, "a type is not negative");
    }
    for (int i = 0; i < message.recordCount(); i++) {
      Oracle.isHost(message.recordName(i));
      Oracle.isHost(message.recordTarget(i));
      Oracle.holds(message.recordTtl(i) >= 0, "a TTL is not negative");
      IpAddress address = message.recordAddress(i);
      Oracle.holds(
          address == null
              || message.recordType(i) == DnsMessage.TYPE_A
              || message.recordType(i) == DnsMessage.TYPE_AAAA,
          "only address records have an address");
      if (message.recordService(i, service)) {
        SvcbDataFuzzTest.check(service, ech, message.rdLength(i));
      }
    }
  }
}
