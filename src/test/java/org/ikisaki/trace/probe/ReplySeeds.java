package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.probe.SimPackets.Seen;
import org.ikisaki.wire.IpAddress;

/** Sound replies to probes, to begin fuzzing with. */
public final class ReplySeeds {
  private static final int TIME_EXCEEDED = 11;

  private ReplySeeds() {}

  /** By name, as a raw socket gets them: over IPv6 without the header. */
  public static Map<String, byte[]> all() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (ProbeKind kind : new ProbeKind[] {ProbeKind.UDP, ProbeKind.ICMP, ProbeKind.TCP}) {
      for (boolean ipv6 : new boolean[] {false, true}) {
        IpAddress home = IpAddress.parse(ipv6 ? "2001:db8::2" : "192.0.2.2");
        IpAddress target = IpAddress.parse(ipv6 ? "2001:db8:aa::80" : "203.0.113.80");
        Transport transport = IcmpReplyFuzzTest.transport(kind);
        ByteBuffer body = ByteBuffer.allocate(transport.length());
        transport.write(body, 0, new Probe(target, 0, 3, 4_711), home);
        Seen probe = new Seen(SimPackets.packet(home, target, transport.protocol(ipv6), body));
        byte[] error =
            SimPackets.error(
                probe, Sim.address(2, ipv6), TIME_EXCEEDED, 0, Sim.Manner.PLAIN.withLabels());
        String name = kind.name().toLowerCase(Locale.ROOT) + (ipv6 ? "6" : "4");
        seeds.put(name, ipv6 ? Arrays.copyOfRange(error, 40, error.length) : error);
      }
    }
    return seeds;
  }
}
