package org.ikisaki.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be committed. Thread-safe.
 *
 * <p>When commits keep failing it stays within its bound in two steps: neighbouring intervals of a
 * source are merged, which costs resolution and no byte; if what is left is still too much, the
 * oldest intervals are dropped, counted and said.
 */
final class Pending {
  private static final Logger log = LoggerFactory.getLogger(Pending.class);

  private final StoreLimits limits;
  private List<Batch> batches = new ArrayList<>();
  private int rows;
  private long mergedIntervals;
  private long droppedIntervals;
  private long droppedBytes;
  private long droppedEvidence;

  Pending(StoreLimits limits) {
    this.limits = limits;
  }

  synchronized void add(IntervalRows interval) {
    Batch batch = new Batch(interval, limits);
    batches.add(batch);
    rows += batch.rows();
    bound();
  }

  /** Hands all over, oldest first. */
  synchronized List<Batch> take() {
    List<Batch> taken = batches;
    batches = new ArrayList<>();
    rows = 0;
    return taken;
  }

  /** Takes back, before anything newer, what could not be written. */
  synchronized void restore(List<Batch> failed) {
    List<Batch> newer = batches;
    batches = new ArrayList<>(failed);
    batches.addAll(newer);
    rows = batches.stream().mapToInt(Batch::rows).sum();
    bound();
  }

  /** Counts what a batch left out once it is certain that it will be written. */
  synchronized void written(List<Batch> done) {
    for (Batch batch : done) {
      droppedEvidence += batch.evidenceDropped();
    }
  }

  synchronized StoreCounters counters() {
    return new StoreCounters(
        batches.size(), rows, mergedIntervals, droppedIntervals, droppedBytes, droppedEvidence);
  }

  private void bound() {
    if (rows <= limits.pendingRows()) {
      return;
    }
    mergeNeighbours();
    // Well below the bound, so that the next intervals don't have to do it all again.
    int target = limits.pendingRows() * 3 / 4;
    int oldest = 0;
    long bytes = 0;
    while (rows > target && oldest < batches.size() - 1) {
      Batch dropped = batches.get(oldest++);
      rows -= dropped.rows();
      bytes += dropped.bytes();
    }
    if (oldest > 0) {
      batches.subList(0, oldest).clear();
      droppedIntervals += oldest;
      droppedBytes += bytes;
      log.error(
          "store: nothing could be written for too long, dropped the {} oldest intervals with {} bytes of traffic",
          oldest,
          bytes);
    }
  }

  private void mergeNeighbours() {
    int before = batches.size();
    Map<String, Batch> unpaired = new HashMap<>();
    List<Batch> merged = new ArrayList<>();
    for (Batch batch : batches) {
      Batch earlier = unpaired.remove(batch.source());
      if (earlier != null) {
        earlier.absorb(batch);
      } else {
        unpaired.put(batch.source(), batch);
        merged.add(batch);
      }
    }
    batches = merged;
    rows = batches.stream().mapToInt(Batch::rows).sum();
    mergedIntervals += before - batches.size();
  }
}
