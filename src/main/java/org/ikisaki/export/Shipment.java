package org.ikisaki.export;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.ikisaki.store.ExportNote;
import org.ikisaki.store.ExportView.Request;
import org.ikisaki.store.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is under way to one server: something to delete there, then lines to write, and what is to
 * be noted when all is done. Confined to the exporting thread.
 */
final class Shipment {
  private static final int MOST_REJECTIONS = 1_000;

  private final Deque<Range> deletions = new ArrayDeque<>();
  private final Deque<Part> parts = new ArrayDeque<>();
  private final List<ExportNote> notes = new ArrayList<>();
  private final List<Part> all = new ArrayList<>();
  private long madeAt;
  private boolean isSaved;
  private boolean empties;
  private @Nullable Request errand;
  private @Nullable Instant newest;
  private long stale;
  private int rejections;
  private long moreRejected;

  /** What a request is about, where that is no range of time to send again. */
  @Nullable Request errand() {
    return errand;
  }

  void runErrand(Request request) {
    errand = request;
  }

  /** The errand is done. */
  void ran() {
    errand = null;
  }

  /** Nothing is at the server after it. */
  void empty() {
    empties = true;
  }

  boolean empties() {
    return empties;
  }

  void addDeletions(Collection<Range> ranges) {
    deletions.addAll(ranges);
  }

  /** The sequence of the newest change when it was made. */
  long madeAt() {
    return madeAt;
  }

  void madeAt(long sequence) {
    madeAt = sequence;
  }

  /** All lines, also those that were written. */
  List<Part> all() {
    return all;
  }

  /** Notes that the store has its lines too; whether that is new. */
  boolean save() {
    boolean isNew = !isSaved && !all.isEmpty();
    isSaved = true;
    return isNew;
  }

  /** Adds lines, in parts of at most {@code most}. */
  void addLines(Level level, List<String> lines, int most) {
    all.add(new Part(level, lines));
    for (int i = 0; i < lines.size(); i += most) {
      parts.add(new Part(level, lines.subList(i, Math.min(i + most, lines.size()))));
    }
  }

  /** What the store is told when all has arrived. */
  void note(ExportNote note) {
    notes.add(note);
  }

  /** Remembers lines that were refused for good: the first ones whole, of more their number. */
  void reject(ExportNote note, long lines) {
    if (rejections++ < MOST_REJECTIONS) {
      notes.add(note);
    } else {
      moreRejected += lines;
    }
  }

  List<ExportNote> notes(Instant now) {
    if (moreRejected == 0) {
      return notes;
    }
    List<ExportNote> all = new ArrayList<>(notes);
    all.add(ExportNote.rejected(now, moreRejected, "as those before", ""));
    return all;
  }

  /** Times that the server keeps as they were. */
  long stale() {
    return stale;
  }

  void stale(long times) {
    stale = times;
  }

  /** The latest of its times, if that says how far the live view has come. */
  @Nullable Instant newest() {
    return newest;
  }

  void newest(Instant time) {
    newest = time;
  }

  /** The range to delete next, null when none is left. */
  @Nullable Range deletion() {
    return deletions.peek();
  }

  void deleted() {
    deletions.remove();
  }

  /** The lines to write next, null when none are left. */
  @Nullable Part part() {
    return parts.peek();
  }

  void written() {
    parts.remove();
  }

  /** Puts two halves in the place of the next part, which must have two lines or more. */
  void halve() {
    Part part = parts.remove();
    int middle = part.lines.size() / 2;
    parts.addFirst(new Part(part.level, part.lines.subList(middle, part.lines.size())));
    parts.addFirst(new Part(part.level, part.lines.subList(0, middle)));
  }

  /** Times of a level to delete, both ends included. */
  record Range(Level level, Instant first, Instant last) {}

  /** Lines that go together. */
  record Part(Level level, List<String> lines) {}
}
