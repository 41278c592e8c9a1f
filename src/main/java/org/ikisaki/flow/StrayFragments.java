package org.ikisaki.flow;

import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The latest fragments that came before the first of their packet, and were counted for a flow
 * without ports: their bytes move to the right flow if that first comes before they are told of.
 * Confined to one capture thread.
 */
final class StrayFragments {
  static final int CAPACITY = 64;

  private final Stray[] strays = new Stray[CAPACITY];
  private int next;
  private boolean any;

  StrayFragments() {
    for (int i = 0; i < CAPACITY; i++) {
      strays[i] = new Stray();
    }
  }

  /** Takes in that a later fragment was counted for {@code flow}; the oldest makes room. */
  void add(Packet later, Flow flow, int sender) {
    strays[next].set(later, flow, sender);
    next = (next + 1) % CAPACITY;
    any = true;
  }

  /** Moves what belongs to the packet that {@code first} begins to its flow. */
  void move(Packet first, Flow to, int sender, Emptied emptied) {
    if (!any) {
      return;
    }
    for (Stray stray : strays) {
      Flow flow = stray.flow;
      if (flow == null || !stray.key.matches(first)) {
        continue;
      }
      stray.flow = null;
      if (flow.live && flow.id() == stray.flowId) {
        flow.uncount(stray.sender, stray.bytes);
        to.count(sender, stray.bytes, first.frame().timestamp());
        if (!flow.isActive() && !flow.isAnnounced()) {
          emptied.remove(flow);
        }
      }
    }
  }

  /** Forgets all: they have been told of. */
  void clear() {
    if (any) {
      for (Stray stray : strays) {
        stray.flow = null;
      }
      any = false;
    }
  }

  /** Removes a flow that nothing is left of. */
  interface Emptied {
    void remove(Flow flow);
  }

  private static final class Stray {
    private final FragmentKey key = new FragmentKey();
    private @Nullable Flow flow;
    private long flowId;
    private int sender;
    private long bytes;

    void set(Packet packet, Flow countedFor, int sentBy) {
      flow = countedFor;
      flowId = countedFor.id();
      sender = sentBy;
      bytes = packet.ipBytes();
      key.set(packet);
    }
  }
}
