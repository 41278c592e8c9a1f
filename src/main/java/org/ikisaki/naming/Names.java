package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What each client's addresses were called: the evidence of one process. Confined to the writer.
 *
 * <p>Bounded by the number of (client, address) pairs, of which the one that was taught least
 * recently goes first. No clock: what is learned in the same order is forgotten in the same order.
 */
public final class Names {
  private static final int DEFAULT_CAPACITY = 65_536;
  private static final long SECOND = 1_000_000_000L;
  private static final long LATE = 10 * SECOND;
  private static final long DAY = 86_400 * SECOND;

  /** How long a client's own evidence is good for. */
  private static final long MEMORY = 30 * DAY;

  private final int capacity;

  /** Least recently taught first. */
  private final Map<Key, Evidence> evidence = new LinkedHashMap<>();

  private final Map<IpAddress, Set<String>> clients = new LinkedHashMap<>();
  private long evicted;

  /** Whose answers are every client's; null where each asks for itself. */
  private @Nullable String resolver;

  public Names() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * @param capacity pairs of client and address to remember
   */
  public Names(int capacity) {
    this.capacity = capacity;
  }

  /** Takes in an answer. Answers must come in the order they were seen. */
  public void learn(DnsAnswer answer) {
    Name name = new Name(answer.queryName(), NameSource.DNS);
    for (IpAddress address : answer.named()) {
      learn(answer.client(), address, name, answer.timestamp());
    }
  }

  /**
   * Takes in what a flow of {@code client} to {@code address} called itself, or what was known
   * before a restart.
   */
  public void learn(String client, IpAddress address, Name name, long timestamp) {
    Key key = new Key(client, address);
    Evidence known = evidence.remove(key);
    if (known == null) {
      known = new Evidence();
      clients.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(client);
      if (evidence.size() >= capacity) {
        forgetEldest();
      }
    }
    known.add(name, timestamp);
    evidence.put(key, known);
  }

  /**
   * From now on the answers to this client, a resolver at home, are evidence for all.
   *
   * @param client null if each asks for itself
   */
  public void shareAnswersOf(@Nullable String client) {
    resolver = client;
  }

  /**
   * Whether {@code client}, or the resolver that asks for it, had an answer with {@code address} by
   * {@code timestamp}, no more than a day old, or got one within ten seconds.
   */
  public boolean isAnswered(String client, IpAddress address, long timestamp) {
    return answer(client, address, timestamp) != null
        || (resolver != null && answer(resolver, address, timestamp) != null);
  }

  private @Nullable Run answer(String client, IpAddress address, long timestamp) {
    Evidence known = evidence.get(new Key(client, address));
    Run answer = known == null ? null : known.at(timestamp, true);
    return answer != null && timestamp - answer.last < DAY ? answer : null;
  }

  /**
   * The best name for {@code address} as {@code client} would have known it at {@code timestamp}
   * (nanoseconds since 1970): evidence that came before, or at most ten seconds after.
   *
   * <p>In this order: the newest answer to this client, no more than a day old; what this client
   * had in the last thirty days by any evidence, or the newest answer to the resolver that asks for
   * it, whichever is later; the newest evidence of another client, no more than a day old.
   */
  public @Nullable Name lookup(String client, IpAddress address, long timestamp) {
    Evidence own = evidence.get(new Key(client, address));
    if (own != null) {
      Run answer = own.at(timestamp, true);
      if (answer != null && timestamp - answer.last < DAY) {
        return answer.name;
      }
    }
    Run shared = resolver == null ? null : answer(resolver, address, timestamp);
    Run earlier = own == null ? null : own.at(timestamp, false);
    boolean knewEarlier = earlier != null && timestamp - earlier.last < MEMORY;
    if (shared != null && (earlier == null || !knewEarlier || shared.last > earlier.last)) {
      return new Name(shared.name.host(), NameSource.DNS_SHARED);
    }
    if (earlier != null && knewEarlier) {
      return new Name(earlier.name.host(), NameSource.PERSISTED);
    }
    Run newest = null;
    for (String other : clients.getOrDefault(address, Set.of())) {
      Evidence theirs = evidence.get(new Key(other, address));
      Run run = theirs == null || theirs == own ? null : theirs.at(timestamp, false);
      if (run != null && timestamp - run.last < DAY && (newest == null || run.last > newest.last)) {
        newest = run;
      }
    }
    return newest == null ? null : new Name(newest.name.host(), NameSource.DNS_OTHER);
  }

  /**
   * The name for a flow that {@link #lookup} has none for: what this client called the address only
   * after the flow had begun, if that was one host and never another.
   */
  public @Nullable Name lookupLate(String client, IpAddress address) {
    Evidence own = evidence.get(new Key(client, address));
    return own == null ? null : own.only();
  }

  /** All that is known of an address, newest first. */
  public List<Candidate> candidates(IpAddress address) {
    Map<List<Object>, Candidate> found = new LinkedHashMap<>();
    for (String client : clients.getOrDefault(address, Set.of())) {
      Evidence known = evidence.get(new Key(client, address));
      for (Run run : known == null ? List.<Run>of() : known.runs) {
        Name name = run.name;
        found.merge(
            List.of(client, name),
            new Candidate(client, name.host(), name.source(), run.last, run.count),
            Candidate::and);
      }
    }
    List<Candidate> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparingLong(Candidate::lastSeen).reversed());
    return sorted;
  }

  /** Pairs of client and address that were forgotten for want of room. */
  public long evicted() {
    return evicted;
  }

  private void forgetEldest() {
    Key eldest = evidence.keySet().iterator().next();
    evidence.remove(eldest);
    Set<String> left = clients.get(eldest.address);
    if (left != null && left.remove(eldest.client) && left.isEmpty()) {
      clients.remove(eldest.address);
    }
    evicted++;
  }

  /**
   * One piece of evidence.
   *
   * @param lastSeen nanoseconds since 1970
   * @param count how often it was seen
   */
  public record Candidate(String client, String host, NameSource source, long lastSeen, int count) {
    private Candidate and(Candidate later) {
      return new Candidate(
          client, host, source, Math.max(lastSeen, later.lastSeen), count + later.count);
    }
  }

  private record Key(String client, IpAddress address) {
    @Override
    public int hashCode() {
      return client.hashCode() * 31 + address.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && address.equals(that.address)
          && client.equals(that.client);
    }
  }

  /** The names of one client's address in the order they were learned. */
  private static final class Evidence {
    private static final int MAX_RUNS = 16;

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
      runs.add(new Run(name, timestamp));
    }

    /** The one host of all runs, if there is but one. */
    @Nullable Name only() {
      String host = runs.get(0).name.host();
      boolean answered = false;
      for (Run run : runs) {
        if (!run.name.host().equals(host)) {
          return null;
        }
        answered |= run.name.source() == NameSource.DNS;
      }
      return new Name(host, answered ? NameSource.DNS_LATE : NameSource.PERSISTED);
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
  }

  /** The same name learned again and again, with no other in between. */
  private static final class Run {
    private final Name name;
    private final long first;
    private long last;
    private int count = 1;

    Run(Name name, long timestamp) {
      this.name = name;
      this.first = timestamp;
      this.last = timestamp;
    }
  }
}
