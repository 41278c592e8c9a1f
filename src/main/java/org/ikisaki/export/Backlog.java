package org.ikisaki.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ikisaki.store.ExportNote;
import org.ikisaki.store.ExportView;
import org.ikisaki.store.ExportView.Change;
import org.ikisaki.store.ExportView.Change.Cause;
import org.ikisaki.store.ExportView.Gap;
import org.ikisaki.store.ExportView.Request;
import org.ikisaki.store.ExportView.UnderWay;
import org.ikisaki.store.Level;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.jspecify.annotations.Nullable;

/*
 * What goes first. What has just happened, so that live charts are right at once; then what the
 * user asked for; then what was left behind, newest first. Who falls behind by more than LEAVE
 * changes leaves them as a gap, all but the last LIVE ones, and goes on with these.
 *
 * What is sent of a change is what the store has of that time now, so in which order changes are
 * taken makes no difference in the end. What has been sent is noted when it has arrived, so a crash
 * in between repeats and never skips.
 *
 * Corrections. A time that was sent before may have series at the server that the store no longer
 * has (a service by its old name), so it is deleted there and written whole. Where nothing can be
 * deleted, it is not sent at all if that is a correction: else the same bytes would be there under
 * both names. It is stale, and counted as such. More of what was there before is sent everywhere.
 * Where much is corrected, the few times in between are deleted and written too, as a server deletes
 * one long range much faster than many short ones. They are in the change log like all others, so
 * that a crash between deleting and writing loses none.
 */
/** What one server has not got yet. Confined to the exporting thread. */
final class Backlog implements AutoCloseable {
  private static final int CHANGES_PER_SHIPMENT = 1_000;
  private static final long NOTHING_YET = 0;

  /** About an hour. */
  private static final long LEAVE = 400;

  /** About five minutes. */
  private static final long LIVE = 30;

  private final String exporter;
  private final Store store;
  private final Path file;
  private final Points points;
  private final Terms terms;
  private final int mostLines;

  private @Nullable StoreReader reader;
  private long cursor;
  private boolean canDelete;

  /** A process before this one may have sent any of the changes up to this one. */
  private long uncertain = NOTHING_YET;

  /** What a process before this one did not know the fate of, and is to be repeated as it was. */
  private List<UnderWay> underWay = List.of();

  private long lastRepeated;

  /** What was repeated, and the newest change when it was made. */
  private final Map<Spot, Long> repeated = new HashMap<>();

  /** Times that the server keeps as they were. */
  private long stale;

  /** The latest time exported by this process, null before its first. */
  private @Nullable Instant newest;

  /**
   * Of a store.
   *
   * @param file that it lies in
   */
  Backlog(String exporter, Store store, Path file, Points points, Terms terms, boolean canDelete) {
    this.exporter = exporter;
    this.store = store;
    this.file = file;
    this.points = points;
    this.terms = terms;
    this.canDelete = canDelete;
    this.mostLines = new Throttle(terms.pointsPerSecond()).most();
  }

  /** What is to be sent next, null when that is nothing. */
  @Nullable Shipment next(Instant now) throws IOException {
    StoreReader open = reader == null ? open() : reader;
    if (!underWay.isEmpty()) {
      Shipment repeat = new Shipment();
      underWay.forEach(lines -> repeat.addLines(lines.level(), lines.lines(), mostLines));
      // Of these the store knows until all that is older has been sent, too.
      repeat.save();
      underWay = List.of();
      return repeat;
    }
    ExportView view = open.exports();
    long end = view.newest();
    if (end - cursor > LEAVE) {
      note(List.of(ExportNote.left(cursor, end - LIVE)));
      cursor = end - LIVE;
    }
    List<Change> changes = view.after(cursor, CHANGES_PER_SHIPMENT);
    if (!changes.isEmpty()) {
      Shipment shipment = new Shipment();
      Change last = load(shipment, open, changes, false, now);
      shipment.note(ExportNote.reached(last.sequence()));
      changes.stream()
          .filter(change -> change.sequence() <= last.sequence())
          .map(Change::time)
          .max(Instant::compareTo)
          .ifPresent(shipment::newest);
      return shipment;
    }
    Optional<Request> request = view.nextRequest(exporter);
    if (request.isPresent()) {
      return serve(request.get(), open, now);
    }
    Optional<Gap> gap = view.newestGap(exporter);
    if (gap.isPresent()) {
      return fill(gap.get(), open, now);
    }
    if (!repeated.isEmpty()) {
      note(List.of(ExportNote.landed(0)));
      repeated.clear();
    }
    return null;
  }

  private Shipment serve(Request request, StoreReader open, Instant now) throws IOException {
    Shipment shipment = new Shipment();
    switch (request.kind()) {
      case REBUILD -> {
        if (canDelete) {
          // Not what the server has longer than the store: nobody could write it again.
          for (Level level : Measurement.levels()) {
            Optional<StoreReader.Span> span = open.exports().span(level);
            span.ifPresent(
                all ->
                    shipment.addDeletions(
                        List.of(new Shipment.Range(level, all.first(), all.last()))));
          }
        } else {
          shipment.runErrand(request);
        }
        shipment.empty();
        shipment.note(ExportNote.emptied(request.id()));
      }
      case FORGET -> {
        shipment.runErrand(request);
        shipment.note(ExportNote.done(request.id()));
      }
      case RESEND -> {
        List<Change> changes = wholeTimes(open.exports(), request);
        if (changes.isEmpty()) {
          shipment.note(ExportNote.done(request.id()));
        } else {
          Change last = load(shipment, open, changes, true, now);
          shipment.note(ExportNote.served(request.id(), last.time()));
        }
      }
    }
    return shipment;
  }

  private Shipment fill(Gap gap, StoreReader open, Instant now) throws IOException {
    List<Change> changes = open.exports().within(gap, CHANGES_PER_SHIPMENT);
    Shipment shipment = new Shipment();
    if (changes.isEmpty()) {
      shipment.note(ExportNote.filled(gap.after(), gap.after()));
    } else {
      Change last = load(shipment, open, changes, false, now);
      shipment.note(ExportNote.filled(gap.after(), last.sequence() - 1));
    }
    return shipment;
  }

  /** The newest of what a request is about, every time with all its levels. */
  private static List<Change> wholeTimes(ExportView view, Request request) throws IOException {
    List<Change> changes = view.between(request.first(), request.until(), CHANGES_PER_SHIPMENT);
    if (changes.size() < CHANGES_PER_SHIPMENT) {
      return changes;
    }
    Instant cut = changes.get(changes.size() - 1).time();
    return changes.stream().filter(change -> change.time().isAfter(cut)).toList();
  }

  /**
   * Loads what the store has of the first of these changes.
   *
   * @param again whether that is to be sent as it is, though it was sent before
   * @return the last of the changes that is in the shipment
   */
  private Change load(
      Shipment shipment, StoreReader open, List<Change> changes, boolean again, Instant now)
      throws IOException {
    Set<Spot> corrected = new HashSet<>();
    changes.stream().filter(Change::isCorrection).map(Spot::of).forEach(corrected::add);
    Set<Spot> changed = new HashSet<>();
    changes.stream()
        .filter(change -> change.cause() != Cause.BESIDE)
        .map(Spot::of)
        .forEach(changed::add);
    Map<Level, SortedSet<Instant>> old = new EnumMap<>(Level.class);
    Map<Level, List<String>> lines = new EnumMap<>(Level.class);
    Set<Spot> seen = new HashSet<>();
    shipment.madeAt(open.exports().newest());
    int loaded = 0;
    Change last = changes.get(0);
    for (Change change : changes) {
      if (loaded >= Exporter.MAX_LINES && !change.time().equals(last.time())) {
        break;
      }
      last = change;
      Spot spot = Spot.of(change);
      if (!seen.add(spot) || isExpired(spot, now)) {
        continue;
      }
      boolean wasSent = open.exports().wasSent(exporter, spot.level, spot.time);
      if (!changed.contains(spot) && !(canDelete && wasSent)) {
        // It is there as it is, or will be sent because of another change.
        continue;
      }
      if (canDelete && (wasSent || change.sequence() <= uncertain)) {
        old.computeIfAbsent(spot.level, level -> new TreeSet<>()).add(spot.time);
      }
      boolean isCorrection = wasSent && corrected.contains(spot) || isRepeatedSince(spot, open);
      if (!canDelete && !again && isCorrection) {
        shipment.stale(shipment.stale() + 1);
        continue;
      }
      List<String> fresh = points.at(open, spot.level, spot.time);
      lines.computeIfAbsent(spot.level, level -> new ArrayList<>()).addAll(fresh);
      loaded += fresh.size();
    }
    old.forEach((level, times) -> shipment.addDeletions(ranges(level, times)));
    lines.forEach((level, all) -> shipment.addLines(level, all, mostLines));
    if (shipment.stale() > 0) {
      shipment.note(ExportNote.stale(now, shipment.stale()));
    }
    return last;
  }

  /** Whether it was sent again as it was before a correction. */
  private boolean isRepeatedSince(Spot spot, StoreReader open) throws IOException {
    Long madeAt = repeated.get(spot);
    return madeAt != null && open.exports().isCorrectedAfter(madeAt, spot.level, spot.time);
  }

  /**
   * Nobody knows whether the server has some of it. One that can't delete must get it as it is now,
   * also from a later process.
   */
  void maybeSent(Shipment shipment) throws IOException {
    if (!canDelete && shipment.save()) {
      List<ExportNote> notes = new ArrayList<>();
      shipment
          .all()
          .forEach(
              part ->
                  notes.add(ExportNote.underWay(part.level(), shipment.madeAt(), part.lines())));
      note(notes);
      shipment.note(ExportNote.landed(lastRepeated));
    }
  }

  /** Whether the server would refuse it as too old. */
  private boolean isExpired(Spot spot, Instant now) {
    Duration kept = terms.kept(spot.level);
    return kept != null && spot.time.isBefore(now.minus(kept));
  }

  private StoreReader open() throws IOException {
    StoreReader opened = StoreReader.open(file);
    reader = opened;
    OptionalLong saved = opened.exports().cursor(exporter);
    if (saved.isEmpty()) {
      // From now on pruning leaves to us what we have not read.
      note(List.of(ExportNote.reached(NOTHING_YET)));
    } else {
      uncertain = opened.exports().newest();
    }
    if (!canDelete) {
      underWay = opened.exports().underWay(exporter);
      for (UnderWay lines : underWay) {
        lastRepeated = lines.id();
        lines
            .lines()
            .forEach(line -> repeated.put(new Spot(lines.level(), time(line)), lines.sequence()));
      }
    }
    cursor = saved.orElse(NOTHING_YET);
    stale = opened.exports().stale(exporter);
    return opened;
  }

  /** Has the store remember something. */
  void note(List<ExportNote> notes) throws IOException {
    store.note(exporter, notes);
  }

  /** Notes that all of it is at the server. */
  void arrived(Shipment shipment, Instant now) throws IOException {
    note(shipment.notes(now));
    StoreReader open = reader == null ? open() : reader;
    cursor = open.exports().cursor(exporter).orElse(NOTHING_YET);
    stale += shipment.stale();
    if (shipment.empties()) {
      stale = 0;
      uncertain = NOTHING_YET;
      repeated.clear();
    }
    Instant time = shipment.newest();
    if (time != null && (newest == null || time.isAfter(newest))) {
      newest = time;
    }
  }

  /** The server turned out to delete nothing. */
  void withoutDeleting() {
    canDelete = false;
  }

  /** Times that the server keeps as they were, as it can't delete, since it was built. */
  long stale() {
    return stale;
  }

  /** The latest time that has arrived since this process began, null before the first. */
  @Nullable Instant newest() {
    return newest;
  }

  /** The last word of line protocol. */
  private static Instant time(String line) {
    return Instant.ofEpochSecond(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
  }

  /** Neighbours joined. */
  private static List<Shipment.Range> ranges(Level level, SortedSet<Instant> times) {
    List<Shipment.Range> ranges = new ArrayList<>();
    Instant first = times.first();
    Instant last = first;
    for (Instant time : times) {
      if (time.isAfter(last.plusSeconds(level.seconds()))) {
        ranges.add(new Shipment.Range(level, first, last));
        first = time;
      }
      last = time;
    }
    ranges.add(new Shipment.Range(level, first, last));
    return ranges;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private record Spot(Level level, Instant time) {
    static Spot of(Change change) {
      return new Spot(change.level(), change.time());
    }
  }
}
