package org.ikisaki.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.NewDevice;
import org.ikisaki.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes intervals off the queue, attributes them and puts them into the store. Confined to the
 * writer thread.
 */
public final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);
  private static final Duration WAIT = Duration.ofMillis(100);

  /** A replay brings a day in seconds: it commits by rows, long before the store's bound. */
  private static final int MAX_PENDING_ROWS = 10_000;

  private final IntervalSink sink;
  private final Attribution attribution;
  private final Store store;
  private final LiveView live;
  private final Duration commitPeriod;
  private final InstantSource clock;
  private final @Nullable ClockGate gate;
  private Instant nextCommit;
  private boolean failing;
  private volatile WriterCounters counters = WriterCounters.ZERO;

  /**
   * A writer that has written nothing.
   *
   * @param heldUntil whose time what is heard has; until it is set, nothing is written. Null if
   *     packets bring a time of their own
   */
  public Writer(
      IntervalSink sink,
      Attribution attribution,
      Store store,
      LiveView live,
      Duration commitPeriod,
      InstantSource clock,
      @Nullable SystemClock heldUntil) {
    this.sink = sink;
    this.attribution = attribution;
    this.store = store;
    this.live = live;
    this.commitPeriod = commitPeriod;
    this.clock = clock;
    this.gate = heldUntil == null ? null : new ClockGate(heldUntil);
    this.nextCommit = clock.instant().plus(commitPeriod);
  }

  /** What it has done so far. Callable from any thread. */
  public WriterCounters counters() {
    return counters;
  }

  /** Handles the next interval if one comes soon, and commits when it is time to. */
  public void doWork() throws InterruptedException {
    take(sink.poll(WAIT));
    Instant now = clock.instant();
    // A clock set back must not stop commits for as long as it went back.
    boolean clockWentBack = nextCommit.isAfter(now.plus(commitPeriod));
    // A disk that takes nothing is tried again at the next period, not with each interval.
    boolean isMuch = !failing && store.counters().pendingRows() > MAX_PENDING_ROWS;
    if (isMuch || clockWentBack || !now.isBefore(nextCommit)) {
      nextCommit = now.plus(commitPeriod);
      commit();
    }
  }

  /**
   * Handles what is still queued, and commits. The capture loops have ended.
   *
   * @throws IOException if the last rows could not be written
   */
  public void finish() throws IOException, InterruptedException {
    while (take(sink.poll(Duration.ZERO))) {
      if (store.counters().pendingRows() > MAX_PENDING_ROWS) {
        store.commit();
      }
    }
    if (gate != null) {
      gate.release().forEach(store::add);
      if (gate.dropped() > 0) {
        log.error("clock: {} intervals are lost, as it was not set in time", gate.dropped());
      }
    }
    store.commit();
    tellOfNewDevices();
    store.finishNaming();
  }

  private void tellOfNewDevices() {
    List<NewDevice> devices = store.takeNewDevices();
    for (NewDevice device : devices) {
      log.debug("devices: new at {}: {} ({})", device.time(), device.label(), device.key());
    }
    live.addNew(devices);
  }

  private boolean take(@Nullable Interval interval) {
    if (interval == null) {
      return false;
    }
    IntervalRows rows = attribution.attribute(interval);
    live.add(rows);
    counters = counters.withNames(attribution.names(), attribution.namesEvicted());
    (gate == null ? List.of(rows) : gate.pass(rows)).forEach(store::add);
    return true;
  }

  private void commit() {
    long began = System.nanoTime();
    try {
      store.commit();
      counters = counters.withCommit(clock.instant(), System.nanoTime() - began);
      tellOfNewDevices();
      if (failing) {
        log.info("store: writing again, {} intervals lost", store.counters().droppedIntervals());
      }
      failing = false;
    } catch (IOException e) {
      counters = counters.withFailure();
      if (!failing) {
        log.error("store: rows wait in memory, as they can't be written: {}", e.getMessage());
      }
      failing = true;
    }
  }
}
