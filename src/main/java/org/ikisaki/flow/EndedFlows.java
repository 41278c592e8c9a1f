package org.ikisaki.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Last updates of flows that ended since the last drain, in bounded memory. Confined to one capture
 * thread.
 *
 * <p>Beyond the bound, flows that no update has told of yet are summed up for each device; a flow
 * that was told of always gets its last update, and of those there are no more than the table
 * holds.
 */
final class EndedFlows {
  private final int bound;
  private final Map<DeviceId, Sum> others = new LinkedHashMap<>();
  private List<FlowUpdate> updates = new ArrayList<>();
  private int untold;
  private long folded;

  EndedFlows(int bound) {
    this.bound = bound;
  }

  void add(Flow flow) {
    if (flow.isAnnounced()) {
      updates.add(flow.update(true));
    } else if (untold < bound) {
      untold++;
      updates.add(flow.update(true));
    } else {
      folded++;
      others.computeIfAbsent(flow.device(), id -> new Sum()).add(flow);
    }
  }

  /** Flows ever that were summed up. */
  long folded() {
    return folded;
  }

  /**
   * Moves everything to {@code target}.
   *
   * @param nextId the first id that is free for sums
   * @return the first that then is
   */
  long drainTo(List<FlowUpdate> target, long nextId) {
    target.addAll(updates);
    updates = new ArrayList<>();
    untold = 0;
    long id = nextId;
    for (Map.Entry<DeviceId, Sum> other : others.entrySet()) {
      target.add(other.getValue().update(id++, other.getKey()));
    }
    others.clear();
    return id;
  }

  /** What the folded flows of one device did. */
  private static final class Sum {
    private long firstSeen = Long.MAX_VALUE;
    private long bytesDown;
    private long bytesUp;
    private long packetsDown;
    private long packetsUp;
    private long retransmittedDown;
    private long retransmittedUp;

    void add(Flow flow) {
      int local = flow.local();
      int remote = 1 - local;
      firstSeen = Math.min(firstSeen, flow.firstSeen());
      bytesDown += flow.bytes(remote);
      bytesUp += flow.bytes(local);
      packetsDown += flow.packets(remote);
      packetsUp += flow.packets(local);
      retransmittedDown += flow.retransmitted(remote);
      retransmittedUp += flow.retransmitted(local);
    }

    FlowUpdate update(long id, DeviceId device) {
      return FlowUpdate.other(
          id,
          device,
          firstSeen,
          bytesDown,
          bytesUp,
          packetsDown,
          packetsUp,
          retransmittedDown,
          retransmittedUp);
    }
  }
}
