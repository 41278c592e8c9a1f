package org.ikisaki.naming;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.EchConfigList;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.SvcbData;
import org.jspecify.annotations.Nullable;

/** Reads DNS queries and the answers to them. Confined to one capture thread. */
final class DnsObserver {
  static final int PORT = 53;

  private static final int OPCODE_QUERY = 0;
  private static final int MAX_CHAIN = 16;
  private static final int MAX_ADDRESSES = 64;
  private static final int MAX_UNDRAINED = 16_384;

  private final DnsMessage message = new DnsMessage();
  private final SvcbData service = new SvcbData();
  private final EchConfigList ech = new EchConfigList();
  private final DnsQueries queries = new DnsQueries();
  private final EchPublicNames publicNames;
  private final Claims claims;
  private List<DnsAnswer> answers = new ArrayList<>();
  private long malformed;
  private long dropped;

  DnsObserver(EchPublicNames publicNames, Claims claims) {
    this.publicNames = publicNames;
    this.claims = claims;
  }

  /** Reads one message of {@code packet}'s flow, wherever its bytes lie. */
  void inspect(
      Packet packet,
      Ports ports,
      String client,
      ByteBuffer buffer,
      int offset,
      int length,
      String over) {
    if (!message.wrap(buffer, offset, length)) {
      malformed++;
      return;
    }
    if (message.opcode() != OPCODE_QUERY || message.questionCount() == 0) {
      return;
    }
    IpAddress source = new IpAddress(packet.sourceHigh(), packet.sourceLow());
    IpAddress destination = new IpAddress(packet.destinationHigh(), packet.destinationLow());
    String name = message.questionName(0);
    int type = message.questionType(0);
    if (!message.isResponse()) {
      queries.add(
          new DnsQueries.Query(source, ports.source(), destination, message.id(), name, type));
      return;
    }
    boolean solicited =
        ports.source() == PORT
            && queries.isAnswered(
                new DnsQueries.Query(
                    destination, ports.destination(), source, message.id(), name, type));
    if (solicited && type == DnsMessage.TYPE_PTR) {
      claimPointer(packet.frame().timestamp(), client, name);
    }
    if (answers.size() >= MAX_UNDRAINED) {
      dropped++;
      return;
    }
    List<String> chain = chain(name);
    answers.add(
        new DnsAnswer(
            packet.frame().timestamp(),
            client,
            destination,
            source,
            name,
            over,
            solicited,
            message.rcode(),
            chain,
            addresses(name, chain)));
  }

  List<DnsAnswer> drain() {
    List<DnsAnswer> drained = answers;
    answers = new ArrayList<>();
    return drained;
  }

  /** Messages that were none. */
  long malformed() {
    return malformed;
  }

  /** Answers that came between two drains and found no room. */
  long dropped() {
    return dropped;
  }

  /** The names that {@code name} leads to, in order, whatever the order of the records. */
  private List<String> chain(String name) {
    List<String> chain = new ArrayList<>();
    String next = targetOf(name);
    while (next != null
        && !next.equals(name)
        && !chain.contains(next)
        && chain.size() < MAX_CHAIN) {
      chain.add(next);
      next = targetOf(next);
    }
    return chain;
  }

  private @Nullable String targetOf(String owner) {
    String alias = null;
    for (int i = 0; i < message.answerCount(); i++) {
      boolean isCname = message.recordType(i) == DnsMessage.TYPE_CNAME;
      boolean leadsOn = isCname || message.recordService(i, service);
      if (!leadsOn || !message.recordName(i).equals(owner)) {
        continue;
      }
      if (isCname) {
        return message.recordTarget(i);
      }
      if (service.isAlias() && !service.target().equals(".")) {
        alias = service.target();
      }
    }
    return alias;
  }

  private List<IpAddress> addresses(String name, List<String> chain) {
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < message.answerCount() && addresses.size() < MAX_ADDRESSES; i++) {
      IpAddress address = message.recordAddress(i);
      boolean isService = message.recordService(i, service);
      if (address == null && !isService) {
        continue;
      }
      String owner = message.recordName(i);
      if (!owner.equals(name) && !chain.contains(owner)) {
        continue;
      }
      if (isService) {
        service.addHints(addresses);
        learnPublicName(owner);
      } else {
        addresses.add(Objects.requireNonNull(address));
      }
    }
    return addresses;
  }

  /** Only the first pointer: an address with several names is seldom asked for. */
  private void claimPointer(long timestamp, String client, String name) {
    IpAddress address = ReverseNames.address(name);
    List<String> chain = address == null ? List.of() : chain(name);
    for (int i = 0; i < message.answerCount() && address != null; i++) {
      String target = message.recordTarget(i);
      String owner = message.recordName(i);
      if (message.recordType(i) == DnsMessage.TYPE_PTR
          && target != null
          && (owner.equals(name) || chain.contains(owner))) {
        claims.add(timestamp, client, address, List.of(target), NameSource.PTR);
        return;
      }
    }
  }

  private void learnPublicName(String owner) {
    String publicName = service.echConfigs(ech) ? ech.publicName() : null;
    if (publicName != null) {
      publicNames.learn(owner, publicName);
    }
  }
}
