package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.wire.IpAddress;

/** The claims seen since the last drain, in a bounded list. Confined to one capture thread. */
final class Claims {
  private static final int CAPACITY = 1_024;

  private List<Claim> claims = new ArrayList<>();
  private long dropped;

  void add(
      long timestamp, String client, IpAddress address, List<String> hosts, NameSource source) {
    if (hosts.isEmpty() || !Hygiene.mayName(hosts.get(0), address)) {
      return;
    }
    if (claims.size() >= CAPACITY) {
      dropped++;
      return;
    }
    claims.add(new Claim(timestamp, client, address, hosts, source));
  }

  List<Claim> drain() {
    List<Claim> drained = claims;
    claims = new ArrayList<>();
    return drained;
  }

  /** Claims that came between two drains and found no room. */
  long dropped() {
    return dropped;
  }
}
