package org.ikisaki.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much memory it takes at home: some busy minutes, then many with a little traffic. */
final class MemoryTrial implements Trial {
  private static final Duration BUSY = Duration.ofMinutes(5);
  private static final Duration WHOLE = Duration.ofMinutes(30);
  private static final Duration SAMPLE = Duration.ofSeconds(10);
  private static final int BUSY_RATE = 10_000;
  private static final int QUIET_RATE = 300;
  private static final int MOST_MEBIBYTES = 96;

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    List<Double> samples = new ArrayList<>();
    try (Load load = Load.on(Testbed.SENDER, Load.frames())) {
      Monitor monitor = bed.listen();
      for (Duration time = Duration.ZERO; time.compareTo(WHOLE) < 0; time = time.plus(SAMPLE)) {
        load.send(time.compareTo(BUSY) < 0 ? BUSY_RATE : QUIET_RATE, SAMPLE);
        samples.add(monitor.process().residentMebibytes());
      }
      verdicts.all("counted", monitor.stop().frames(), load.sent(), "packets sent");
    }
    samples.sort(null);
    verdicts.atMost(
        "resident, the most of %d samples in %d minutes"
            .formatted(samples.size(), WHOLE.toMinutes()),
        samples.get(samples.size() - 1),
        MOST_MEBIBYTES,
        "MiB");
    verdicts.note(
        "least %.1f, median %.1f MiB".formatted(samples.get(0), samples.get(samples.size() / 2)));
  }
}
