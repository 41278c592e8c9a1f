package org.ikisaki.export;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is under way to one server: ranges to delete there, then lines to write, and how far the
 * cursor may move when all is done. Confined to the exporting thread.
 */
final class Shipment {
  private final Deque<Range> deletions;
  private final Deque<List<String>> parts = new ArrayDeque<>();
  private final long sequence;
  private final SortedSet<Instant> times;

  /**
   * @param times those whose lines are in it, at least one
   * @param sequence of the last change that is in it
   */
  Shipment(
      SortedSet<Instant> times, Collection<Range> deletions, List<String> lines, long sequence) {
    this.deletions = new ArrayDeque<>(deletions);
    this.sequence = sequence;
    this.times = times;
    for (int i = 0; i < lines.size(); i += Exporter.MAX_LINES) {
      parts.add(lines.subList(i, Math.min(i + Exporter.MAX_LINES, lines.size())));
    }
  }

  /** The range to delete next, null when none is left. */
  @Nullable Range deletion() {
    return deletions.peek();
  }

  void deleted() {
    deletions.remove();
  }

  /** The lines to write next, null when none are left. */
  @Nullable List<String> part() {
    return parts.peek();
  }

  void written() {
    parts.remove();
  }

  /** Puts two halves in the place of the next part, which must have two lines or more. */
  void halve() {
    List<String> part = parts.remove();
    int middle = part.size() / 2;
    parts.addFirst(part.subList(middle, part.size()));
    parts.addFirst(part.subList(0, middle));
  }

  long sequence() {
    return sequence;
  }

  Instant oldest() {
    return times.first();
  }

  Instant newest() {
    return times.last();
  }

  /** Times to delete, both ends included. */
  record Range(Instant first, Instant last) {}
}
