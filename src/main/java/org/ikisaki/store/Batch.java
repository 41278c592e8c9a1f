package org.ikisaki.store;

import static java.util.Comparator.comparingLong;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.NameSource;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.store.IntervalRows.OwnName;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Visibility.Connections;
import org.ikisaki.store.Visibility.EncryptedUse;
import org.ikisaki.store.Visibility.Unnamed;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one interval of one source, summed and bounded, on their way to the disk. Every map
 * keeps the order of arrival, so that the same capture gives the same rows. Confined to {@link
 * Pending} and then to the commit that took it.
 */
final class Batch {
  /** The first tell whose a certificate is. */
  private static final int NAMES_PER_CLAIM = 4;

  private final StoreLimits limits;
  private final String source;
  private final long time;
  private final Set<DeviceId> devices = new LinkedHashSet<>();
  private final Set<DeviceClue> clues = new LinkedHashSet<>();
  private final Map<DeviceAddress, Long> addresses = new LinkedHashMap<>();
  private final Map<DnsKey, Long> dns = new LinkedHashMap<>();
  private final Map<EvidenceKey, Evidence> evidence = new LinkedHashMap<>();
  private Map<TrafficKey, Traffic> traffic = new LinkedHashMap<>();
  private final Map<DeviceId, Connections> connections = new LinkedHashMap<>();
  private final Map<TrafficKey, Openings> openings = new LinkedHashMap<>();
  private final Map<EncryptedUse, Long> encrypted = new LinkedHashMap<>();
  private CaptureStats capture;
  private @Nullable String sharedResolver;
  private long evidenceDropped;

  Batch(IntervalRows rows, StoreLimits limits) {
    this.limits = limits;
    source = rows.source();
    time = rows.start().getEpochSecond();
    capture = rows.capture();
    rows.traffic().forEach(this::addTraffic);
    devices.addAll(rows.devices());
    clues.addAll(rows.clues());
    rows.addresses().forEach(address -> addresses.put(address, time));
    rows.answers().forEach(this::addAnswer);
    rows.ownNames().forEach(this::addOwnName);
    rows.claims().forEach(this::addClaim);
    rows.visibility().connections().forEach(this::addConnections);
    rows.visibility().unnamed().forEach(this::addOpenings);
    rows.visibility().encrypted().forEach(use -> encrypted.put(use, time));
    sharedResolver = rows.visibility().sharedResolver();
    boundEndpoints();
  }

  String source() {
    return source;
  }

  /** Seconds since 1970. */
  long time() {
    return time;
  }

  Iterable<Traffic> traffic() {
    return traffic.values();
  }

  /** Who was there. */
  Iterable<DeviceId> devices() {
    return devices;
  }

  /** What was said of devices, each once. */
  Iterable<DeviceClue> clues() {
    return clues;
  }

  /** When each address was last seen in use, in seconds since 1970. */
  Map<DeviceAddress, Long> addresses() {
    return addresses;
  }

  Map<DnsKey, Long> dns() {
    return dns;
  }

  Map<EvidenceKey, Evidence> evidence() {
    return evidence;
  }

  Iterable<Connections> connections() {
    return connections.values();
  }

  /** How the traffic of an unnamed endpoint began. */
  Openings openings(Traffic row) {
    return openings.getOrDefault(TrafficKey.of(row), Openings.NONE);
  }

  /** When each was last seen, in seconds since 1970. */
  Map<EncryptedUse, Long> encrypted() {
    return encrypted;
  }

  /** See {@link Visibility#sharedResolver()}. */
  @Nullable String sharedResolver() {
    return sharedResolver;
  }

  CaptureStats capture() {
    return capture;
  }

  int rows() {
    return 1
        + traffic.size()
        + clues.size()
        + addresses.size()
        + dns.size()
        + evidence.size()
        + connections.size()
        + encrypted.size();
  }

  long bytes() {
    return traffic.values().stream().mapToLong(row -> row.counters().bytes()).sum();
  }

  /** Pieces of name evidence beyond the bound. */
  long evidenceDropped() {
    return evidenceDropped;
  }

  /** Takes in a later interval of the same source; all of it then counts for this one's time. */
  void absorb(Batch later) {
    later.traffic.values().forEach(this::addTraffic);
    devices.addAll(later.devices);
    clues.addAll(later.clues);
    later.addresses.forEach((address, seen) -> addresses.merge(address, seen, Math::max));
    later.dns.forEach(this::addDns);
    later.evidence.forEach(this::addEvidence);
    later.connections.values().forEach(this::addConnections);
    later.openings.forEach((key, how) -> openings.merge(key, how, Openings::or));
    later.encrypted.forEach((use, seen) -> encrypted.merge(use, seen, Math::max));
    sharedResolver = later.sharedResolver;
    capture = capture.plus(later.capture);
    evidenceDropped += later.evidenceDropped;
    boundEndpoints();
  }

  private void addTraffic(Traffic row) {
    traffic.merge(TrafficKey.of(row), row, Traffic::plus);
  }

  private void addAnswer(DnsAnswer answer) {
    addDns(new DnsKey(answer.client(), answer.queryName(), answer.rcode()), 1);
    long seen = TimeUnit.NANOSECONDS.toSeconds(answer.timestamp());
    for (IpAddress address : answer.named()) {
      addEvidence(
          new EvidenceKey(address, answer.client(), answer.queryName(), NameSource.DNS),
          new Evidence(seen, seen, 1));
    }
  }

  private void addOwnName(OwnName own) {
    long seen = own.seen().getEpochSecond();
    addEvidence(
        new EvidenceKey(own.address(), own.client(), own.name().host(), own.name().source()),
        new Evidence(seen, seen, 1));
  }

  private void addConnections(Connections row) {
    connections.merge(
        row.device(),
        row,
        (a, b) -> new Connections(a.device(), a.opened() + b.opened(), a.withDns() + b.withDns()));
  }

  private void addOpenings(Unnamed row) {
    openings.merge(
        new TrafficKey(row.device(), EndpointKey.of(row.endpoint())), row.openings(), Openings::or);
  }

  private void addClaim(Claim claim) {
    long seen = TimeUnit.NANOSECONDS.toSeconds(claim.timestamp());
    claim.hosts().stream()
        .limit(NAMES_PER_CLAIM)
        .forEach(
            host ->
                addEvidence(
                    new EvidenceKey(claim.address(), claim.client(), host, claim.source()),
                    new Evidence(seen, seen, 1)));
  }

  private void addDns(DnsKey key, long count) {
    boolean fits = dns.containsKey(key) || dns.size() < limits.namesPerInterval();
    dns.merge(fits ? key : new DnsKey(key.client(), Other.NAME, key.rcode()), count, Long::sum);
  }

  private void addEvidence(EvidenceKey key, Evidence seen) {
    if (evidence.containsKey(key) || evidence.size() < limits.namesPerInterval()) {
      evidence.merge(key, seen, Evidence::plus);
    } else {
      evidenceDropped += seen.count();
    }
  }

  private void boundEndpoints() {
    Map<EndpointKey, Long> sizes = new LinkedHashMap<>();
    traffic.forEach((key, row) -> sizes.merge(key.endpoint(), row.counters().bytes(), Long::sum));
    if (sizes.size() <= limits.endpointsPerInterval()) {
      return;
    }
    Set<EndpointKey> kept = new HashSet<>();
    sizes.entrySet().stream()
        .sorted(comparingLong((Map.Entry<EndpointKey, Long> e) -> e.getValue()).reversed())
        .limit(limits.endpointsPerInterval())
        .forEach(e -> kept.add(e.getKey()));
    List<Traffic> all = List.copyOf(traffic.values());
    traffic = new LinkedHashMap<>();
    for (Traffic row : all) {
      boolean keep = kept.contains(EndpointKey.of(row.endpoint()));
      addTraffic(
          keep ? row : new Traffic(row.device(), Other.ENDPOINT, row.counters(), row.roundTrips()));
    }
  }

  // The keys' own hashes and comparisons: those that a record has by itself are slow.

  record TrafficKey(DeviceId device, EndpointKey endpoint) {
    static TrafficKey of(Traffic row) {
      return new TrafficKey(row.device(), EndpointKey.of(row.endpoint()));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof TrafficKey that
          && device.equals(that.device)
          && endpoint.equals(that.endpoint);
    }

    @Override
    public int hashCode() {
      return device.hashCode() * 31 + endpoint.hashCode();
    }
  }

  record DnsKey(String client, String name, int rcode) {}

  record EvidenceKey(IpAddress address, String client, String host, NameSource source) {
    @Override
    public boolean equals(Object other) {
      return other instanceof EvidenceKey that
          && source == that.source
          && address.equals(that.address)
          && client.equals(that.client)
          && host.equals(that.host);
    }

    @Override
    public int hashCode() {
      return (address.hashCode() * 31 + client.hashCode()) * 31 + host.hashCode();
    }
  }

  /** First and last in seconds since 1970. */
  record Evidence(long first, long last, long count) {
    Evidence plus(Evidence other) {
      return new Evidence(
          Math.min(first, other.first), Math.max(last, other.last), count + other.count);
    }
  }
}
