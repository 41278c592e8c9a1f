package org.ikisaki.trace.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.Hop;

/**
 * The hops near home that all targets have in common, so that the routers there aren't asked once
 * for each: many answer about once a second only.
 *
 * <p>They are known when enough traces went the same way, and for some minutes. A later trace
 * begins with the farthest of them; if the same router answers it, the hops before are taken from
 * here. Of one version of IP. Confined to one thread.
 */
final class NearHops {
  /** Traces that have to agree: half of them would go the other way where one of two is chosen. */
  static final int AGREEING = 8;

  private static final int MAX_DEPTH = 8;
  private static final long LIFETIME_NANOS = Duration.ofMinutes(10).toNanos();

  private final List<Hop> hops = new ArrayList<>();
  private int traces;
  private long since;

  /** Learns from a trace that probed every hop from the first on. */
  void learn(List<Hop> trace, long nanos) {
    if (traces > 0 && nanos - since > LIFETIME_NANOS) {
      traces = 0;
      hops.clear();
    }
    if (traces++ == 0) {
      since = nanos;
      trace.stream().limit(MAX_DEPTH).takeWhile(NearHops::isPassed).forEach(hops::add);
      return;
    }
    for (int i = 0; i < hops.size() && i < trace.size() && isPassed(trace.get(i)); i++) {
      Hop known = hops.get(i);
      Hop seen = trace.get(i);
      if (known.silent()) {
        hops.set(i, seen);
      } else if (!seen.silent() && !known.addresses().equals(seen.addresses())) {
        hops.subList(i, hops.size()).clear();
      }
    }
  }

  /** One router, or none that answers: not the end, and no fork. */
  private static boolean isPassed(Hop hop) {
    return hop.addresses().size() <= 1
        && hop.answers().stream().noneMatch(answer -> answer.meaning().ends());
  }

  /** The TTL to begin a trace with, from 1. */
  int begin(long nanos) {
    if (traces < AGREEING || nanos - since > LIFETIME_NANOS) {
      return 1;
    }
    int depth = hops.size();
    while (depth > 1 && hops.get(depth - 1).silent()) {
      depth--;
    }
    return Math.max(1, depth);
  }

  /** Whether the router that answered is the one that is known at this distance. */
  boolean confirms(Hop hop) {
    return hop.ttl() <= hops.size()
        && !hop.silent()
        && isPassed(hop)
        && hop.addresses().equals(hops.get(hop.ttl() - 1).addresses());
  }

  /** What is known of the hops with a smaller TTL; call after {@link #confirms}. */
  List<Hop> before(int ttl) {
    return List.copyOf(hops.subList(0, ttl - 1));
  }
}
