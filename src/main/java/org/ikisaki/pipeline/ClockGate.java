package org.ikisaki.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ikisaki.store.IntervalRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what was heard before the clock was set, and gives it the time at which it was really
 * heard, by a clock that is never set. Confined to the writer thread.
 */
final class ClockGate {
  private static final Logger log = LoggerFactory.getLogger(ClockGate.class);

  /** Some hours of a household, in 15 MB. */
  private static final int MOST_ROWS = 50_000;

  /** Less is no reason to tear intervals out of their ten seconds. */
  private static final Duration SLIGHT = Duration.ofSeconds(10);

  private final SystemClock clock;
  private final long began;
  private final Deque<Held> held = new ArrayDeque<>();
  private int rows;
  private long dropped;
  private boolean isOpen;

  /** Whether it was said that rows wait, and not yet that they are written. */
  private boolean isAwaited;

  ClockGate(SystemClock clock) {
    this.clock = clock;
    began = clock.nanoTime().getAsLong();
  }

  /** Takes what was just heard; gives what may be written now, oldest first. */
  List<IntervalRows> pass(IntervalRows interval) {
    boolean isOfNow = isOpen && !interval.end().isBefore(SystemClock.EARLIEST);
    if (isOfNow) {
      return List.of(interval);
    }
    hold(interval);
    return release();
  }

  /** Gives what may be written by now. */
  List<IntervalRows> release() {
    long nanos = clock.nanoTime().getAsLong();
    isOpen = isOpen || clock.isSet(Duration.ofNanos(nanos - began));
    if (!isOpen) {
      tellThatRowsWait();
      return List.of();
    }
    if (isAwaited) {
      isAwaited = false;
      log.info("clock: it is set, {} intervals that waited for it are written", held.size());
    }
    Instant now = clock.now();
    List<IntervalRows> passed = new ArrayList<>(held.size());
    for (Held waiting : held) {
      Instant heard = now.minusNanos(nanos - waiting.nanos);
      Duration late = Duration.between(waiting.interval.end(), heard);
      passed.add(
          late.abs().compareTo(SLIGHT) < 0 ? waiting.interval : waiting.interval.shifted(late));
    }
    held.clear();
    rows = 0;
    return passed;
  }

  /** Intervals that were heard and can't be written any more. */
  long dropped() {
    return dropped + held.size();
  }

  private void tellThatRowsWait() {
    if (!isAwaited && !held.isEmpty()) {
      isAwaited = true;
      log.warn("clock: it is not set yet ({}), rows wait in memory until it is", clock.now());
    }
  }

  private void hold(IntervalRows interval) {
    held.addLast(new Held(interval, clock.nanoTime().getAsLong()));
    rows += interval.traffic().size();
    while (rows > MOST_ROWS) {
      rows -= held.removeFirst().interval.traffic().size();
      if (dropped++ == 0) {
        log.error("clock: not set for too long, what was heard first is dropped");
      }
    }
  }

  /** An interval that ended at {@code nanos} of the clock that is never set. */
  private record Held(IntervalRows interval, long nanos) {}
}
