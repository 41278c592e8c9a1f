package org.ikisaki.export;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ikisaki.store.Level;

/** The series that are written: their tags and their fields, all whole numbers. */
enum Measurement {
  /** What each device exchanged with each service. */
  TRAFFIC(ImmutableList.of("device", "service", "category"), Fields.COUNTERS),
  /** What went to each country and network operator. */
  DESTINATION(ImmutableList.of("country", "asn", "as_org"), Fields.COUNTERS),
  /** The same by the minute. */
  TRAFFIC_1M(Level.MINUTE, TRAFFIC.tags, Fields.COUNTERS),
  DESTINATION_1M(Level.MINUTE, DESTINATION.tags, Fields.COUNTERS),
  /** The same by the hour. */
  TRAFFIC_1H(Level.HOUR, TRAFFIC.tags, Fields.COUNTERS),
  DESTINATION_1H(Level.HOUR, DESTINATION.tags, Fields.COUNTERS),
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
  /** Round trips to the routers on the way to each target of a trace, in microseconds, and loss. */
  HOP(
      ImmutableList.of("origin", "target", "ttl", "router", "country", "asn", "as_org"),
      ImmutableList.of("sent", "answers", "round_trips", "rtt_us", "traces", "rtt_best_us")),
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

  private final Level level;
  private final ImmutableList<String> tags;
  private final ImmutableList<String> fields;

  Measurement(ImmutableList<String> tags, ImmutableList<String> fields) {
    this(Level.TEN_SECONDS, tags, fields);
  }

  Measurement(Level level, ImmutableList<String> tags, ImmutableList<String> fields) {
    this.level = level;
    this.tags = tags;
    this.fields = fields;
  }

  /** As it is called in the database. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How long a time each of its points stands for. */
  Level level() {
    return level;
  }

  /** Levels that are exported, the finest first. */
  static List<Level> levels() {
    return Arrays.stream(values()).map(Measurement::level).distinct().sorted().toList();
  }

  /** Those of a level. */
  static List<Measurement> of(Level level) {
    return Arrays.stream(values()).filter(m -> m.level == level).toList();
  }

  /** Those that have a tag. */
  static List<Measurement> with(String tag) {
    return Arrays.stream(values()).filter(m -> m.tags.contains(tag)).toList();
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
