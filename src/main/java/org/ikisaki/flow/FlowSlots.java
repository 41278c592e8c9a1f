package org.ikisaki.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bounded set of flows, found by key, none of them ever given to the collector. Confined to one
 * capture thread.
 */
final class FlowSlots {
  /*
   * Buckets are chains through the flows themselves. Slots come into being when first needed and
   * are filled in the order of packets and drains, so that which flow makes room depends on them
   * alone and never on the hash.
   *
   * Which one is told by a clock (Corbató, "A paging experiment with the Multics system", 1968): a
   * hand goes round the slots, spares each flow that was heard again since it last came by, and
   * stops at the first that was not. A flow of one packet is spared by nobody, so a scan displaces
   * itself before it displaces conversations. Unlike a list in order of last use, hearing of a flow
   * touches no other flow's memory.
   */
  private static final int FIRST_SLOTS = 256;

  private final FlowHash hash = new FlowHash();
  private final int max;
  private final int bits;
  private final @Nullable Flow[] buckets;
  private Flow[] slots;
  private int created;
  private int size;
  private int hand;
  private @Nullable Flow free;

  FlowSlots(int max) {
    this.max = max;
    bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(max - 1));
    buckets = new Flow[1 << bits];
    slots = new Flow[Math.min(max, FIRST_SLOTS)];
  }

  @Nullable Flow find(FlowKey key) {
    Flow flow = buckets[bucket(key)];
    while (flow != null && !flow.matches(key)) {
      flow = flow.next;
    }
    return flow;
  }

  boolean isFull() {
    return size == max;
  }

  int size() {
    return size;
  }

  /** Adds a flow of this key; the set must not be full. */
  Flow add(FlowKey key) {
    Flow flow = free;
    if (flow == null) {
      flow = create();
    } else {
      free = flow.next;
    }
    flow.set(key);
    flow.live = true;
    flow.heardAgain = false;
    flow.bucket = bucket(key);
    flow.next = buckets[flow.bucket];
    buckets[flow.bucket] = flow;
    size++;
    return flow;
  }

  void remove(Flow flow) {
    Flow before = buckets[flow.bucket];
    if (before == flow) {
      buckets[flow.bucket] = flow.next;
    } else {
      while (before != null && before.next != flow) {
        before = before.next;
      }
      if (before != null) {
        before.next = flow.next;
      }
    }
    flow.live = false;
    flow.next = free;
    free = flow;
    size--;
  }

  /** The flow that makes room; the set must not be empty. */
  Flow stalest() {
    while (true) {
      Flow flow = slots[hand];
      hand = hand + 1 == created ? 0 : hand + 1;
      if (flow.live && !flow.heardAgain) {
        return flow;
      }
      flow.heardAgain = false;
    }
  }

  /** How many slots there are, of live flows and others. */
  int slots() {
    return created;
  }

  Flow slot(int index) {
    return slots[index];
  }

  private Flow create() {
    if (created == slots.length) {
      slots = Arrays.copyOf(slots, Math.min(max, created * 2));
    }
    Flow flow = new Flow();
    slots[created++] = flow;
    return flow;
  }

  private int bucket(FlowKey key) {
    return hash.of(key.high0, key.low0, key.high1, key.low1, key.ports(), key.protocol, bits);
  }
}
