package org.ikisaki.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.Change;
import org.jspecify.annotations.Nullable;

/*
 * Which times need deleting first. A time that the server has had before may have series that the
 * store no longer has (a service by its old name), so it is deleted and written whole. The store
 * does not say which changes are corrections, so what is not surely new is taken for one:
 *
 *  - before anything has arrived, nothing is at the server;
 *  - otherwise a time is new if it is later than all that was exported, and that is known once this
 *    process has been level with the store.
 *
 * Deleting too much is harmless: whatever is deleted is written from the store next, and the cursor
 * moves after that.
 */
/** What one server has not got yet: a cursor over the store. Confined to the exporting thread. */
final class Backlog implements AutoCloseable {
  private static final int CHANGES_PER_SHIPMENT = 1_000;
  private static final long NOTHING_YET = 0;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final String exporter;
  private final Store store;
  private final Path file;
  private final Points points;

  private @Nullable StoreReader reader;
  private long cursor;

  /** All later times are new to the server; null while unknown. */
  private @Nullable Instant newSince;

  /** The latest time exported by this process, null before its first. */
  private @Nullable Instant newest;

  Backlog(String exporter, Store store, Path file, Points points) {
    this.exporter = exporter;
    this.store = store;
    this.file = file;
    this.points = points;
  }

  /** The oldest changes that are still to export, null when there are none. */
  @Nullable Shipment next() throws IOException {
    StoreReader open = reader == null ? open() : reader;
    List<Change> changes = open.changesSince(cursor, CHANGES_PER_SHIPMENT);
    if (changes.isEmpty()) {
      if (newest != null) {
        newSince = newest;
      }
      return null;
    }
    SortedSet<Instant> times = new TreeSet<>();
    List<String> lines = new ArrayList<>();
    long sequence = cursor;
    for (Change change : changes) {
      if (times.add(change.time())) {
        lines.addAll(points.at(open, change.time()));
      }
      sequence = change.sequence();
      if (lines.size() >= Exporter.MAX_LINES) {
        break;
      }
    }
    return new Shipment(times, corrections(times), lines, sequence);
  }

  private StoreReader open() throws IOException {
    StoreReader opened = StoreReader.open(file);
    reader = opened;
    OptionalLong saved = opened.cursor(exporter);
    if (saved.isEmpty()) {
      // From now on pruning leaves to us what we have not read.
      store.saveCursor(exporter, NOTHING_YET);
    }
    cursor = saved.orElse(NOTHING_YET);
    newSince = cursor == NOTHING_YET ? Instant.MIN : null;
    return opened;
  }

  /** Moves the cursor behind what has arrived. */
  void arrived(Shipment shipment) throws IOException {
    store.saveCursor(exporter, shipment.sequence());
    cursor = shipment.sequence();
    newest = newest == null ? shipment.newest() : later(newest, shipment.newest());
    if (newSince != null) {
      newSince = newest;
    }
  }

  /** The latest time that has arrived since this process began, null before the first. */
  @Nullable Instant newest() {
    return newest;
  }

  /** Those times that may be at the server already, neighbours joined. */
  private List<Shipment.Range> corrections(SortedSet<Instant> times) {
    SortedSet<Instant> old = newSince == null ? times : times.headSet(newSince.plusNanos(1));
    List<Shipment.Range> ranges = new ArrayList<>();
    Instant first = null;
    Instant last = null;
    for (Instant time : old) {
      if (first != null && last != null && !time.equals(last.plus(INTERVAL))) {
        ranges.add(new Shipment.Range(first, last));
        first = null;
      }
      first = first == null ? time : first;
      last = time;
    }
    if (first != null && last != null) {
      ranges.add(new Shipment.Range(first, last));
    }
    return ranges;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
