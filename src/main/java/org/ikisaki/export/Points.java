package org.ikisaki.export;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.BucketPoints;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Coverage;
import org.ikisaki.store.HopPoint;
import org.ikisaki.store.IntervalPoints;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.Level;
import org.ikisaki.store.StoreReader;

/**
 * Turns the store's rows of one time into lines of line protocol, one per series.
 *
 * <p>Rows whose tags become equal when they are made safe are added up: in the database the later
 * one would replace the earlier.
 */
final class Points {
  private final String sensor;
  private final int mostPerTime;

  /**
   * Of one sensor.
   *
   * @param mostPerTime how many hosts of ten seconds have a line of their own, and how many
   *     destinations; the others of a service or country share one
   */
  Points(String sensor, int mostPerTime) {
    this.sensor = SafeText.tag(sensor);
    this.mostPerTime = mostPerTime;
  }

  /** All series at {@code time}. */
  List<String> at(StoreReader reader, Instant time) throws IOException {
    IntervalPoints interval = reader.interval(time);
    Map<Series, long[]> sums = new LinkedHashMap<>();
    for (IntervalPoints.ServicePoint p : interval.services()) {
      add(sums, series(Measurement.TRAFFIC, p.device(), p.service(), p.category()), p.counters());
    }
    for (IntervalPoints.DestinationPoint p : interval.destinations(mostPerTime)) {
      add(sums, series(Measurement.DESTINATION, p.country(), p.asn(), p.asOrg()), p.counters());
    }
    for (IntervalPoints.HostPoint p : interval.hosts(mostPerTime)) {
      add(sums, series(Measurement.HOST, p.service(), p.host()), p.counters());
    }
    for (IntervalPoints.LatencyPoint p : interval.latency()) {
      add(
          sums,
          series(Measurement.LATENCY, p.service()),
          p.roundTrips().handshakes(),
          p.roundTrips().localMicros(),
          p.roundTrips().remoteMicros());
    }
    for (IntervalPoints.DnsPoint p : interval.dns()) {
      add(sums, series(Measurement.DNS, p.device(), rcode(p.rcode())), p.answers());
    }
    for (StoreReader.DeviceCoverage p : interval.coverage()) {
      add(sums, series(Measurement.NAMING, p.name()), p.coverage());
    }
    for (HopPoint p : interval.hops()) {
      addHop(sums, p);
    }
    for (IntervalPoints.CapturePoint p : interval.capture()) {
      add(sums, series(Measurement.CAPTURE, p.source()), p.stats());
    }
    List<String> lines = new ArrayList<>(sums.size());
    sums.forEach((series, values) -> lines.add(line(series, values, time)));
    return lines;
  }

  /** All series of the bucket of {@code level} that begins at {@code time}. */
  List<String> at(StoreReader reader, Level level, Instant time) throws IOException {
    return switch (level) {
      case TEN_SECONDS -> at(reader, time);
      case MINUTE -> sums(reader, level, time, Measurement.TRAFFIC_1M, Measurement.DESTINATION_1M);
      case HOUR -> sums(reader, level, time, Measurement.TRAFFIC_1H, Measurement.DESTINATION_1H);
      case DAY -> List.of();
    };
  }

  private List<String> sums(
      StoreReader reader, Level level, Instant time, Measurement traffic, Measurement destination)
      throws IOException {
    BucketPoints bucket = reader.exports().bucket(level, time);
    Map<Series, long[]> sums = new LinkedHashMap<>();
    for (IntervalPoints.ServicePoint p : bucket.services()) {
      add(sums, series(traffic, p.device(), p.service(), p.category()), p.counters());
    }
    for (IntervalPoints.DestinationPoint p : bucket.destinations()) {
      add(sums, series(destination, p.country(), p.asn(), p.asOrg()), p.counters());
    }
    List<String> lines = new ArrayList<>(sums.size());
    sums.forEach((series, values) -> lines.add(line(series, values, time)));
    return lines;
  }

  private String line(Series series, long[] values, Instant time) {
    Measurement measurement = series.measurement();
    Point point = Point.measurement(measurement.label()).addTag(Measurement.SENSOR, sensor);
    for (int i = 0; i < measurement.tags().size(); i++) {
      point.addTag(measurement.tags().get(i), series.tags().get(i));
    }
    for (int i = 0; i < values.length; i++) {
      point.addField(measurement.fields().get(i), values[i]);
    }
    return point.time(time.getEpochSecond(), WritePrecision.S).toLineProtocol();
  }

  private static Series series(Measurement measurement, String... tags) {
    return new Series(measurement, Arrays.stream(tags).map(SafeText::tag).toList());
  }

  private static void add(Map<Series, long[]> sums, Series series, Counters c) {
    add(sums, series, c.bytesDown(), c.bytesUp(), c.packetsDown(), c.packetsUp(), c.flows());
  }

  private static void add(Map<Series, long[]> sums, Series series, Coverage c) {
    add(sums, series, c.bytes(), c.bytesNamed(), c.connections(), c.connectionsWithDns());
  }

  private static void addHop(Map<Series, long[]> sums, HopPoint p) {
    Series series =
        series(
            Measurement.HOP,
            p.origin(),
            p.target(),
            Integer.toString(p.ttl()),
            p.router(),
            p.country(),
            "AS" + Integer.toUnsignedString(p.asn()),
            p.asOrg());
    add(
        sums,
        series,
        p.sent(),
        p.answers(),
        p.roundTrips(),
        p.rttMicros(),
        p.traces(),
        p.bestMicros());
  }

  private static void add(Map<Series, long[]> sums, Series series, CaptureStats c) {
    add(
        sums,
        series,
        c.frames(),
        c.frameBytes(),
        c.ipPackets(),
        c.ipBytes(),
        c.notIp(),
        c.undecoded(),
        c.droppedByKernel(),
        c.droppedByInterface(),
        c.duplicates(),
        c.gaps(),
        c.flowsEvicted(),
        c.unread());
  }

  private static void add(Map<Series, long[]> sums, Series series, long... values) {
    long[] sum = sums.computeIfAbsent(series, s -> new long[values.length]);
    for (int i = 0; i < values.length; i++) {
      sum[i] += values[i];
    }
  }

  /** The mnemonic of RFC 1035 and RFC 2136 that people know, else the number. */
  private static String rcode(int code) {
    return switch (code) {
      case 0 -> "NOERROR";
      case 1 -> "FORMERR";
      case 2 -> "SERVFAIL";
      case 3 -> "NXDOMAIN";
      case 4 -> "NOTIMP";
      case 5 -> "REFUSED";
      default -> "RCODE" + code;
    };
  }

  private record Series(Measurement measurement, List<String> tags) {}
}
