package org.ikisaki.trace.render;

import static org.ikisaki.trace.TraceBuilder.FRANKFURT;
import static org.ikisaki.trace.TraceBuilder.NEW_YORK;
import static org.ikisaki.trace.TraceBuilder.OSLO;
import static org.ikisaki.trace.TraceBuilder.SAN_JOSE;
import static org.ikisaki.trace.TraceBuilder.STOCKHOLM;
import static org.ikisaki.trace.TraceBuilder.TOKYO;

import java.util.List;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.TraceBuilder;

/** Three made-up traces from Oslo, over both oceans. */
final class Samples {
  /** What someone may call a router. */
  static final String HOSTILE = "</script><b onclick=\"x\">&'\u202e\u0007";

  private Samples() {}

  static List<PlacedTrace> traces() {
    return List.of(
        TraceBuilder.to("www.example.com", "203.0.113.80")
            .from(OSLO)
            .hop("192.168.1.1", null, 0, null, 0.5)
            .hop("198.51.100.1", "core1.osl.example.net", 64496, OSLO, 2.1)
            .hop("198.51.100.2", "core1.sto.example.net", 64496, STOCKHOLM, 9.3)
            .hop("198.51.100.3", "ae1.fra.example.net", 64497, FRANKFURT, 26.0)
            .silent()
            .hop("198.51.100.5", "ae7.nyc.example.net", 64497, NEW_YORK, 101.5)
            .hop("203.0.113.80", null, 64500, SAN_JOSE, 160.9)
            .targetIn(SAN_JOSE)
            .build(),
        TraceBuilder.to("www.example.jp", "203.0.113.90")
            .from(OSLO)
            .hop("192.168.1.1", null, 0, null, 0.5)
            .hop("198.51.100.1", "core1.osl.example.net", 64496, OSLO, 1.9)
            .hop("198.51.100.2", "core1.sto.example.net", 64496, STOCKHOLM, 9.9)
            .hop("198.51.100.40", HOSTILE, 64498, SAN_JOSE, 171.0)
            .hop("198.51.100.41", "tyo.example.jp", 64499, TOKYO, 265.0)
            .silent()
            .targetIn(TOKYO)
            .build(),
        TraceBuilder.to("203.0.113.99", "203.0.113.99")
            .from(OSLO)
            .hop("192.168.1.1", null, 0, null, 0.5)
            .hop("198.51.100.1", "core1.osl.example.net", 64496, OSLO, 2.0)
            .hop("198.51.100.77", null, 64501, null, 30.0)
            .hop("198.51.100.3", "ae1.fra.example.net", 64497, FRANKFURT, 25.1)
            .build());
  }
}
