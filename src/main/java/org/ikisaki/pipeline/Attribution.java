package org.ikisaki.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.flow.DeviceUpdate;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.EncryptedDns;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.Named;
import org.ikisaki.naming.Names;
import org.ikisaki.naming.Role;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.store.IntervalRows.OwnName;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.RoundTrips;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives each flow its name and endpoint, and sums an interval's flows into rows. Confined to the
 * writer thread.
 *
 * <p>A flow keeps the name it was given until there is stronger evidence: what it tells itself
 * overrides every other, and what its own device learns overrides what others know. One that has no
 * name, or a weak one, is looked up again whenever it is told of.
 */
public final class Attribution {
  private static final int IPV4_NETWORK = 24;
  private static final int IPV6_NETWORK = 48;

  private final Names names;
  private final Places places;
  private final ServiceReading services;
  private final LoggedAnswers loggedAnswers;
  private final PipelineListener listener;
  private final EncryptedDns encryptedDns = EncryptedDns.known();
  private final SharedResolver sharedResolver = new SharedResolver();

  /** By source, as flow ids are unique within one only. */
  private final Map<String, Map<Long, Named>> namedFlows = new HashMap<>();

  public Attribution(
      Names names,
      Places places,
      ServiceReading services,
      LoggedAnswers loggedAnswers,
      PipelineListener listener) {
    this.names = names;
    this.places = places;
    this.services = services;
    this.loggedAnswers = loggedAnswers;
    this.listener = listener;
  }

  /** Takes in what the interval says about names, then names its flows. */
  public IntervalRows attribute(Interval interval) {
    listener.onInterval(interval);
    VisibilityTally tally = new VisibilityTally(names, encryptedDns, sharedResolver);
    for (DnsAnswer answer : interval.answers()) {
      names.learn(answer);
      tally.add(answer);
    }
    interval.claims().forEach(names::learn);
    Map<Long, Named> named = namedFlows.computeIfAbsent(interval.source(), s -> new HashMap<>());
    List<OwnName> ownNames = new ArrayList<>();
    for (DnsAnswer answer : loggedAnswers.drain(interval.flows())) {
      names.learn(answer);
      tally.addLogged(answer);
      Name name = new Name(answer.queryName(), NameSource.DNS);
      for (IpAddress address : answer.named()) {
        ownNames.add(new OwnName(answer.client(), address, name, interval.start()));
      }
    }
    Map<Row, Traffic> rows = new LinkedHashMap<>();
    for (FlowUpdate flow : interval.flows()) {
      Name own = interval.names().get(flow.id());
      // What a visitor asks a server at home for is not the visitor's name.
      if (own != null && own.source().isOwn() && flow.localOpened()) {
        names.learn(flow.client(), flow.remoteAddress(), own, flow.firstSeen());
        ownNames.add(new OwnName(flow.client(), flow.remoteAddress(), own, interval.start()));
      }
      Named name = name(named, flow, own);
      listener.onFlow(interval.source(), flow, name);
      Counters counters =
          new Counters(
              flow.bytesDown(),
              flow.bytesUp(),
              flow.packetsDown(),
              flow.packetsUp(),
              flow.isNew() ? 1 : 0);
      if (!counters.equals(Counters.ZERO)) {
        Endpoint endpoint = endpoint(flow, name);
        RoundTrips roundTrips = RoundTrips.ofNanos(flow.rttLocal(), flow.rttRemote());
        rows.merge(
            new Row(flow.device(), endpoint),
            new Traffic(flow.device(), endpoint, counters, roundTrips),
            Traffic::plus);
        tally.add(flow, name == null ? null : name.name(), endpoint);
      }
    }
    sharedResolver.decide();
    names.shareAnswersOf(sharedResolver.client());
    return new IntervalRows(
        interval.source(),
        interval.start(),
        interval.end(),
        List.copyOf(rows.values()),
        addresses(interval.devices()),
        interval.answers(),
        ownNames,
        claimsOfTheNameless(interval, ownNames),
        devices(interval),
        clues(interval),
        tally.result(),
        interval.capture());
  }

  /** How many pieces of name evidence are remembered. */
  int names() {
    return names.size();
  }

  /** How many of them made room for others since the start. */
  long namesEvicted() {
    return names.evicted();
  }

  private @Nullable Named name(Map<Long, Named> named, FlowUpdate flow, @Nullable Name own) {
    Named name = named.get(flow.id());
    if (name == null || name.name().source().isWeak()) {
      name = stronger(name, lookup(flow));
    }
    name = stronger(name, own == null ? null : Named.byItself(own));
    if (flow.ended()) {
      named.remove(flow.id());
    } else if (name != null) {
      named.put(flow.id(), name);
    }
    return name;
  }

  private @Nullable Named lookup(FlowUpdate flow) {
    return names.lookup(
        flow.client(),
        flow.remoteAddress(),
        flow.firstSeen(),
        host -> services.of(flow.device(), named(flow, host, NameSource.DNS, null)));
  }

  private static @Nullable Named stronger(@Nullable Named name, @Nullable Named other) {
    return name == null || (other != null && other.isStrongerThan(name)) ? other : name;
  }

  /** A provisional name is not for history: that could not take it back. */
  private Endpoint endpoint(FlowUpdate flow, @Nullable Named named) {
    if (flow.isOther()) {
      return Endpoint.OTHER;
    }
    if (named != null && !named.name().source().isProvisional()) {
      return named(flow, named.name().host(), named.name().source(), named.confidence());
    }
    IpAddress remote = flow.remoteAddress();
    return new Endpoint(
        null,
        remote,
        network(remote),
        flow.protocol(),
        flow.serverPort(),
        places.lookup(remote),
        null,
        null,
        flow.remoteIsHome() || remote.isLocal());
  }

  private Endpoint named(
      FlowUpdate flow, String host, NameSource source, @Nullable Confidence confidence) {
    IpAddress remote = flow.remoteAddress();
    return new Endpoint(
        host,
        null,
        network(remote),
        flow.protocol(),
        flow.serverPort(),
        places.lookup(remote),
        source,
        confidence,
        flow.remoteIsHome() || remote.isLocal());
  }

  private static IpAddress network(IpAddress address) {
    return address.network(address.isIpv4() ? IPV4_NETWORK : IPV6_NETWORK);
  }

  /** A certificate adds nothing to what its own flow said. */
  private static List<Claim> claimsOfTheNameless(Interval interval, List<OwnName> ownNames) {
    Set<IpAddress> named = new HashSet<>();
    ownNames.forEach(own -> named.add(own.address()));
    return interval.claims().stream().filter(claim -> !named.contains(claim.address())).toList();
  }

  private static List<DeviceAddress> addresses(List<DeviceUpdate> devices) {
    List<DeviceAddress> addresses = new ArrayList<>();
    for (DeviceUpdate device : devices) {
      for (IpAddress address : device.newAddresses()) {
        addresses.add(new DeviceAddress(device.device(), address));
      }
    }
    return addresses;
  }

  private static Set<DeviceId> devices(Interval interval) {
    Set<DeviceId> devices = new LinkedHashSet<>();
    interval.devices().forEach(device -> devices.add(device.device()));
    interval.flows().forEach(flow -> devices.add(flow.device()));
    return devices;
  }

  /** What devices said, and what can be told from what they did. */
  private static List<DeviceClue> clues(Interval interval) {
    Set<DeviceClue> clues = new LinkedHashSet<>(interval.deviceClues());
    for (DeviceUpdate device : interval.devices()) {
      if (device.forwards()) {
        clues.add(DeviceClue.of(device.device().text(), Role.FORWARDS));
      }
      if (device.advertises()) {
        clues.add(DeviceClue.of(device.device().text(), Role.ADVERTISES));
      }
    }
    // Whether the server is at home is known by whether anybody there has its address.
    interval
        .answers()
        .forEach(answer -> clues.add(DeviceClue.of(answer.server().toString(), Role.DNS_SERVER)));
    return List.copyOf(clues);
  }

  private record Row(DeviceId device, Endpoint endpoint) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row that
          && device.equals(that.device)
          && endpoint.equals(that.endpoint);
    }

    @Override
    public int hashCode() {
      return device.text().hashCode() * 31 + endpoint.hashCode();
    }
  }
}
