package org.ikisaki.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.EncryptedDns;
import org.ikisaki.naming.EncryptedDns.Sighting;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.Names;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.Openings;
import org.ikisaki.store.Visibility;
import org.ikisaki.store.Visibility.Connections;
import org.ikisaki.store.Visibility.EncryptedUse;
import org.ikisaki.store.Visibility.Unnamed;
import org.ikisaki.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Counts in one interval how much could be named, and collects what kept the rest from it. Confined
 * to the writer thread.
 */
final class VisibilityTally {
  private static final int DNS_PORT = 53;
  private static final int ENCRYPTED_DNS_PORT = 853;

  /** What a refused or unanswered attempt gets stays below: a reset, an error. */
  private static final int ANSWERED_BYTES = 200;

  /** Servers are named by the wire. */
  private static final int MAX_SIGHTINGS = 1_024;

  private final Names names;
  private final EncryptedDns encryptedDns;
  private final SharedResolver sharedResolver;
  private final Map<DeviceId, Connections> connections = new LinkedHashMap<>();
  private final Map<DeviceEndpoint, Openings> unnamed = new LinkedHashMap<>();
  private final Set<EncryptedUse> encrypted = new LinkedHashSet<>();

  VisibilityTally(Names names, EncryptedDns encryptedDns, SharedResolver sharedResolver) {
    this.names = names;
    this.encryptedDns = encryptedDns;
    this.sharedResolver = sharedResolver;
  }

  /** Takes in an answer that passed. */
  void add(DnsAnswer answer) {
    sharedResolver.answered(answer);
    addLogged(answer);
  }

  /** Takes in an answer that a resolver's log tells of. */
  void addLogged(DnsAnswer answer) {
    Sighting sighting = encryptedDns.ofQuestion(answer.queryName());
    if (sighting != null) {
      add(answer.client(), sighting);
    }
  }

  /** Takes in what a flow did, with the name and the endpoint that it was given. */
  void add(FlowUpdate flow, @Nullable Name name, Endpoint endpoint) {
    if (flow.isOther()) {
      return;
    }
    boolean openingSeen = flow.openingSeen() || (name != null && name.source().isOwn());
    if (name == null) {
      Openings how =
          new Openings(
              flow.localOpened() && openingSeen, !openingSeen, !flow.localOpened() && openingSeen);
      unnamed.merge(new DeviceEndpoint(flow.device(), endpoint), how, Openings::or);
    }
    if (!flow.localOpened()) {
      return;
    }
    if (flow.isNew() && openingSeen && !endpoint.local() && isConnection(flow)) {
      boolean withDns = names.isAnswered(flow.client(), flow.remoteAddress(), flow.firstSeen());
      sharedResolver.opened(flow, withDns, names);
      connections.merge(
          flow.device(),
          new Connections(flow.device(), 1, withDns ? 1 : 0),
          (a, b) ->
              new Connections(a.device(), a.opened() + b.opened(), a.withDns() + b.withDns()));
    }
    if (flow.bytesDown() >= ANSWERED_BYTES && !flow.device().equals(DeviceId.UNKNOWN)) {
      Sighting sighting =
          encryptedDns.ofConnection(
              flow.protocol(),
              flow.serverPort(),
              flow.remoteAddress(),
              name == null ? null : name.host());
      if (sighting != null) {
        add(flow.client(), sighting);
      }
    }
  }

  Visibility result() {
    List<Unnamed> how = new ArrayList<>(unnamed.size());
    unnamed.forEach((key, openings) -> how.add(new Unnamed(key.device, key.endpoint, openings)));
    return new Visibility(
        List.copyOf(connections.values()), how, List.copyOf(encrypted), sharedResolver.client());
  }

  private void add(String client, Sighting sighting) {
    if (encrypted.size() < MAX_SIGHTINGS) {
      encrypted.add(new EncryptedUse(client, sighting));
    }
  }

  /** One that a DNS answer may come before, and that asks no DNS question itself. */
  private static boolean isConnection(FlowUpdate flow) {
    return switch (flow.protocol()) {
      case IpProtocol.TCP, IpProtocol.UDP ->
          flow.serverPort() != DNS_PORT && flow.serverPort() != ENCRYPTED_DNS_PORT;
      default -> false;
    };
  }

  private record DeviceEndpoint(DeviceId device, Endpoint endpoint) {
    @Override
    public int hashCode() {
      return device.text().hashCode() * 31 + endpoint.hashCode();
    }
  }
}
