package org.ikisaki.demo;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a {@link Household}, in order of time, as a capture on its link would bring them.
 * The same household and timespan always give the same frames, at any pace.
 *
 * <p>Confined to the thread that polls it, but for {@link #stop}.
 */
public final class HouseholdSource implements FrameSource {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Timespan span;
  private final Pace pace;
  private final Truth truth = new Truth();
  private final Agenda agenda;
  private final Wire wire = new Wire(truth);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Instant began;
  private long released;

  public HouseholdSource(Household household, Timespan span, Pace pace) {
    this.span = span;
    this.pace = pace;
    this.released = pace.isUnlimited() ? Long.MAX_VALUE : span.from();
    Dice dice = new Dice(~household.seed());
    this.agenda = new Agenda(dice);
    Network network = new Network(household, agenda, wire, truth, dice);
    new Routine(
            household,
            span,
            agenda,
            network,
            new Activities(household, network, agenda, dice),
            new AddressChatter(household.router(), network, agenda, wire, truth, dice),
            new DiscoveryChatter(network, agenda, wire, dice))
        .plan();
  }

  /** What has been sent in the frames polled so far. */
  public Truth truth() {
    return truth;
  }

  @Override
  public String name() {
    return "demo";
  }

  /** Never: the frames' time is the household's, whatever the clock on the wall says. */
  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public Poll poll(Frame frame) {
    while (stopped.getCount() > 0) {
      long next = agenda.nextTime();
      if (next >= span.until()) {
        return Poll.END;
      }
      if (next > released && !isDue(next)) {
        return stopped.getCount() > 0 ? Poll.IDLE : Poll.END;
      }
      agenda.step();
      if (wire.take(frame, next)) {
        return Poll.FRAME;
      }
    }
    return Poll.END;
  }

  /** Waits for {@code next} to come, no longer than a poll may; a stop ends the wait. */
  private boolean isDue(long next) {
    if (began == null) {
      began = pace.now();
    }
    released = span.from() + pace.elapsedSince(began);
    if (next <= released) {
      return true;
    }
    long wait = Math.min(pace.onTheClock(next - released).toNanos(), LONGEST_WAIT_NANOS);
    try {
      boolean interrupted = stopped.await(wait, TimeUnit.NANOSECONDS);
      released = span.from() + pace.elapsedSince(began);
      return !interrupted && next <= released;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
      return false;
    }
  }

  @Override
  public DropCounts drops() {
    return DropCounts.NONE;
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    stop();
  }
}
