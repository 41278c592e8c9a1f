package org.ikisaki.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.ikisaki.capture.Duplicates;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.flow.Flow;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.Observer;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One source's way from frames to intervals. Confined to its capture thread, but for {@link #stop}
 * and {@link #counts}.
 *
 * <p>An interval is ten seconds of packet time, aligned. A packet that is late counts for the
 * current interval. Live, no interval lasts longer than that by a clock that is never set, and one
 * ends when the system's clock is set back: what comes then counts for the time that it says. If
 * the writer refuses an interval, the loop keeps counting and offers a longer one later:
 * back-pressure costs resolution, never bytes.
 */
public final class CaptureLoop {
  /** The resolution of history. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final long INTERVAL_NANOS = INTERVAL.toNanos();
  private static final int FRAMES_PER_CYCLE = 256;

  /** How long after its end an idle source's interval is closed by the clock. */
  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

  /** A live packet is late by less; if it is by more, the clock was set back. */
  private static final long LATE_NANOS = INTERVAL_NANOS;

  /** How late the kernel may show a frame, as it gathers them. */
  private static final long GATHER_NANOS = Duration.ofMillis(250).toNanos();

  private final FrameSource source;
  private final VantagePoint vantagePoint;
  private final @Nullable Duplicates duplicates;
  private final FlowTable flows;
  private final Observer observer;
  private final IntervalSink sink;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Frame frame = new Frame();
  private final Packet packet = new Packet();
  private final Map<Long, Name> names = new HashMap<>();
  private final long[] verdicts = new long[Verdict.values().length];

  /** No frame is taken that came after this. */
  private volatile long stopTime = Long.MAX_VALUE;

  private boolean open;
  private long start;
  private long end;
  private long latest;
  private long deadline;
  private long frames;
  private long frameBytes;
  private long ipPackets;
  private long ipBytes;
  private long notIp;
  private long repeats;
  private long latePackets;
  private DropCounts drops = DropCounts.NONE;
  private long gaps;
  private long evicted;
  private long unread;

  /** Made anew at the end of each interval, as it is read by other threads. */
  private volatile SortedMap<String, Long> counts;

  /** Flows that are followed, as of then. */
  private volatile int openFlows;

  /** A loop over a source that hears no network of ours, and nothing twice. */
  public CaptureLoop(
      FrameSource source,
      FlowTable flows,
      Observer observer,
      IntervalSink sink,
      InstantSource clock) {
    this(
        source,
        new VantagePoint(Station.NONE),
        null,
        flows,
        observer,
        sink,
        clock,
        System::nanoTime);
  }

  /**
   * A loop at its beginning.
   *
   * @param duplicates null if a packet counts as often as it comes
   * @param nanoTime a clock that is never set, in nanoseconds
   */
  public CaptureLoop(
      FrameSource source,
      VantagePoint vantagePoint,
      @Nullable Duplicates duplicates,
      FlowTable flows,
      Observer observer,
      IntervalSink sink,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.source = source;
    this.vantagePoint = vantagePoint;
    this.duplicates = duplicates;
    this.flows = flows;
    this.observer = observer;
    this.sink = sink;
    this.clock = clock;
    this.nanoTime = nanoTime;
    counts = count();
  }

  /** Takes what the source has, a bounded number of frames; false once it has ended. */
  public boolean doWork() throws IOException {
    closeByNanoTime();
    for (int i = 0; i < FRAMES_PER_CYCLE; i++) {
      Poll poll = source.poll(frame);
      if (poll == Poll.FRAME) {
        if (frame.timestamp() > stopTime) {
          return false;
        }
        take();
      } else if (poll == Poll.IDLE) {
        closeByClock();
        return now() - GATHER_NANOS < stopTime;
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * Has the loop end soon: a live source's once it has taken what was heard until now. Callable
   * from any thread.
   */
  public void stop() {
    if (source.isLive()) {
      stopTime = now();
    } else {
      source.stop();
    }
  }

  /** Delivers what is left, however long the writer takes. */
  public void finish() throws InterruptedException {
    if (open) {
      sink.put(drain(true));
      open = false;
    }
  }

  /**
   * What was counted since the start, by name: frames by verdict, and what bounds have cost. As of
   * the end of the latest interval. Callable from any thread.
   */
  public SortedMap<String, Long> counts() {
    return counts;
  }

  /**
   * How many flows are followed, as of the end of the latest interval. Callable from any thread.
   */
  public int openFlows() {
    return openFlows;
  }

  /** What its source is called. */
  public String source() {
    return source.name();
  }

  private SortedMap<String, Long> count() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put("frames_" + verdict.name().toLowerCase(Locale.ROOT), verdicts[verdict.ordinal()]);
    }
    Observer.Unread unread = observer.unread();
    counts.put("late_packets", latePackets);
    counts.put("flows_evicted", flows.evicted());
    counts.put("flows_folded", flows.folded());
    counts.put("dns_malformed", unread.malformedDns());
    counts.put("dns_answers_dropped", unread.droppedAnswers());
    counts.put("handshakes_dropped", unread.droppedStreams());
    counts.put("quic_initials_refused", unread.refusedInitials());
    return Collections.unmodifiableSortedMap(counts);
  }

  private void take() {
    long time = frame.timestamp();
    if (!open) {
      openAt(time);
    } else if (time >= end || wasSetBack(time)) {
      closeAt(time);
    } else if (time < start) {
      latePackets++;
    }
    latest = Math.max(latest, time);
    frames++;
    frameBytes += frame.wireLength();
    Verdict verdict = packet.wrap(frame);
    verdicts[verdict.ordinal()]++;
    vantagePoint.see(packet, verdict, time);
    if (duplicates != null && verdict.isIp() && duplicates.isRepeat(packet, time)) {
      repeats++;
      return;
    }
    Flow flow = flows.account(packet, verdict);
    if (flow == null) {
      if (verdict == Verdict.NOT_IP) {
        notIp++;
      }
      return;
    }
    ipPackets++;
    ipBytes += packet.ipBytes();
    if (observer.wants(packet)) {
      Name name = observer.inspect(packet, flow.client());
      if (name != null) {
        names.merge(flow.id(), name, CaptureLoop::firstOfStrongest);
      }
    }
  }

  private static Name firstOfStrongest(Name first, Name later) {
    return later.source().isStrongerThan(first.source()) && !first.source().isOwn() ? later : first;
  }

  private void openAt(long time) {
    open = true;
    start = Math.floorDiv(time, INTERVAL_NANOS) * INTERVAL_NANOS;
    end = start + INTERVAL_NANOS;
    latest = time;
    deadline = nanoTime.getAsLong() + (end - time) + GRACE_NANOS;
  }

  private boolean wasSetBack(long time) {
    return time < start - LATE_NANOS && source.isLive();
  }

  /** Whatever the system's clock says, which may have been set. */
  private void closeByNanoTime() {
    if (open && source.isLive() && nanoTime.getAsLong() - deadline >= 0) {
      closeAt(now());
      open = open && frames > 0;
    }
  }

  private void closeByClock() {
    if (open && source.isLive()) {
      long nanos = now();
      if (nanos >= end + GRACE_NANOS || wasSetBack(nanos)) {
        closeAt(nanos);
        // The next frame says when the next interval begins.
        open = open && frames > 0;
      }
    }
  }

  private void closeAt(long time) {
    if (!source.isLive()) {
      try {
        sink.put(drain(false));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      openAt(time);
    } else if (sink.hasRoom()) {
      sink.offer(drain(false));
      openAt(time);
    } else {
      end = Math.max(end, Math.floorDiv(time, INTERVAL_NANOS) * INTERVAL_NANOS + INTERVAL_NANOS);
      deadline = nanoTime.getAsLong() + INTERVAL_NANOS;
    }
  }

  private Interval drain(boolean last) {
    DropCounts now = source.drops();
    long gapsNow = source.gaps();
    long evictedNow = flows.evicted();
    long unreadNow = observer.unread().forBounds();
    Interval interval =
        new Interval(
            source.name(),
            instant(start),
            instant(end),
            flows.drainFlows(latest, last),
            names,
            observer.drainAnswers(),
            observer.drainClaims(),
            observer.drainDeviceClues(),
            flows.drainDevices(),
            new CaptureStats(
                frames,
                frameBytes,
                ipPackets,
                ipBytes,
                notIp,
                frames - ipPackets - notIp - repeats,
                now.kernel() - drops.kernel(),
                now.networkInterface() - drops.networkInterface(),
                repeats,
                gapsNow - gaps,
                evictedNow - evicted,
                unreadNow - unread));
    names.clear();
    frames = 0;
    frameBytes = 0;
    ipPackets = 0;
    ipBytes = 0;
    notIp = 0;
    repeats = 0;
    drops = now;
    gaps = gapsNow;
    evicted = evictedNow;
    unread = unreadNow;
    counts = count();
    openFlows = flows.size();
    return interval;
  }

  private long now() {
    Instant now = clock.instant();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
