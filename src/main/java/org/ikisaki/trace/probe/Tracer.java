package org.ikisaki.trace.probe;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.probe.TargetProbing.Query;
import org.jspecify.annotations.Nullable;

/**
 * Traces many targets side by side, at one rate for all. Confined to one thread.
 *
 * <p>Each turn: 1. what is due is sent, as the rate allows; a further target is begun only when
 * those that are under way have nothing to send. 2. Replies are taken, each for the probe that it
 * names, if that is still waited for. 3. What was waited for in vain is given up.
 */
public final class Tracer {
  /** How long it may take to notice that it is to stop. */
  private static final long MAX_WAIT_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * Targets that are begun before one has ended, and for each that has: the routers near home are
   * not known yet, and would be asked by all at once.
   */
  private static final int FIRST = 4;

  /** Further ones for each second, as share of the rate: nobody may answer at all. */
  private static final double MORE = 0.1;

  private static final int MAX_ID = 0xffff;

  private final ProbeChannel channel;
  private final ProbeSettings settings;
  private final String origin;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final TokenBucket bucket;
  private final long begun;
  private final NearHops nearIpv4 = new NearHops();
  private final NearHops nearIpv6 = new NearHops();

  /** By id, the first sent first. */
  private final Map<Integer, Flight> flights = new LinkedHashMap<>();

  private final Set<TargetProbing> active = new HashSet<>();
  private final Queue<TargetProbing> ready = new ArrayDeque<>();

  /**
   * Probes to be sent again when no earlier one can be answered any more; the first is due first.
   */
  private final Queue<Repeat> repeats = new ArrayDeque<>();

  private int lastId;
  private long sent;
  private long answered;
  private long late;
  private int mostInFlight;
  private int ended;

  /**
   * Sends nothing yet.
   *
   * @param origin what traces say of who traced
   * @param clock says when a trace began
   * @param nanos as {@link System#nanoTime}, and of the same clock as the channel's replies
   */
  public Tracer(
      ProbeChannel channel,
      ProbeSettings settings,
      String origin,
      InstantSource clock,
      LongSupplier nanos) {
    this.channel = channel;
    this.settings = settings;
    this.origin = origin;
    this.clock = clock;
    this.nanos = nanos;
    begun = nanos.getAsLong();
    bucket = new TokenBucket(settings.rate(), nanos);
  }

  /**
   * Traces all targets.
   *
   * @param targets each address once
   * @param stopped whether to end now, with what is known
   * @throws IOException if nothing can be sent any more; what is known was handed over
   */
  public void run(Iterator<Target> targets, TraceSink sink, BooleanSupplier stopped)
      throws IOException {
    try {
      while (!stopped.getAsBoolean() && (targets.hasNext() || !active.isEmpty())) {
        send(targets, sink);
        channel.receive(patience(), reply -> take(reply, sink));
        repeat(sink);
        giveUp(sink);
      }
    } finally {
      for (TargetProbing target : active) {
        Trace trace = target.trace(origin, channel.kind());
        if (!trace.hops().isEmpty()) {
          sink.stopped(trace);
        }
      }
    }
  }

  private void send(Iterator<Target> targets, TraceSink sink) throws IOException {
    while (flights.size() < ProbeSettings.MAX_IN_FLIGHT && bucket.nanosToNext() == 0) {
      TargetProbing target = ready.peek();
      if (target == null) {
        target = begin(targets);
        if (target == null) {
          return;
        }
        ready.add(target);
      }
      ready.remove();
      Query query = active.contains(target) ? target.next() : null;
      if (query != null && !send(target, query, sink)) {
        return;
      }
    }
  }

  private @Nullable TargetProbing begin(Iterator<Target> targets) {
    double seconds = (nanos.getAsLong() - begun) / 1e9;
    double allowed = FIRST + FIRST * ended + seconds * settings.rate() * MORE;
    if (active.size() >= Math.min(settings.sideBySide(), allowed) || !targets.hasNext()) {
      return null;
    }
    Target target = targets.next();
    NearHops near = near(target);
    int begin = settings.paths() == 1 ? near.begin(nanos.getAsLong()) : 1;
    TargetProbing probing =
        new TargetProbing(target, clock.instant(), settings, channel.window(), near, begin);
    active.add(probing);
    return probing;
  }

  /** False if the system has no room just now. */
  private boolean send(TargetProbing target, Query query, TraceSink sink) throws IOException {
    int id = nextId();
    int flow = settings.paths() == 1 ? 0 : query.number();
    OptionalLong sentNanos;
    try {
      sentNanos = channel.send(new Probe(target.target().address(), flow, query.ttl(), id));
    } catch (UnreachableException e) {
      sink.failed(target.target(), String.valueOf(e.getMessage()));
      end(target);
      return true;
    }
    if (sentNanos.isEmpty()) {
      ready.add(target);
      return false;
    }
    bucket.take();
    sent++;
    target.sent(query);
    flights.put(id, new Flight(target, query, sentNanos.getAsLong()));
    mostInFlight = Math.max(mostInFlight, flights.size());
    // Whoever has more to send queues up behind the others.
    ready.add(target);
    return true;
  }

  private int nextId() {
    do {
      lastId = lastId == MAX_ID ? 1 : lastId + 1;
    } while (flights.containsKey(lastId));
    return lastId;
  }

  private long patience() {
    long now = nanos.getAsLong();
    long wait = MAX_WAIT_NANOS;
    if (!ready.isEmpty() && flights.size() < ProbeSettings.MAX_IN_FLIGHT) {
      wait = Math.min(wait, bucket.nanosToNext());
    }
    if (!flights.isEmpty()) {
      Flight first = flights.values().iterator().next();
      wait = Math.min(wait, first.sentNanos + settings.patience().toNanos() - now);
    }
    Repeat repeat = repeats.peek();
    if (repeat != null) {
      wait = Math.min(wait, repeat.dueNanos - now);
    }
    return Math.max(0, wait);
  }

  private void take(Reply reply, TraceSink sink) {
    Flight flight = flights.remove(reply.id());
    if (flight == null || !active.contains(flight.target)) {
      late++;
      return;
    }
    if (!reply.sure()) {
      flight.target.oneAtATime();
      // Of one at a time, any earlier one has been waited for.
      long wait = settings.patience().toNanos() * (channel.window() == 1 ? 1 : 2);
      long due = nanos.getAsLong() + wait;
      repeats.add(new Repeat(flight.target, flight.query, due));
      return;
    }
    answered++;
    long roundTrip = Math.max(0, reply.receivedNanos() - flight.sentNanos);
    flight.target.answered(
        flight.query,
        new Answer(reply.from(), roundTrip, reply.meaning(), reply.labels(), reply.translated()));
    goOn(flight.target, sink);
  }

  private void repeat(TraceSink sink) {
    long now = nanos.getAsLong();
    for (Repeat first = repeats.peek();
        first != null && first.dueNanos <= now;
        first = repeats.peek()) {
      repeats.remove();
      if (active.contains(first.target)) {
        first.target.repeat(first.query);
        goOn(first.target, sink);
      }
    }
  }

  private void giveUp(TraceSink sink) {
    long sentUntil = nanos.getAsLong() - settings.patience().toNanos();
    Iterator<Flight> oldest = flights.values().iterator();
    Queue<Flight> over = new ArrayDeque<>();
    for (Flight flight = next(oldest);
        flight != null && flight.sentNanos <= sentUntil;
        flight = next(oldest)) {
      oldest.remove();
      over.add(flight);
    }
    for (Flight flight : over) {
      if (active.contains(flight.target)) {
        flight.target.unanswered(flight.query);
        goOn(flight.target, sink);
      }
    }
  }

  private static @Nullable Flight next(Iterator<Flight> flights) {
    return flights.hasNext() ? flights.next() : null;
  }

  private void goOn(TargetProbing target, TraceSink sink) {
    if (!target.isDone()) {
      ready.add(target);
      return;
    }
    Trace trace = target.trace(origin, channel.kind());
    if (target.isWhole() && settings.paths() == 1) {
      near(target.target()).learn(trace.hops(), nanos.getAsLong());
    }
    end(target);
    sink.finished(trace);
  }

  private void end(TargetProbing target) {
    active.remove(target);
    channel.release(target.target().address());
    ended++;
  }

  private NearHops near(Target target) {
    return target.address().isIpv4() ? nearIpv4 : nearIpv6;
  }

  /** What was sent and came back so far. */
  public Counts counts() {
    return new Counts(sent, answered, late, channel.dropped(), mostInFlight);
  }

  /**
   * What happened to probes.
   *
   * @param late replies that nobody waited for any more
   * @param dropped messages that were no replies to probes of ours, or were broken
   */
  public record Counts(long sent, long answered, long late, long dropped, int mostInFlight) {}

  private record Flight(TargetProbing target, Query query, long sentNanos) {}

  private record Repeat(TargetProbing target, Query query, long dueNanos) {}
}
