package org.ikisaki.endurance;

import java.time.Duration;
import org.ikisaki.store.IntervalRows.CaptureStats;

/** The reader stands still for a second in the middle, as in a long pause of the machine. */
final class StopTrial implements Trial {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final int FLOOD = 200_000;
  private static final int FULL_LINE = 15_000;

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    try (Load load = Load.on(Testbed.SENDER, Load.frames())) {
      CaptureStats flood = sendWithPause(bed, load, FLOOD);
      verdicts.all(
          "counted or dropped, stopped for a second at 200,000 packets/s",
          flood.frames() + flood.droppedByKernel(),
          load.sent(),
          "packets sent");
      verdicts.note("%,d of them dropped".formatted(flood.droppedByKernel()));
      long before = load.sent();
      CaptureStats line = sendWithPause(bed, load, FULL_LINE);
      verdicts.all(
          "counted, stopped for a second at 15,000 packets/s",
          line.frames(),
          load.sent() - before,
          "packets sent");
    }
  }

  private static CaptureStats sendWithPause(Testbed bed, Load load, int rate) throws Exception {
    Monitor monitor = bed.listen();
    load.send(rate, TWO_SECONDS);
    monitor.process().suspend();
    load.send(rate, SECOND);
    monitor.process().resume();
    load.send(rate, TWO_SECONDS);
    return monitor.stop();
  }
}
