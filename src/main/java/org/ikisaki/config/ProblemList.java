package org.ikisaki.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.config.ConfigException.Problem;

/** The mistakes of one file, each once, in the file's order. Confined to one reading. */
final class ProblemList implements Node.Problems {
  /** More help nobody, and a hostile file could have one on every byte. */
  private static final int MAX = 100;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final Set<Problem> problems = new LinkedHashSet<>();
  private int more;

  @Override
  public void accept(Problem problem) {
    if (problems.size() < MAX) {
      problems.add(problem);
    } else if (!problems.contains(problem)) {
      more++;
    }
  }

  void throwIfAny() throws ConfigException {
    if (problems.isEmpty()) {
      return;
    }
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(BY_PLACE);
    if (more > 0) {
      sorted.add(new Problem(sorted.get(0).file(), 0, 0, "and " + more + " more mistakes"));
    }
    throw new ConfigException(sorted);
  }
}
