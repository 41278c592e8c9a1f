package org.ikisaki.endurance;

import java.time.Duration;
import java.util.List;
import org.ikisaki.testing.BatchSender;

/** The interface is removed and replaced, again and again, as a bad USB plug does. */
final class ReplaceTrial implements Trial {
  private static final int TIMES = 50;
  private static final int PACKETS = 100;
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final Duration LONG_AWAY = Duration.ofSeconds(60);

  private static final double SECONDS_UNTIL_BACK = 5;
  private static final double PERCENT_WHILE_ABSENT = 2;

  @Override
  public void run(Testbed bed, Verdicts verdicts) throws Exception {
    List<byte[]> frames = Load.frames();
    Monitor monitor = bed.listen();
    Waiting.pause(SETTLE);
    long descriptors = monitor.process().descriptors();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < TIMES; i++) {
      bed.unplug();
      Waiting.pause(AWAY);
      bed.plugIn();
      Duration back = Waiting.until("that it listens again", bed::isListenedTo);
      longest = back.compareTo(longest) > 0 ? back : longest;
      send(frames);
    }
    verdicts.atMost(
        "back after " + TIMES + " replacements, the longest",
        longest.toMillis() / 1e3,
        SECONDS_UNTIL_BACK,
        "s");
    verdicts.all("open", monitor.process().descriptors(), descriptors, "descriptors before");
    bed.unplug();
    Waiting.pause(SETTLE);
    double before = monitor.process().cpuSeconds();
    Waiting.pause(LONG_AWAY);
    double absent = monitor.process().cpuSeconds() - before;
    verdicts.atMost(
        "while it is absent",
        absent * 100 / LONG_AWAY.toSeconds(),
        PERCENT_WHILE_ABSENT,
        "% of a core");
    bed.plugIn();
    Waiting.until("that it listens again", bed::isListenedTo);
    send(frames);
    verdicts.all(
        "counted", monitor.stop().frames(), (TIMES + 1L) * PACKETS, "packets sent in between");
  }

  private static void send(List<byte[]> frames) throws Exception {
    try (BatchSender sender = BatchSender.on(Testbed.SENDER, frames.subList(0, PACKETS))) {
      sender.send(PACKETS);
    }
  }
}
