package org.ikisaki.naming;

import java.util.List;
import org.ikisaki.wire.IpAddress;

/**
 * What a client was told of an address by others than its resolver's answers: the names in the
 * certificate that a server there showed, or where the address's own pointer leads (PTR).
 *
 * @param timestamp nanoseconds since 1970
 * @param client whose evidence it is (see FlowUpdate.client)
 * @param hosts canonical names; those of a certificate may be wildcards such as {@code
 *     *.example.org}
 * @param source {@link NameSource#CERT} or {@link NameSource#PTR}
 */
public record Claim(
    long timestamp, String client, IpAddress address, List<String> hosts, NameSource source) {
  public Claim {
    hosts = List.copyOf(hosts);
  }

  /** The same at another time. */
  public Claim at(long newTimestamp) {
    return new Claim(newTimestamp, client, address, hosts, source);
  }
}
