package org.ikisaki.export;

import java.util.List;
import java.util.Locale;

/** The series that are written: their tags and their fields, all whole numbers. */
enum Measurement {
  /** What each device exchanged with each service. */
  TRAFFIC(List.of("device", "service", "category"), Fields.COUNTERS),
  /** What went to each country and network operator. */
  DESTINATION(List.of("country", "asn", "as_org"), Fields.COUNTERS),
  /** The hosts behind each service; the lesser ones of each time together. */
  HOST(List.of("service", "host"), Fields.COUNTERS),
  /** DNS answers to each device, by response code. */
  DNS(List.of("device", "rcode"), List.of("answers")),
  /** What each capture source counted. */
  CAPTURE(
      List.of("source"),
      List.of(
          "frames",
          "frame_bytes",
          "ip_packets",
          "ip_bytes",
          "not_ip",
          "undecoded",
          "dropped_by_kernel",
          "dropped_by_interface"));

  /** The tag that every series has, so that several sensors can share a database. */
  static final String SENSOR = "sensor";

  private final List<String> tags;
  private final List<String> fields;

  Measurement(List<String> tags, List<String> fields) {
    this.tags = tags;
    this.fields = fields;
  }

  /** As it is called in the database. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tags besides {@link #SENSOR}. */
  List<String> tags() {
    return tags;
  }

  List<String> fields() {
    return fields;
  }

  private static final class Fields {
    static final List<String> COUNTERS =
        List.of("bytes_down", "bytes_up", "packets_down", "packets_up", "flows");
  }
}
