package org.ikisaki.endurance;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Strains the live product on a cable of its own: we send on one core, and it listens on another.
 */
final class LiveEndurance {
  private static final int WRONG_USE = 64;

  private LiveEndurance() {}

  /** Takes the application's directory, and the name of one trial if not all are to be run. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("rate", new RateTrial());
    trials.put("idle", new IdleTrial());
    trials.put("start", new StartTrial());
    trials.put("stop", new StopTrial());
    trials.put("replace", new ReplaceTrial());
    trials.put("memory", new MemoryTrial());
    if (arguments.length > 1) {
      if (!trials.containsKey(arguments[1])) {
        System.err.println("a trial is one of " + trials.keySet());
        System.exit(WRONG_USE);
      }
      trials.keySet().retainAll(Set.of(arguments[1]));
    }
    Verdicts verdicts = new Verdicts();
    for (Map.Entry<String, Trial> trial : trials.entrySet()) {
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      System.out.printf("%s: (load average %.2f)%n", trial.getKey(), load);
      try (Testbed bed = Testbed.of(Path.of(arguments[0]))) {
        trial.getValue().run(bed, verdicts);
      }
    }
    System.exit(verdicts.allHold() ? 0 : 1);
  }
}
