package org.ikisaki.trace.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.wire.IpAddress;

/**
 * Probes that may still be answered: what a UDP service sends back says which flow it answers, and
 * not which probe. Confined to one thread.
 */
final class Unanswered {
  private final long keptNanos;
  private final Map<IpAddress, Map<Integer, Deque<Sent>>> targets = new HashMap<>();

  /**
   * None yet.
   *
   * @param keptNanos after which no answer comes any more
   */
  Unanswered(long keptNanos) {
    this.keptNanos = keptNanos;
  }

  void sent(Probe probe, long now) {
    Deque<Sent> ofFlow =
        targets
            .computeIfAbsent(probe.target(), ignored -> new HashMap<>())
            .computeIfAbsent(probe.flow(), ignored -> new ArrayDeque<>());
    forgetOld(ofFlow, now);
    ofFlow.add(new Sent(probe.id(), now));
  }

  void answered(Probe probe) {
    Map<Integer, Deque<Sent>> flows = targets.get(probe.target());
    Deque<Sent> ofFlow = flows == null ? null : flows.get(probe.flow());
    if (ofFlow != null) {
      ofFlow.removeIf(sent -> sent.id == probe.id());
    }
  }

  /** Ids of the probes that an answer may be to, the first sent first. */
  List<Integer> of(IpAddress target, int flow, long now) {
    Map<Integer, Deque<Sent>> flows = targets.get(target);
    Deque<Sent> ofFlow = flows == null ? null : flows.get(flow);
    if (ofFlow == null) {
      return List.of();
    }
    forgetOld(ofFlow, now);
    return ofFlow.stream().map(Sent::id).toList();
  }

  void release(IpAddress target) {
    targets.remove(target);
  }

  private void forgetOld(Deque<Sent> ofFlow, long now) {
    while (!ofFlow.isEmpty() && now - ofFlow.element().nanos >= keptNanos) {
      ofFlow.remove();
    }
  }

  private record Sent(int id, long nanos) {}
}
