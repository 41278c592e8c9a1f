package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ikisaki.naming.Confidence.Choice;
import org.ikisaki.naming.Evidence.Run;
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

  /** Certificates, and pointers. */
  private static final int MAX_CLAIMS = 8_192;

  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;

  /** How long a client's own evidence is good for. */
  private static final long MEMORY = 30 * DAY;

  private final int capacity;

  /** Least recently taught first. */
  private final Map<Key, Evidence> evidence = new LinkedHashMap<>();

  private final Map<IpAddress, Set<String>> clients = new LinkedHashMap<>();

  /**
   * What servers showed each client, the oldest first. Not to others: whoever shares an address
   * shows each its own.
   */
  private final Map<Key, Claim> certificates = new LinkedHashMap<>();

  /** Whoever asked for them; the oldest first. */
  private final Map<IpAddress, Claim> pointers = new LinkedHashMap<>();

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
   * Takes in a claim. The names of a certificate are kept together: they say whose it is, and each
   * alone says less. Where a machine is hosted names nothing.
   */
  public void learn(Claim claim) {
    if (claim.source() == NameSource.PTR
        && ReverseNames.isHosting(claim.hosts().get(0), claim.address())) {
      return;
    }
    if (claim.source() == NameSource.PTR) {
      keep(pointers, claim.address(), claim);
    } else {
      keep(certificates, new Key(claim.client(), claim.address()), claim);
    }
  }

  private static <K> void keep(Map<K, Claim> claims, K key, Claim claim) {
    claims.remove(key);
    if (claims.size() >= MAX_CLAIMS) {
      claims.remove(claims.keySet().iterator().next());
    }
    claims.put(key, claim);
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
    return answer != null && timestamp - answer.last() < DAY ? answer : null;
  }

  /**
   * The best name for {@code address} as {@code client} would have known it at {@code timestamp}
   * (nanoseconds since 1970): evidence that came before, or at most ten seconds after.
   *
   * <p>In this order: the newest answer to this client, no more than a day old; what this client
   * had in the last thirty days by any evidence, if that was but one host or service, or the newest
   * answer to the resolver that asks for it, whichever is later; what it learned later, if that is
   * but one host or service; the newest evidence of other clients, no more than a day old, if
   * theirs is but one host or service; the certificate that this client was shown there, if all its
   * names are of one service; where the address's pointer leads.
   *
   * @param service what a host's name reads as
   */
  public @Nullable Named lookup(
      String client, IpAddress address, long timestamp, Function<String, ?> service) {
    Evidence own = evidence.get(new Key(client, address));
    Named named = own == null ? null : ofAnswer(own, timestamp, service);
    if (named == null) {
      named = ofShared(own, address, timestamp, service);
    }
    if (named == null && own != null) {
      named = ofMemory(own, timestamp, service);
    }
    if (named == null) {
      named = ofOthers(own, address, timestamp, service);
    }
    if (named == null) {
      named = ofCertificate(client, address, timestamp, service);
    }
    return named != null ? named : ofPointer(address, timestamp);
  }

  private static @Nullable Named ofAnswer(
      Evidence own, long timestamp, Function<String, ?> service) {
    Run answer = own.at(timestamp, true);
    if (answer == null || timestamp - answer.last() >= DAY) {
      return null;
    }
    long age = timestamp - answer.last();
    return new Named(
        answer.name(), Confidence.ofAnswer(age, own.choice(timestamp - DAY, timestamp, service)));
  }

  /** By the resolver's newest answer, unless the client had any evidence after it. */
  private @Nullable Named ofShared(
      @Nullable Evidence own, IpAddress address, long timestamp, Function<String, ?> service) {
    Evidence theirs = resolver == null ? null : evidence.get(new Key(resolver, address));
    Named shared = theirs == null ? null : ofAnswer(theirs, timestamp, service);
    if (theirs == null || shared == null) {
      return null;
    }
    Run answer = theirs.at(timestamp, true);
    Run earlier = own == null ? null : own.at(timestamp, false);
    boolean knewLater = earlier != null && answer != null && earlier.last() >= answer.last();
    return knewLater
        ? null
        : new Named(new Name(shared.name().host(), NameSource.DNS_SHARED), shared.confidence());
  }

  private static @Nullable Named ofMemory(
      Evidence own, long timestamp, Function<String, ?> service) {
    Run earlier = own.at(timestamp, false);
    if (earlier != null && timestamp - earlier.last() < MEMORY) {
      Confidence confidence =
          Confidence.ofMemory(own.choice(timestamp - MEMORY, timestamp, service));
      return confidence == null
          ? null
          : new Named(new Name(earlier.name().host(), NameSource.PERSISTED), confidence);
    }
    return ofLate(own, timestamp, service);
  }

  /** By what came only after the flow had begun: the newest, if all is one host or one service. */
  private static @Nullable Named ofLate(Evidence own, long timestamp, Function<String, ?> service) {
    Run newest = own.newest();
    if (newest.first() <= timestamp) {
      return null;
    }
    Confidence confidence = Confidence.ofLate(own.choice(service));
    NameSource source = own.hasAnswer() ? NameSource.DNS_LATE : NameSource.PERSISTED;
    return confidence == null
        ? null
        : new Named(new Name(newest.name().host(), source), confidence);
  }

  /** What others' flows said themselves comes before what others were answered. */
  private @Nullable Named ofOthers(
      @Nullable Evidence own, IpAddress address, long timestamp, Function<String, ?> service) {
    Set<String> hosts = new LinkedHashSet<>();
    Run newest = null;
    for (String other : clients.getOrDefault(address, Set.of())) {
      Evidence theirs = evidence.get(new Key(other, address));
      Run run = theirs == null || theirs == own ? null : theirs.at(timestamp, false);
      if (theirs == null || run == null || timestamp - run.last() >= DAY) {
        continue;
      }
      theirs.addHosts(timestamp - DAY, timestamp, hosts);
      if (newest == null || isBetter(run, newest)) {
        newest = run;
      }
    }
    Confidence confidence =
        newest == null ? null : Confidence.ofOthers(Choice.among(hosts, service));
    return newest == null || confidence == null
        ? null
        : new Named(new Name(newest.name().host(), NameSource.DNS_OTHER), confidence);
  }

  private static boolean isBetter(Run run, Run other) {
    boolean isOwn = run.name().source().isOwn();
    return isOwn == other.name().source().isOwn() ? run.last() > other.last() : isOwn;
  }

  private @Nullable Named ofCertificate(
      String client, IpAddress address, long timestamp, Function<String, ?> service) {
    Claim claim = certificates.get(new Key(client, address));
    if (claim == null || timestamp - claim.timestamp() >= DAY) {
      return null;
    }
    Confidence confidence = Confidence.ofCertificate(Choice.among(claim.hosts(), service));
    return confidence == null
        ? null
        : new Named(new Name(claim.hosts().get(0), NameSource.CERT), confidence);
  }

  private @Nullable Named ofPointer(IpAddress address, long timestamp) {
    Claim claim = pointers.get(address);
    return claim == null || timestamp - claim.timestamp() >= DAY
        ? null
        : new Named(new Name(claim.hosts().get(0), NameSource.PTR), Confidence.POINTER);
  }

  /** All that is known of an address, newest first. */
  public List<Candidate> candidates(IpAddress address) {
    Map<List<Object>, Candidate> found = new LinkedHashMap<>();
    for (String client : clients.getOrDefault(address, Set.of())) {
      Evidence known = evidence.get(new Key(client, address));
      for (Run run : known == null ? List.<Run>of() : known.runs()) {
        Name name = run.name();
        found.merge(
            List.of(client, name),
            new Candidate(client, name.host(), name.source(), run.last(), run.count()),
            Candidate::and);
      }
    }
    List<Candidate> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparingLong(Candidate::lastSeen).reversed());
    return sorted;
  }

  /** Pairs of client and address that are remembered. */
  public int size() {
    return evidence.size();
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
}
