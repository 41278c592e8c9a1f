package org.ikisaki.naming;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Packet;

/** Reads DNS queries and the answers to them. Confined to one capture thread. */
final class DnsObserver {
  static final int PORT = 53;

  private static final int OPCODE_QUERY = 0;
  private static final int MAX_UNDRAINED = 16_384;

  private final DnsMessage message = new DnsMessage();
  private final DnsQueries queries = new DnsQueries();
  private final AnswerRecords records;
  private final Claims claims;
  private List<DnsAnswer> answers = new ArrayList<>();
  private long malformed;
  private long dropped;

  DnsObserver(EchPublicNames publicNames, Claims claims) {
    records = new AnswerRecords(message, publicNames);
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
    List<String> chain = records.chain(name);
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
            records.addresses(name, chain)));
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

  /** Only the first pointer: an address with several names is seldom asked for. */
  private void claimPointer(long timestamp, String client, String name) {
    IpAddress address = ReverseNames.address(name);
    List<String> chain = address == null ? List.of() : records.chain(name);
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
}
