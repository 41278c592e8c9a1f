package org.ikisaki.pipeline;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands intervals from capture threads to the writer. Bounded. Thread-safe; a source has one
 * producer, so room that {@link #hasRoom} saw can be taken by another source only, and one slot a
 * source is held in reserve for that.
 */
public final class IntervalSink {
  private final BlockingQueue<Interval> queue;
  private final int reserve;

  /** Room for {@code capacity} intervals of {@code sources} sources. */
  public IntervalSink(int capacity, int sources) {
    this.queue = new ArrayBlockingQueue<>(capacity + sources);
    this.reserve = sources;
  }

  /** Whether the next {@link #offer} succeeds. */
  boolean hasRoom() {
    return queue.remainingCapacity() > reserve;
  }

  /** Hands over without waiting, after {@link #hasRoom}. */
  void offer(Interval interval) {
    if (!queue.offer(interval)) {
      throw new IllegalStateException("more producers than sources");
    }
  }

  /** Hands over, waiting for room. */
  void put(Interval interval) throws InterruptedException {
    queue.put(interval);
  }

  /** How many intervals wait for the writer. */
  public int waiting() {
    return queue.size();
  }

  /** The next interval, or null if none came within {@code wait}. */
  @Nullable Interval poll(Duration wait) throws InterruptedException {
    return queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
