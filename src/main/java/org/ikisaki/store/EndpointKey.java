package org.ikisaki.store;

import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What makes two endpoints the same one in history. */
record EndpointKey(
    @Nullable String host, @Nullable IpAddress address, IpAddress network, int protocol, int port) {

  static EndpointKey of(Endpoint endpoint) {
    return new EndpointKey(
        endpoint.host(),
        endpoint.address(),
        endpoint.network(),
        endpoint.protocol(),
        endpoint.port());
  }

  /** What the rules are asked about: the address, or the network it lies in. */
  IpAddress addressOrNetwork() {
    return address != null ? address : network;
  }
}
