package org.ikisaki.demo;

import java.util.PriorityQueue;

/**
 * What happens next, in order of time and, at one time, of entry. Confined to the thread that polls
 * the source.
 */
final class Agenda {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long entered;

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
