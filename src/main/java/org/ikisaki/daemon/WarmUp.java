package org.ikisaki.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Pace;
import org.ikisaki.demo.Timespan;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.naming.Observer;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.pipeline.IntervalSink;

/**
 * Has the JVM load and compile the way of a packet before the first real one comes: it would take a
 * tenth of a second for them, in which more may come than a ring holds.
 */
final class WarmUp {
  private static final long SEED = 1;
  private static final Duration SPAN = Duration.ofMinutes(5);

  /** Of some hundred frames each: enough for whatever is called once a packet. */
  static final int CYCLES = 16;

  private WarmUp() {}

  /**
   * Plays made-up frames through a loop of its own, of which nothing is kept.
   *
   * @return how many cycles of its work there were frames for
   */
  static int run() throws IOException {
    int intervals = (int) SPAN.dividedBy(CaptureLoop.INTERVAL) + 1;
    Timespan span = new Timespan(Timespan.DEFAULT.start(), SPAN, Timespan.DEFAULT.zone());
    try (HouseholdSource source = new HouseholdSource(Household.of(SEED), span, Pace.unlimited())) {
      CaptureLoop loop =
          new CaptureLoop(
              source,
              new FlowTable(
                  FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of())),
              new Observer(),
              new IntervalSink(intervals, 1),
              InstantSource.system());
      int cycles = 0;
      while (cycles < CYCLES && loop.doWork()) {
        cycles++;
      }
      return cycles;
    }
  }
}
