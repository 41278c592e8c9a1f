package org.ikisaki.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chores at their intervals: reloading rules, refreshing databases, pruning. A chore that fails is
 * logged, once until it succeeds again, and tried again at its next turn.
 */
final class Housekeeping implements Resident {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final List<Turn> turns = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Housekeeping(InstantSource clock) {
    this.clock = clock;
  }

  /** Something to do now and then. */
  interface Chore {
    void run() throws Exception;
  }

  /** Adds a chore that is first done {@code delay} after the start; before the start. */
  void add(String name, Duration delay, Duration period, Chore chore) {
    turns.add(new Turn(name, period, chore, clock.instant().plus(delay)));
  }

  @Override
  public String name() {
    return "housekeeping";
  }

  @Override
  public void run() throws InterruptedException {
    do {
      doWork();
    } while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Does what is due. */
  void doWork() {
    Instant now = clock.instant();
    turns.forEach(turn -> turn.doIfDue(now));
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  private static final class Turn {
    private final String name;
    private final Duration period;
    private final Chore chore;
    private Instant due;
    private boolean failing;

    Turn(String name, Duration period, Chore chore, Instant due) {
      this.name = name;
      this.period = period;
      this.chore = chore;
      this.due = due;
    }

    void doIfDue(Instant now) {
      // Set back, the clock must not put the chore off by as much.
      boolean clockWentBack = due.isAfter(now.plus(period));
      if (now.isBefore(due) && !clockWentBack) {
        return;
      }
      due = now.plus(period);
      try {
        chore.run();
        failing = false;
      } catch (Exception e) {
        if (!failing) {
          log.warn("{}: failed, and will be tried again: {}", name, e.getMessage(), e);
        }
        failing = true;
      }
    }
  }
}
