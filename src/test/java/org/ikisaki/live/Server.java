package org.ikisaki.live;

import java.util.List;

/**
 * A host outside of the test's home.
 *
 * @param name what clients ask for; empty if nobody ever resolves it
 * @param aliases where the name leads, one after the other, before there is an address
 */
record Server(String name, String ipv4, String ipv6, List<String> aliases) {
  Server(String name, int number, String... aliases) {
    this(name, "203.0.113." + number, "2001:db8:f00::" + number, List.of(aliases));
  }

  List<String> addresses() {
    return List.of(ipv4, ipv6);
  }
}
