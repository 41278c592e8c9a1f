package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.trace.ProbeKind;

/** ICMP messages and what they quote: anybody may send them, and a raw socket gets them all. */
class IcmpReplyFuzzTest {
  private static final int PORT = 443;
  private static final int SOURCE = 40_000;
  private static final int SECRET = 0xbeef;

  static Transport transport(ProbeKind kind) {
    return new Transport(kind, PORT, SOURCE, SECRET);
  }

  @FuzzTest(maxDuration = "1s")
  void messages(byte[] input) {
    ByteBuffer data = ByteBuffer.wrap(input);
    read(data, 20, false);
    read(data, 0, true);
    assertThat(Payload.id(data, SECRET)).isBetween(-1, 0xffff);
    assertThat(EchoRequest.id(data, false, SECRET)).isBetween(-1, 0xffff);
    assertThat(EchoRequest.replyId(data, true, SECRET)).isBetween(-1, 0xffff);
  }

  private static void read(ByteBuffer data, int at, boolean ipv6) {
    Quotation quotation = Quotation.of(data, at, ipv6);
    for (ProbeKind kind : new ProbeKind[] {ProbeKind.UDP, ProbeKind.ICMP, ProbeKind.TCP}) {
      Transport transport = transport(kind);
      assertThat(transport.answered(data, at, ipv6)).isBetween(-1, 0xffff);
      if (quotation != null) {
        assertThat(transport.id(data, quotation.transport(), ipv6)).isBetween(-1, 0xffff);
        assertThat(transport.spareId(data, quotation.transport())).isBetween(0, 0xffff);
      }
    }
    if (quotation != null) {
      IcmpMeaning.of(ipv6, quotation.type(), quotation.code(), true);
      assertThat(IcmpExtensions.labels(data, quotation.extensions())).hasSizeLessThanOrEqualTo(8);
    }
  }
}
