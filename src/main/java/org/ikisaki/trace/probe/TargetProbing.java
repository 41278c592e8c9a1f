package org.ikisaki.trace.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * How far the trace of one target is, and which probe is next. Confined to one thread.
 *
 * <p>1. It begins where {@link NearHops} says, and goes back from there until a router answers that
 * is known to be at that distance, or to the first. 2. From there it goes forth, to whoever ends
 * the way, the last hop allowed, or {@value #GAP} silent hops in a row.
 */
final class TargetProbing {
  /** After as many silent hops nobody is expected to answer any more. */
  static final int GAP = 5;

  private final Target target;
  private final Instant started;
  private final ProbeSettings settings;
  private int window;
  private final NearHops near;
  private final @Nullable HopProbing[] hops;

  /** The hop that is asked on the way back; 0 when the way forth has begun. */
  private int back;

  /** The lowest TTL that was probed. */
  private int lowest;

  private List<Hop> before = List.of();
  private int end;
  private int pending;

  TargetProbing(
      Target target,
      Instant started,
      ProbeSettings settings,
      int window,
      NearHops near,
      int begin) {
    this.target = target;
    this.started = started;
    this.settings = settings;
    this.window = window;
    this.near = near;
    hops = new HopProbing[settings.maxHops() + 1];
    back = Math.min(begin, settings.maxHops());
    lowest = back;
    end = settings.maxHops();
  }

  Target target() {
    return target;
  }

  /** The probe to send next; {@code null} if there is none until another has ended. */
  @Nullable Query next() {
    if (pending >= window) {
      return null;
    }
    return back > 0 ? queryAt(back) : forth();
  }

  private @Nullable Query forth() {
    for (int ttl = lowest; ttl <= end; ttl++) {
      Query query = queryAt(ttl);
      if (query != null) {
        return query;
      }
    }
    return null;
  }

  private @Nullable Query queryAt(int ttl) {
    int number = hop(ttl).next();
    return number < 0 ? null : new Query(ttl, number);
  }

  void sent(Query query) {
    hop(query.ttl).sent(query.number);
    pending++;
  }

  /** Answers can't be told apart: no two probes are in flight from now on. */
  void oneAtATime() {
    window = 1;
  }

  /** Has a probe sent again, twice at most; otherwise it is {@linkplain #unanswered unanswered}. */
  void repeat(Query query) {
    if (hop(query.ttl).repeat(query.number)) {
      pending--;
    } else {
      unanswered(query);
    }
  }

  void answered(Query query, Answer answer) {
    if (answer.meaning().ends()) {
      end = Math.min(end, query.ttl);
    }
    ended(query, answer);
  }

  void unanswered(Query query) {
    ended(query, null);
  }

  private void ended(Query query, @Nullable Answer answer) {
    hop(query.ttl).end(query.number, answer);
    pending--;
    while (back > 0 && hop(back).isComplete()) {
      goBack();
    }
    if (back == 0) {
      endAfterGap();
    }
  }

  private void goBack() {
    if (lowest > 1 && near.confirms(hop(back).hop(back))) {
      before = near.before(back);
      back = 0;
    } else if (back == 1) {
      back = 0;
    } else {
      lowest = --back;
    }
  }

  private void endAfterGap() {
    int silent = 0;
    for (int ttl = lowest; ttl <= end && hop(ttl).isComplete(); ttl++) {
      silent = hop(ttl).isSilent() ? silent + 1 : 0;
      if (silent == GAP) {
        end = ttl;
      }
    }
  }

  boolean isDone() {
    if (back > 0) {
      return false;
    }
    for (int ttl = lowest; ttl <= end; ttl++) {
      if (!hop(ttl).isComplete()) {
        return false;
      }
    }
    return true;
  }

  /** Whether every hop from the first on was probed for this target. */
  boolean isWhole() {
    return back == 0 && before.isEmpty() && lowest == 1;
  }

  /** All hops that are known so far, from the first on; none while that isn't. */
  Trace trace(String origin, ProbeKind kind) {
    List<Hop> known = new ArrayList<>(before);
    if (back == 0) {
      for (int ttl = lowest; ttl <= end; ttl++) {
        Hop hop = hop(ttl).hop(ttl);
        if (hop.sent() == 0) {
          break;
        }
        known.add(hop);
      }
    }
    return new Trace(target, origin, started, kind, known, Map.of());
  }

  private HopProbing hop(int ttl) {
    HopProbing hop = hops[ttl];
    if (hop == null) {
      hop = new HopProbing(settings.queries(), settings.paths());
      hops[ttl] = hop;
    }
    return hop;
  }

  /** One of the probes with a TTL, counted from 0. */
  record Query(int ttl, int number) {}
}
