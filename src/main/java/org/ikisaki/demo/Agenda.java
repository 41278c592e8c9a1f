package org.ikisaki.demo;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * What happens next, in order of time and, at one time, of entry. Confined to the thread that polls
 * the source.
 */
final class Agenda {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final Dice dice;
  private long entered;

  Agenda(Dice dice) {
    this.dice = dice;
  }

  /** What is done at one moment; sends nothing itself, but may put frames on the agenda. */
  interface Moment {
    void come(long now);
  }

  void add(long time, Conversation conversation) {
    entries.add(new Entry(time, entered++, conversation));
  }

  /** Adds one frame, or whatever else happens once. */
  void at(long time, Runnable action) {
    add(
        time,
        now -> {
          action.run();
          return Conversation.DONE;
        });
  }

  /** Lets a moment come every so often in a part of the time, first within one period. */
  void every(Duration period, Timespan.Part part, Moment moment) {
    long first = part.from() + dice.between(0, Math.min(period.toNanos(), part.length()));
    add(
        first,
        now -> {
          if (now >= part.until()) {
            return Conversation.DONE;
          }
          moment.come(now);
          return now + dice.about(period.toNanos());
        });
  }

  /** When the next step is due, or {@link Conversation#DONE}. */
  long nextTime() {
    Entry next = entries.peek();
    return next == null ? Conversation.DONE : next.time;
  }

  /** Takes the next step; there must be one. */
  void step() {
    Entry entry = entries.remove();
    long again = entry.conversation.step(entry.time);
    if (again != Conversation.DONE) {
      if (again < entry.time) {
        throw new IllegalStateException("a step into the past");
      }
      entry.time = again;
      entry.order = entered++;
      entries.add(entry);
    }
  }

  private static final class Entry implements Comparable<Entry> {
    private final Conversation conversation;
    private long time;
    private long order;

    Entry(long time, long order, Conversation conversation) {
      this.time = time;
      this.order = order;
      this.conversation = conversation;
    }

    @Override
    public int compareTo(Entry other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
    }
  }
}
