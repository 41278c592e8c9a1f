package org.ikisaki.service;

import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at.
 *
 * @param host canonical host name, or null where none is known
 * @param address the remote address, or the network it lies in
 * @param asn autonomous system number, 0 where unknown
 * @param asOrg the organisation of the AS, empty where unknown
 * @param protocol IP protocol number, -1 where unknown
 * @param port of the server, 0 where there is none
 * @param device whose traffic it is (its MAC address, or its IP address where that is all that is
 *     known), or null where any device's is meant
 */
public record Subject(
    @Nullable String host,
    IpAddress address,
    int asn,
    String asOrg,
    int protocol,
    int port,
    @Nullable String device) {
  /** A far end of whose port and visitors nothing is known. */
  public Subject(@Nullable String host, IpAddress address, int asn, String asOrg) {
    this(host, address, asn, asOrg, -1, 0, null);
  }

  /** The same, as one device's. */
  public Subject of(String someDevice) {
    return new Subject(host, address, asn, asOrg, protocol, port, someDevice);
  }
}
