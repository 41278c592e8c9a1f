package org.ikisaki.endurance;

import java.time.Duration;

/** What it costs to listen to nothing, and to a busy home. */
final class IdleTrial implements Trial {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  private static final int BUSY = 10_000;
  private static final double PERCENT_IDLE = 0.3;
  private static final double PERCENT_BUSY = 0.5;

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    try (Load load = Load.on(Testbed.SENDER, Load.frames())) {
      Monitor monitor = bed.listen();
      Waiting.pause(WARM_UP);
      double before = monitor.process().cpuSeconds();
      Waiting.pause(MEASURED);
      verdicts.atMost("idle", percent(monitor, before), PERCENT_IDLE, "% of a core");
      load.send(BUSY, WARM_UP);
      before = monitor.process().cpuSeconds();
      load.send(BUSY, MEASURED);
      verdicts.atMost("10,000 packets/s", percent(monitor, before), PERCENT_BUSY, "% of a core");
      verdicts.all("counted", monitor.stop().frames(), load.sent(), "packets sent");
    }
  }

  private static double percent(Monitor monitor, double before) throws Exception {
    return (monitor.process().cpuSeconds() - before) * 100 / MEASURED.toSeconds();
  }
}
