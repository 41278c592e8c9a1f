package org.ikisaki.endurance;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What the garbage collector did since this was made. Thread-safe.
 *
 * <p>Collections that were asked for, by {@link #heapAfter}, don't count as pauses.
 */
final class CollectorWatch {
  private static final String ASKED_FOR = "System.gc()";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final List<Long> pauses = new ArrayList<>();
  private final long before = collections();
  private long told;
  private long heapAfterLatest;

  private CollectorWatch() {}

  static CollectorWatch watch() {
    CollectorWatch watcher = new CollectorWatch();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> watcher.take(notification),
              notification ->
                  notification
                      .getType()
                      .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
              null);
    }
    return watcher;
  }

  /** Collects, and returns the bytes that are left. */
  long heapAfter() {
    System.gc();
    awaitTold();
    synchronized (this) {
      return heapAfterLatest;
    }
  }

  /** Milliseconds that the pauses took, in order of length. */
  List<Long> pauses() {
    awaitTold();
    synchronized (this) {
      return pauses.stream().sorted().toList();
    }
  }

  private synchronized void take(Notification notification) {
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    told++;
    heapAfterLatest =
        info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
            .filter(pool -> isHeap(pool.getKey()))
            .map(pool -> pool.getValue())
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    if (!info.getGcCause().equals(ASKED_FOR)) {
      pauses.add(info.getGcInfo().getDuration());
    }
  }

  /** Notifications come from a thread of their own. */
  private void awaitTold() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long expected = collections() - before;
    while (toldOf() < expected) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the JVM did not tell of all its collections");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private synchronized long toldOf() {
    return told;
  }

  private static boolean isHeap(String pool) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .anyMatch(bean -> bean.getName().equals(pool) && bean.getType() == MemoryType.HEAP);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
