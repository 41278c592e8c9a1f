package org.ikisaki.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.ikisaki.export.ExportStatus;
import org.ikisaki.metrics.Metrics;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.pipeline.IntervalSink;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.Writer;
import org.ikisaki.pipeline.WriterCounters;
import org.ikisaki.service.Service;
import org.ikisaki.store.Counters;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreCounters;

/**
 * What of the daemon's parts is served as a figure, and under which name; docs/metrics.md has the
 * list. All is read from what the parts publish once in an interval. Thread-safe.
 */
final class Figures {
  /** Beyond them {@code (other)}: each has some samples at every reading. */
  static final int MOST_SERVICES = 300;

  static final int MOST_DEVICES = 300;

  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final String FRAMES_BY_VERDICT = "frames_";

  private final Metrics metrics = new Metrics();

  /** What devices are called, by their keys. */
  private volatile Map<String, String> labels = Map.of();

  Figures() {
    new ProcessFigures().addTo(metrics);
  }

  Metrics metrics() {
    return metrics;
  }

  /** From now on devices are called so; those that are not in it by their keys. */
  void callDevices(Map<String, String> labelsByKey) {
    labels = Map.copyOf(labelsByKey);
  }

  void addCapture(List<CaptureLoop> loops, Supplier<List<SourceState>> sources) {
    metrics.counter(
        "ikisaki_verdicts",
        "Frames by what decoding them came to.",
        List.of("source", "verdict"),
        samples -> {
          for (CaptureLoop loop : loops) {
            loop.counts()
                .forEach(
                    (name, count) -> {
                      if (name.startsWith(FRAMES_BY_VERDICT)) {
                        String verdict = name.substring(FRAMES_BY_VERDICT.length());
                        samples.add(count, loop.source(), verdict);
                      }
                    });
          }
        });
    metrics.counter(
        "ikisaki_capture_bounds",
        "What had to be given up, as a table was full or a limit reached.",
        List.of("source", "bound"),
        samples -> {
          for (CaptureLoop loop : loops) {
            loop.counts()
                .forEach(
                    (name, count) -> {
                      if (!name.startsWith(FRAMES_BY_VERDICT)) {
                        samples.add(count, loop.source(), name);
                      }
                    });
          }
        });
    metrics.gauge(
        "ikisaki_flows",
        "Connections that are followed.",
        List.of("source"),
        samples -> loops.forEach(loop -> samples.add(loop.openFlows(), loop.source())));
    metrics.gauge(
        "ikisaki_source_up",
        "1 while a source captures, 0 while something ails it.",
        List.of("source"),
        samples -> sources.get().forEach(s -> samples.add(s.isInTrouble() ? 0 : 1, s.name())));
  }

  void addTraffic(LiveView live) {
    ofSource(live, "ikisaki_frames", "Frames that were heard.", CaptureStats::frames);
    ofSource(live, "ikisaki_frame_bytes", "Bytes of those frames.", CaptureStats::frameBytes);
    ofSource(live, "ikisaki_ip_packets", "IP packets that were counted.", CaptureStats::ipPackets);
    ofSource(live, "ikisaki_ip_bytes", "Bytes of those packets.", CaptureStats::ipBytes);
    ofSource(live, "ikisaki_source_gaps", "How often a source was lost.", CaptureStats::gaps);
    metrics.counter(
        "ikisaki_frames_lost",
        "Frames that nobody counted, by who had no room for them.",
        List.of("source", "cause"),
        samples ->
            captured(live)
                .forEach(
                    (source, stats) -> {
                      samples.add(stats.droppedByKernel(), source, "kernel");
                      samples.add(stats.droppedByInterface(), source, "interface");
                    }));
    metrics.counter(
        "ikisaki_frames_left_out",
        "Frames that were heard and hold no packet to count, by why.",
        List.of("source", "cause"),
        samples ->
            captured(live)
                .forEach(
                    (source, stats) -> {
                      samples.add(stats.notIp(), source, "not_ip");
                      samples.add(stats.undecoded(), source, "undecoded");
                      samples.add(stats.duplicates(), source, "duplicate");
                    }));
    metrics.counter(
        "ikisaki_service_bytes",
        "IP bytes exchanged with a service; down is towards the home.",
        List.of("service", "category", "direction"),
        samples ->
            services(live)
                .forEach(
                    (service, sum) -> {
                      samples.add(sum.bytesDown(), service.name(), service.category(), "down");
                      samples.add(sum.bytesUp(), service.name(), service.category(), "up");
                    }));
    metrics.counter(
        "ikisaki_service_flows",
        "Connections that began with a service.",
        List.of("service", "category"),
        samples ->
            services(live).forEach((s, sum) -> samples.add(sum.flows(), s.name(), s.category())));
    metrics.counter(
        "ikisaki_device_bytes",
        "IP bytes of a device; down is towards it.",
        List.of("device", "direction"),
        samples ->
            devices(live)
                .forEach(
                    (device, sum) -> {
                      samples.add(sum.bytesDown(), label(device), "down");
                      samples.add(sum.bytesUp(), label(device), "up");
                    }));
    metrics.counter(
        "ikisaki_device_flows",
        "Connections of a device that began.",
        List.of("device"),
        samples -> devices(live).forEach((device, sum) -> samples.add(sum.flows(), label(device))));
    metrics.counter(
        "ikisaki_outside_bytes",
        "IP bytes exchanged with the outside, by whether they have a name.",
        List.of("named"),
        samples -> {
          var coverage = live.totals(0, 0).coverage();
          samples.add(coverage.bytesNamed(), "yes");
          samples.add(coverage.bytes() - coverage.bytesNamed(), "no");
        });
    metrics.gauge(
        "ikisaki_last_interval_timestamp_seconds",
        "When the newest interval that was handled ended, in packet time.",
        List.of(),
        samples -> {
          Instant latest = live.latest();
          if (latest != null) {
            samples.add(latest.getEpochSecond());
          }
        });
  }

  private void ofSource(
      LiveView live, String name, String help, ToLongFunction<CaptureStats> value) {
    metrics.counter(
        name,
        help,
        List.of("source"),
        samples ->
            captured(live)
                .forEach((source, stats) -> samples.add(value.applyAsLong(stats), source)));
  }

  void addWriting(IntervalSink sink, Writer writer, Store store) {
    metrics.gauge("ikisaki_queue_intervals", "Intervals that wait for the writer.", sink::waiting);
    metrics.gauge(
        "ikisaki_names", "Pieces of name evidence in memory.", () -> writer.counters().names());
    metrics.gauge(
        "ikisaki_store_pending_intervals",
        "Intervals that wait for the next commit.",
        () -> store.counters().pendingIntervals());
    metrics.gauge(
        "ikisaki_store_pending_rows",
        "Rows that wait for the next commit.",
        () -> store.counters().pendingRows());
    metrics.counter(
        "ikisaki_store_commits", "Commits that succeeded.", () -> writer.counters().commits());
    metrics.counter(
        "ikisaki_store_commit_failures",
        "Commits that failed; their rows wait.",
        () -> writer.counters().failedCommits());
    metrics.counter(
        "ikisaki_store_commit_seconds",
        "How long commits took.",
        () -> writer.counters().commitNanos() / NANOS);
    metrics.gauge(
        "ikisaki_store_last_commit_timestamp_seconds",
        "When rows were last committed.",
        List.of(),
        samples -> {
          WriterCounters counters = writer.counters();
          if (counters.lastCommit() != null) {
            samples.add(counters.lastCommit().getEpochSecond());
          }
        });
    metrics.counter(
        "ikisaki_store_bounds",
        "What the store had to give up, as a limit was reached.",
        List.of("bound"),
        samples -> {
          StoreCounters counters = store.counters();
          samples.add(counters.mergedIntervals(), "intervals_merged");
          samples.add(counters.droppedIntervals(), "intervals_dropped");
          samples.add(counters.droppedBytes(), "bytes_dropped");
          samples.add(counters.droppedEvidence(), "evidence_dropped");
          samples.add(writer.counters().namesEvicted(), "names_evicted");
        });
  }

  void addFile(Path file) {
    metrics.gauge(
        "ikisaki_store_bytes",
        "The database file and its write-ahead log.",
        List.of("file"),
        samples -> {
          samples.add(ProcessFigures.size(file), "database");
          samples.add(ProcessFigures.size(file.resolveSibling(file.getFileName() + "-wal")), "log");
        });
  }

  /**
   * Adds the exports.
   *
   * @param exports how each is at the moment
   */
  void addExports(Supplier<List<ExportStatus>> exports) {
    List<String> labelNames = List.of("export");
    metrics.gauge(
        "ikisaki_export_up",
        "1 while an export's server takes what it is sent, 0 while rows wait for it.",
        labelNames,
        samples ->
            exports
                .get()
                .forEach(export -> samples.add(export.problem() == null ? 1 : 0, export.name())));
    metrics.gauge(
        "ikisaki_export_lag_seconds",
        "How far an export is behind; 0 when nothing waits.",
        labelNames,
        samples -> exports.get().forEach(e -> samples.add(e.lag().toNanos() / NANOS, e.name())));
    metrics.counter(
        "ikisaki_export_lines",
        "Lines that a server has taken.",
        labelNames,
        samples -> exports.get().forEach(e -> samples.add(e.written(), e.name())));
    metrics.counter(
        "ikisaki_export_rejected_lines",
        "Lines that a server has refused for good.",
        labelNames,
        samples -> exports.get().forEach(e -> samples.add(e.rejected(), e.name())));
    metrics.gauge(
        "ikisaki_export_stale_times",
        "Times that were corrected, and that a server keeps as they were, as it can't delete.",
        labelNames,
        samples -> exports.get().forEach(e -> samples.add(e.stale(), e.name())));
  }

  private String label(String device) {
    return labels.getOrDefault(device, device);
  }

  private static Map<String, CaptureStats> captured(LiveView live) {
    return live.totals(0, 0).captured();
  }

  private static Map<Service, Counters> services(LiveView live) {
    return live.totals(MOST_SERVICES, 0).services();
  }

  private static Map<String, Counters> devices(LiveView live) {
    return live.totals(0, MOST_DEVICES).devices();
  }
}
