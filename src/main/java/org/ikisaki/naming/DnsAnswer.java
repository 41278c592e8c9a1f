package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.wire.IpAddress;

/**
 * One DNS response that a client received.
 *
 * @param timestamp nanoseconds since 1970
 * @param client whose evidence it is (see FlowUpdate.client)
 * @param clientAddress where it went
 * @param server where it came from
 * @param queryName the name that was asked for, canonical
 * @param over {@code udp} or {@code tcp}
 * @param solicited whether it answers a query that was seen, from the address that was asked;
 *     others are reported, but are nobody's evidence
 * @param rcode DNS RCODE (RFC 1035, 6895)
 * @param cnames targets of the chain from the queried name, in order
 * @param addresses those of A and AAAA records at the chain's end, in order
 */
public record DnsAnswer(
    long timestamp,
    String client,
    IpAddress clientAddress,
    IpAddress server,
    String queryName,
    String over,
    boolean solicited,
    int rcode,
    List<String> cnames,
    List<IpAddress> addresses) {
  public DnsAnswer {
    cnames = List.copyOf(cnames);
    addresses = List.copyOf(addresses);
  }

  /** The same at another time. */
  public DnsAnswer at(long newTimestamp) {
    return new DnsAnswer(
        newTimestamp,
        client,
        clientAddress,
        server,
        queryName,
        over,
        solicited,
        rcode,
        cnames,
        addresses);
  }

  /** The addresses that this answer is evidence for: none of a sinkhole's, none if unsolicited. */
  public List<IpAddress> named() {
    if (!solicited) {
      return List.of();
    }
    List<IpAddress> named = new ArrayList<>(addresses);
    named.removeIf(address -> !Hygiene.mayName(queryName, address));
    return named;
  }
}
