package org.ikisaki.naming;

import java.util.LinkedHashSet;
import java.util.Set;
import org.ikisaki.wire.IpAddress;

/**
 * The queries that were seen and not answered yet, oldest first, in a bounded set. Confined to one
 * capture thread.
 */
final class DnsQueries {
  private static final int CAPACITY = 4_096;

  /** So many answers without any query tell that queries take another way. */
  private static final int ONE_WAY = 16;

  private final Set<Query> pending = new LinkedHashSet<>();
  private boolean isTwoWay;
  private int unasked;

  void add(Query query) {
    isTwoWay = true;
    if (pending.size() >= CAPACITY) {
      pending.remove(pending.iterator().next());
    }
    pending.add(query);
  }

  /**
   * Whether an answer belongs to a query. Where only answers come, the capture shows one way only,
   * and after a while they are taken at their word.
   */
  boolean isAnswered(Query query) {
    return pending.remove(query) || (!isTwoWay && ++unasked > ONE_WAY);
  }

  /** What an answer has in common with its query (RFC 5452, 9.1). */
  record Query(IpAddress client, int clientPort, IpAddress server, int id, String name, int type) {
    // Those that a record has by itself are slow.
    @Override
    public boolean equals(Object other) {
      return other instanceof Query that
          && id == that.id
          && clientPort == that.clientPort
          && type == that.type
          && name.equals(that.name)
          && client.equals(that.client)
          && server.equals(that.server);
    }

    @Override
    public int hashCode() {
      return (client.hashCode() * 31 + name.hashCode()) * 31 + (clientPort << 16 | id);
    }
  }
}
