package org.ikisaki.pipeline;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ikisaki.service.Service;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Coverage;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.NewDevice;
import org.ikisaki.store.Visibility.Connections;
import org.jspecify.annotations.Nullable;

/** What passed in the last minutes and since the start, by service. Thread-safe. */
public final class LiveView {
  private static final int MAX_INTERVALS = 60;

  /** Names from the wire make services; beyond these they are summed as one. */
  private static final int MAX_SERVICES = 2_000;

  /** More than there is room for elsewhere. */
  private static final int MAX_DEVICES = 2_000;

  /** When nobody asks for them; they are in the store all the same. */
  private static final int MAX_NEW_DEVICES = 1_000;

  private static final Service OTHER = new Service("(other)", "");

  private final ServiceReading services;
  private final Deque<Slice> slices = new ArrayDeque<>();

  /** In the order in which they came, so that the first so many stay the same. */
  private final Map<Service, Counters> sinceStart = new LinkedHashMap<>();

  private final Map<String, Counters> devicesSinceStart = new LinkedHashMap<>();
  private final Map<String, CaptureStats> capturedSinceStart = new TreeMap<>();
  private Coverage coverageSinceStart = Coverage.NONE;
  private @Nullable String sharedResolver;
  private @Nullable Instant latest;
  private List<NewDevice> newDevices = new ArrayList<>();

  public LiveView(ServiceReading services) {
    this.services = services;
  }

  synchronized void add(IntervalRows rows) {
    Map<Service, Counters> byService = new HashMap<>();
    Set<String> devices = new HashSet<>();
    for (Traffic traffic : rows.traffic()) {
      byService.merge(
          services.of(traffic.device(), traffic.endpoint()), traffic.counters(), Counters::plus);
      devices.add(traffic.device().text());
      addSinceStart(traffic.device().text(), traffic.counters());
    }
    Coverage coverage = coverage(rows);
    byService.forEach(this::addSinceStart);
    capturedSinceStart.merge(rows.source(), rows.capture(), CaptureStats::plus);
    coverageSinceStart = coverageSinceStart.plus(coverage);
    sharedResolver = rows.visibility().sharedResolver();
    slices.addLast(new Slice(rows.end(), byService, devices, rows.capture(), coverage));
    if (slices.size() > MAX_INTERVALS) {
      slices.removeFirst();
    }
    if (latest == null || rows.end().isAfter(latest)) {
      latest = rows.end();
    }
  }

  synchronized void addNew(List<NewDevice> devices) {
    if (newDevices.size() < MAX_NEW_DEVICES) {
      newDevices.addAll(devices);
    }
  }

  /** Devices that came for the first time since this was last asked, as far as they are stored. */
  public synchronized List<NewDevice> takeNewDevices() {
    List<NewDevice> taken = newDevices;
    newDevices = new ArrayList<>();
    return taken;
  }

  /** What the intervals that ended after {@code since} hold, at most the last ten minutes. */
  public synchronized Summary since(Instant since) {
    Map<Service, Counters> totals = new HashMap<>();
    Set<String> devices = new HashSet<>();
    CaptureStats captured = CaptureStats.ZERO;
    Coverage coverage = Coverage.NONE;
    for (Slice slice : slices) {
      if (slice.end.isAfter(since)) {
        slice.services.forEach(
            (service, counters) -> totals.merge(service, counters, Counters::plus));
        devices.addAll(slice.devices);
        captured = captured.plus(slice.captured);
        coverage = coverage.plus(slice.coverage);
      }
    }
    return summary(totals, devices.size(), captured, coverage);
  }

  /** All that passed since the start. */
  public synchronized Summary sinceStart() {
    CaptureStats captured =
        capturedSinceStart.values().stream().reduce(CaptureStats.ZERO, CaptureStats::plus);
    return summary(sinceStart, devicesSinceStart.size(), captured, coverageSinceStart);
  }

  /**
   * The same in full. Of services and devices those that came first; all later ones are {@code
   * (other)}, so that no sum ever falls.
   */
  public synchronized Totals totals(int mostServices, int mostDevices) {
    return new Totals(
        first(sinceStart, mostServices, OTHER),
        first(devicesSinceStart, mostDevices, OTHER.name()),
        capturedSinceStart,
        coverageSinceStart);
  }

  private static <K> Map<K, Counters> first(Map<K, Counters> sums, int most, K other) {
    Map<K, Counters> first = new LinkedHashMap<>();
    for (Map.Entry<K, Counters> sum : sums.entrySet()) {
      boolean fits = first.size() < most;
      first.merge(fits ? sum.getKey() : other, sum.getValue(), Counters::plus);
    }
    return first;
  }

  private void addSinceStart(String device, Counters counters) {
    boolean room = devicesSinceStart.containsKey(device) || devicesSinceStart.size() < MAX_DEVICES;
    devicesSinceStart.merge(room ? device : OTHER.name(), counters, Counters::plus);
  }

  private void addSinceStart(Service service, Counters counters) {
    boolean room = sinceStart.containsKey(service) || sinceStart.size() < MAX_SERVICES;
    sinceStart.merge(room ? service : OTHER, counters, Counters::plus);
  }

  private static Summary summary(
      Map<Service, Counters> totals, int devices, CaptureStats captured, Coverage coverage) {
    List<ServiceTotal> ordered = new ArrayList<>();
    totals.forEach((service, counters) -> ordered.add(new ServiceTotal(service, counters)));
    ordered.sort(
        Comparator.comparingLong((ServiceTotal t) -> -t.counters().bytes())
            .thenComparing(t -> t.service().name()));
    return new Summary(ordered, devices, captured, coverage);
  }

  /** When the newest interval ended, in packet time; null before the first. */
  public synchronized @Nullable Instant latest() {
    return latest;
  }

  /** The client that asks DNS questions for the whole house, null if each device asks itself. */
  public synchronized @Nullable String sharedResolver() {
    return sharedResolver;
  }

  private static Coverage coverage(IntervalRows rows) {
    long bytes = 0;
    long named = 0;
    for (Traffic row : rows.traffic()) {
      if (!row.endpoint().local()) {
        bytes += row.counters().bytes();
        named += row.endpoint().isNamed() ? row.counters().bytes() : 0;
      }
    }
    Coverage coverage = new Coverage(bytes, named, 0, 0);
    for (Connections row : rows.visibility().connections()) {
      coverage = coverage.plus(new Coverage(0, 0, row.opened(), row.withDns()));
    }
    return coverage;
  }

  /** The largest service first. */
  public record Summary(
      List<ServiceTotal> services, int devices, CaptureStats captured, Coverage coverage) {}

  /**
   * All that passed since the start.
   *
   * @param devices by their keys
   * @param captured by source
   */
  public record Totals(
      Map<Service, Counters> services,
      Map<String, Counters> devices,
      Map<String, CaptureStats> captured,
      Coverage coverage) {
    public Totals {
      services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
      devices = Collections.unmodifiableMap(new LinkedHashMap<>(devices));
      captured = Map.copyOf(captured);
    }
  }

  public record ServiceTotal(Service service, Counters counters) {}

  private record Slice(
      Instant end,
      Map<Service, Counters> services,
      Set<String> devices,
      CaptureStats captured,
      Coverage coverage) {}
}
