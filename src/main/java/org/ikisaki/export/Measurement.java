package org.ikisaki.export;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/** The series that are written: their tags and their fields, all whole numbers. */
enum Measurement {
  /** What each device exchanged with each service. */
  TRAFFIC(ImmutableList.of("device", "service", "category"), Fields.COUNTERS),
  /** What went to each country and network operator. */
  DESTINATION(ImmutableList.of("country", "asn", "as_org"), Fields.COUNTERS),
  /** The hosts behind each service; the lesser ones of each time together. */
  HOST(ImmutableList.of("service", "host"), Fields.COUNTERS),
  /** TCP handshakes with each service, and the microseconds that they took on either side. */
  LATENCY(
      ImmutableList.of("service"), ImmutableList.of("handshakes", "rtt_local_us", "rtt_remote_us")),
  /** DNS answers to each device, by response code. */
  DNS(ImmutableList.of("device", "rcode"), ImmutableList.of("answers")),
  /** How much of each device's traffic with the outside has a name, and how much DNS is seen. */
  NAMING(
      ImmutableList.of("device"),
      ImmutableList.of("bytes", "bytes_named", "connections", "connections_with_dns")),
  /** What each capture source counted. */
  CAPTURE(
      ImmutableList.of("source"),
      ImmutableList.of(
          "frames",
          "frame_bytes",
          "ip_packets",
          "ip_bytes",
          "not_ip",
          "undecoded",
          "dropped_by_kernel",
          "dropped_by_interface",
          "duplicates",
          "gaps",
          "flows_evicted",
          "unread"));

  /** The tag that every series has, so that several sensors can share a database. */
  static final String SENSOR = "sensor";

  private final ImmutableList<String> tags;
  private final ImmutableList<String> fields;

  Measurement(ImmutableList<String> tags, ImmutableList<String> fields) {
    this.tags = tags;
    this.fields = fields;
  }

  /** As it is called in the database. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tags besides {@link #SENSOR}. */
  ImmutableList<String> tags() {
    return tags;
  }

  ImmutableList<String> fields() {
    return fields;
  }

  private static final class Fields {
    static final ImmutableList<String> COUNTERS =
        ImmutableList.of("bytes_down", "bytes_up", "packets_down", "packets_up", "flows");
  }
}
