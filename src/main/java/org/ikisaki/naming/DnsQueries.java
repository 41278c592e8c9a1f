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

  private final Set<Query> pending = new LinkedHashSet<>();
  private boolean seen;

  void add(Query query) {
    seen = true;
    if (pending.size() >= CAPACITY) {
      pending.remove(pending.iterator().next());
    }
    pending.add(query);
  }

  /**
   * Whether an answer belongs to a query. Where no query was ever seen, the capture shows one way
   * only, and an answer is taken at its word.
   */
  boolean isAnswered(Query query) {
    return pending.remove(query) || !seen;
  }

  /** What an answer has in common with its query (RFC 5452, 9.1). */
  record Query(IpAddress client, int clientPort, IpAddress server, int id, String name, int type) {}
}
