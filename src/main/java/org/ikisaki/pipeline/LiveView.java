package org.ikisaki.pipeline;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.service.Service;
import org.ikisaki.store.Counters;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.NewDevice;
import org.jspecify.annotations.Nullable;

/** What passed in the last minutes and since the start, by service. Thread-safe. */
public final class LiveView {
  private static final int MAX_INTERVALS = 60;

  /** Names from the wire make services; beyond these they are summed as one. */
  private static final int MAX_SERVICES = 2_000;

  /** When nobody asks for them; they are in the store all the same. */
  private static final int MAX_NEW_DEVICES = 1_000;

  private static final Service OTHER = new Service("(other)", "");

  private final ServiceReading services;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private final Map<Service, Counters> sinceStart = new HashMap<>();
  private final Set<String> devicesSinceStart = new HashSet<>();
  private CaptureStats capturedSinceStart = CaptureStats.ZERO;
  private @Nullable Instant latest;
  private List<NewDevice> newDevices = new ArrayList<>();

  public LiveView(ServiceReading services) {
    this.services = services;
  }

  synchronized void add(IntervalRows rows) {
    Map<Service, Counters> byService = new HashMap<>();
    Set<String> devices = new HashSet<>();
    for (Traffic traffic : rows.traffic()) {
      byService.merge(services.of(traffic.endpoint()), traffic.counters(), Counters::plus);
      devices.add(traffic.device().text());
    }
    byService.forEach(this::addSinceStart);
    devicesSinceStart.addAll(devices);
    capturedSinceStart = capturedSinceStart.plus(rows.capture());
    slices.addLast(new Slice(rows.end(), byService, devices, rows.capture()));
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
    for (Slice slice : slices) {
      if (slice.end.isAfter(since)) {
        slice.services.forEach(
            (service, counters) -> totals.merge(service, counters, Counters::plus));
        devices.addAll(slice.devices);
        captured = captured.plus(slice.captured);
      }
    }
    return summary(totals, devices.size(), captured);
  }

  /** All that passed since the start. */
  public synchronized Summary sinceStart() {
    return summary(sinceStart, devicesSinceStart.size(), capturedSinceStart);
  }

  private void addSinceStart(Service service, Counters counters) {
    boolean room = sinceStart.containsKey(service) || sinceStart.size() < MAX_SERVICES;
    sinceStart.merge(room ? service : OTHER, counters, Counters::plus);
  }

  private static Summary summary(
      Map<Service, Counters> totals, int devices, CaptureStats captured) {
    List<ServiceTotal> ordered = new ArrayList<>();
    totals.forEach((service, counters) -> ordered.add(new ServiceTotal(service, counters)));
    ordered.sort(
        Comparator.comparingLong((ServiceTotal t) -> -t.counters().bytes())
            .thenComparing(t -> t.service().name()));
    return new Summary(ordered, devices, captured);
  }

  /** When the newest interval ended, in packet time; null before the first. */
  public synchronized @Nullable Instant latest() {
    return latest;
  }

  /** The largest service first. */
  public record Summary(List<ServiceTotal> services, int devices, CaptureStats captured) {}

  public record ServiceTotal(Service service, Counters counters) {}

  private record Slice(
      Instant end, Map<Service, Counters> services, Set<String> devices, CaptureStats captured) {}
}
