package org.ikisaki.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ikisaki.config.ConfigException;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.service.RulesFile;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.RoundTrips;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoredTrace;
import org.ikisaki.store.StoredTrace.StoredAnswer;
import org.ikisaki.store.TraceHistory;
import org.ikisaki.store.Visibility;
import org.ikisaki.store.Visibility.Connections;
import org.ikisaki.wire.IpAddress;

/** A real store with made-up traffic. */
final class TestStore implements AutoCloseable {
  private static final Instant ALWAYS = Instant.EPOCH;
  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
  private static final IpAddress RESOLVER = IpAddress.parse("192.0.2.53");
  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.10");

  private final Path file;
  private final Store store;

  TestStore(Path directory) throws IOException {
    file = directory.resolve("ikisaki.db");
    store = Store.open(file, rules("First"));
  }

  Path file() {
    return file;
  }

  Store store() {
    return store;
  }

  /** Commits intervals in which one device uses one service: a line per measurement and time. */
  void fill(Instant start, int intervals) throws IOException {
    for (int i = 0; i < intervals; i++) {
      add(start.plusSeconds(10L * i), List.of(traffic(1, 0, 1_000 + i)));
    }
    store.commit();
  }

  /** Commits intervals of a household: 4 devices, 6 hosts of 3 services. */
  void fillHousehold(Instant start, int intervals) throws IOException {
    for (int i = 0; i < intervals; i++) {
      List<Traffic> traffic = new ArrayList<>();
      for (int device = 1; device <= 4; device++) {
        for (int host = 0; host < 6; host++) {
          traffic.add(traffic(device, host, 1_000L * device + 10L * host + i));
        }
      }
      add(start.plusSeconds(10L * i), traffic);
    }
    store.commit();
  }

  /** Commits one interval in which one device exchanged 1,000 bytes down with each host. */
  void fillHosts(Instant time, List<String> hosts) throws IOException {
    add(time, hosts.stream().map(host -> traffic(1, host, 0, 1_000)).toList());
    store.commit();
  }

  /** Keeps a trace of two hops, as the trace command does, that took 1.5 ms and 9 ms. */
  void trace(Instant time, String target) throws IOException {
    IpAddress near = IpAddress.parse("192.0.2.1");
    IpAddress far = IpAddress.parse("203.0.113.80");
    StoredTrace trace =
        new StoredTrace(
            "home",
            time,
            target,
            far,
            "UDP",
            "",
            List.of(
                new StoredAnswer(1, 3, near, null, 1_500, "TIME_EXCEEDED", "", false),
                new StoredAnswer(2, 1, far, null, 9_000, "REACHED", "", false)));
    TraceHistory.record(
        file,
        List.of(new TraceHistory.Made(trace, Map.of(far, new Place(64_500, "Example Net", "JP")))),
        100,
        (route, recent) -> Optional.empty());
  }

  /** Lets the rules call the service of the first hosts otherwise. */
  void rename(String service) throws IOException {
    store.reclassify(rules(service));
  }

  Map<String, Long> bytesDownByService() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (StoreReader reader = StoreReader.open(file)) {
      reader
          .top(StoreReader.TopBy.SERVICE, ALWAYS, NEVER, 1_000)
          .forEach(row -> sums.put(row.key(), row.counters().bytesDown()));
    }
    return sums;
  }

  long bytesDown() throws IOException {
    return bytesDownByService().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The cursor's distance from the newest change. */
  int changesBehind(String exporter) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.exports().after(reader.exports().cursor(exporter).orElse(0), 100_000).size();
    }
  }

  private void add(Instant time, List<Traffic> traffic) {
    DnsAnswer answer =
        new DnsAnswer(
            time.getEpochSecond() * 1_000_000_000L,
            "02:00:00:00:00:01",
            CLIENT,
            RESOLVER,
            "host0.first.test",
            "udp",
            true,
            0,
            List.of(),
            List.of(IpAddress.parse("198.51.100.1")));
    store.add(
        new IntervalRows(
            "eth0",
            time,
            time.plusSeconds(10),
            traffic,
            List.of(),
            List.of(answer),
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            new Visibility(
                List.of(new Connections(new DeviceId("02:00:00:00:00:01"), 4, 3)),
                List.of(),
                List.of(),
                null),
            new CaptureStats(100, 150_000, 95, 140_000, 2, 0, 1, 1, 3, 0, 7, 8)));
  }

  /** Hosts 0 and 1 belong to the service First, the others to their own domains. */
  private static Traffic traffic(int device, int host, long bytes) {
    String name = "host" + host + (host < 2 ? ".first.test" : ".domain" + host / 2 + ".test");
    return traffic(device, name, host, bytes);
  }

  private static Traffic traffic(int device, String host, int network, long bytes) {
    return new Traffic(
        new DeviceId("02:00:00:00:00:0" + device),
        new Endpoint(
            host,
            null,
            IpAddress.parse("198.51.100.0"),
            6,
            443,
            new Place(64_500 + network, "Example Net " + network, "JP"),
            NameSource.SNI),
        new Counters(bytes, bytes / 10, bytes / 100, bytes / 200, 1),
        new RoundTrips(2, 400, 30_000));
  }

  private static RuleSet rules(String service) {
    String yaml =
        "services:\n  " + service + ":\n    category: video\n    hosts: ['*.first.test']\n";
    try {
      return RuleSet.of(RulesFile.parse("rules.yaml", yaml.getBytes(UTF_8)), Rules.NONE);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
