package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.ikisaki.naming.Confidence.Choice;
import org.jspecify.annotations.Nullable;

/**
 * The names of one client's address in the order they were learned. Bounded; confined to {@link
 * Names}.
 */
final class Evidence {
  private static final int MAX_RUNS = 16;
  private static final long LATE = 10_000_000_000L;

  private final List<Run> runs = new ArrayList<>(1);

  void add(Name name, long timestamp) {
    Run newest = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (newest != null && newest.name.equals(name)) {
      newest.last = timestamp;
      newest.count++;
      return;
    }
    if (runs.size() == MAX_RUNS) {
      runs.remove(0);
    }
    runs.add(new Run(known(name), timestamp));
  }

  /** The same object for the same name: answers and handshakes take turns in telling it. */
  private Name known(Name name) {
    for (Run run : runs) {
      if (run.name.equals(name)) {
        return run.name;
      }
    }
    return name;
  }

  /** In the order they began. */
  List<Run> runs() {
    return runs;
  }

  /** The newest run that began by {@code timestamp}, else the first that began soon after. */
  @Nullable Run at(long timestamp, boolean answersOnly) {
    Run late = null;
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      if (answersOnly && run.name.source() != NameSource.DNS) {
        continue;
      }
      if (run.first <= timestamp) {
        return run;
      }
      if (run.first - timestamp <= LATE) {
        late = run;
      }
    }
    return late;
  }

  /** The hosts of what was learned by {@code until} and last seen at {@code since} or later. */
  void addHosts(long since, long until, Set<String> hosts) {
    for (Run run : runs) {
      if (run.first <= until && run.last >= since) {
        hosts.add(run.name.host());
      }
    }
  }

  Run newest() {
    return runs.get(runs.size() - 1);
  }

  boolean hasAnswer() {
    return runs.stream().anyMatch(run -> run.name.source() == NameSource.DNS);
  }

  /**
   * Between how many names there was to choose of those of {@link #addHosts}, and of soon after.
   */
  Choice choice(long since, long until, Function<String, ?> service) {
    if (runs.size() == 1) {
      return Choice.NONE;
    }
    Set<String> hosts = new LinkedHashSet<>();
    addHosts(since, until + LATE, hosts);
    return Choice.among(hosts, service);
  }

  /** Between how many there ever was. */
  Choice choice(Function<String, ?> service) {
    return choice(Long.MIN_VALUE, Long.MAX_VALUE - LATE, service);
  }

  /** The same name learned again and again, with no other in between. */
  static final class Run {
    private final Name name;
    private final long first;
    private long last;
    private int count = 1;

    Run(Name name, long timestamp) {
      this.name = name;
      this.first = timestamp;
      this.last = timestamp;
    }

    Name name() {
      return name;
    }

    /** Nanoseconds since 1970. */
    long first() {
      return first;
    }

    /** Nanoseconds since 1970. */
    long last() {
      return last;
    }

    int count() {
      return count;
    }
  }
}
