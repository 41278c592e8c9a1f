package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.ikisaki.config.ConfigException;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.service.RulesFile;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;

/**
 * A week of a household of twenty devices, 100,000 endpoints in all, and then rules that change:
 * for one service, for half of everything, and back.
 */
final class Relabelling {
  private static final int ENDPOINTS = 100_000;
  private static final int DEVICES = 20;
  private static final int ROWS_PER_INTERVAL = 25;
  private static final Duration LENGTH = Duration.ofDays(7);
  private static final int SECONDS_PER_INTERVAL = 10;
  private static final double LONGEST_SECONDS = 2;

  private final Random random = new Random(1);
  private final List<Endpoint> endpoints = new ArrayList<>();
  private boolean inTime = true;

  private Relabelling() {}

  public static void main(String[] arguments) throws IOException, ConfigException {
    Path directory = Files.createTempDirectory("relabelling");
    Path file = directory.resolve("ikisaki.db");
    try {
      System.exit(new Relabelling().run(file) ? 0 : 1);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private boolean run(Path file) throws IOException, ConfigException {
    try (Store store = Store.open(file, rules("{}"))) {
      write(store);
      System.out.printf("%,d bytes of history%n", Files.size(file));
      relabelAll(store);
      System.out.println("with an export, which is told of the times that changed:");
      try (StoreReader reader = StoreReader.open(file)) {
        store.saveCursor("export", reader.exports().newest());
        relabelAll(store);
        System.out.printf("%,d changes to send%n", reader.exports().states().get(0).waiting());
      }
    }
    return inTime;
  }

  private void relabelAll(Store store) throws IOException, ConfigException {
    relabel(store, "one service", rules("{Club: {hosts: ['*.d7.example']}}"));
    relabel(store, "half of all", rules("{Half: {hosts: ['*.example']}}"));
    relabel(store, "back", rules("{}"));
    relabel(store, "nothing", rules("{Nobody: {hosts: [nobody.test]}}"));
  }

  private void relabel(Store store, String what, RuleSet rules) throws IOException {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long cpuBefore = thread.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    int changed = store.reclassify(rules);
    double cpuSeconds = (thread.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    double seconds = (System.nanoTime() - began) / 1e9;
    inTime &= seconds < LONGEST_SECONDS;
    System.out.printf(
        Locale.ROOT,
        "%-12s %,8d endpoints relabelled in %.2f s (%.2f s of CPU)%n",
        what,
        changed,
        seconds,
        cpuSeconds);
  }

  /** Every endpoint once at least, and the few that are used all the time in between. */
  private void write(Store store) throws IOException {
    for (int i = 0; i < ENDPOINTS; i++) {
      String domain = i % 2 == 0 ? ".d" + i % 997 + ".example" : ".d" + i % 997 + ".test";
      endpoints.add(
          new Endpoint(
              "h" + i + domain,
              null,
              IpAddress.ofIpv4(0xcb007100 & (i << 8 | 0xff)),
              6,
              443,
              Place.UNKNOWN,
              NameSource.SNI));
    }
    Instant start = Instant.parse("2026-11-01T00:00:00Z");
    int intervals = (int) (LENGTH.toSeconds() / SECONDS_PER_INTERVAL);
    for (int i = 0; i < intervals; i++) {
      Instant from = start.plusSeconds((long) i * SECONDS_PER_INTERVAL);
      store.add(
          new IntervalRows(
              "eth0",
              from,
              from.plusSeconds(SECONDS_PER_INTERVAL),
              traffic(i, intervals),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Set.of(),
              List.of(),
              Visibility.NONE,
              CaptureStats.ZERO));
      if (i % 60 == 59) {
        store.commit();
      }
    }
    store.commit();
  }

  private List<Traffic> traffic(int interval, int intervals) {
    List<Traffic> traffic = new ArrayList<>();
    int first = (int) ((long) ENDPOINTS * interval / intervals);
    int last = (int) ((long) ENDPOINTS * (interval + 1) / intervals);
    for (int i = first; i < last; i++) {
      traffic.add(row(endpoints.get(i)));
    }
    while (traffic.size() < ROWS_PER_INTERVAL) {
      traffic.add(row(endpoints.get(random.nextInt(1_000))));
    }
    return traffic;
  }

  private Traffic row(Endpoint endpoint) {
    DeviceId device = new DeviceId("02:00:00:00:00:%02x".formatted(random.nextInt(DEVICES)));
    return new Traffic(device, endpoint, new Counters(10_000, 1_000, 10, 5, 1));
  }

  private static RuleSet rules(String services) throws ConfigException {
    Rules user = RulesFile.parse("rules.yaml", ("services: " + services).getBytes(UTF_8));
    return RuleSet.of(user, Catalogue.rules());
  }
}
