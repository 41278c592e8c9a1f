package org.ikisaki.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.ikisaki.metrics.Metrics;

/** What the system and the JVM say of this process, under the names that every program uses. */
final class ProcessFigures {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double MILLIS = Duration.ofSeconds(1).toMillis();
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final int KIB = 1_024;

  void addTo(Metrics metrics) {
    String version =
        Objects.requireNonNullElse(
            ProcessFigures.class.getPackage().getImplementationVersion(), "(not from a jar)");
    metrics.gauge(
        "ikisaki_build_info",
        "Always 1; the version is its label.",
        List.of("version"),
        samples -> samples.add(1, version));
    double started = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS;
    metrics.gauge("process_start_time_seconds", "When the process was started.", () -> started);
    metrics.counter(
        "process_cpu_seconds",
        "CPU time of the process.",
        List.of(),
        samples -> {
          if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            samples.add(os.getProcessCpuTime() / NANOS);
          }
        });
    metrics.gauge(
        "process_resident_memory_bytes",
        "Memory that the process has.",
        List.of(),
        samples -> {
          long resident = resident();
          if (resident > 0) {
            samples.add(resident);
          }
        });
    metrics.gauge(
        "jvm_memory_used_bytes",
        "Memory of the JVM that is in use.",
        List.of("area"),
        samples -> {
          samples.add(heap().getUsed(), "heap");
          samples.add(
              ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed(), "nonheap");
        });
    metrics.gauge(
        "jvm_memory_max_bytes",
        "The most that the heap may become.",
        List.of("area"),
        samples -> samples.add(heap().getMax(), "heap"));
    metrics.gauge(
        "jvm_threads_current",
        "Threads of the JVM.",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** In bytes, 0 where there is no such file. */
  static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  /** In bytes, 0 where the system does not say. */
  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS, US_ASCII)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return 0;
  }
}
