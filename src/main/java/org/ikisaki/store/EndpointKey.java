package org.ikisaki.store;

import java.util.Objects;
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

  // Those that a record has by itself are slow.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndpointKey that
        && protocol == that.protocol
        && port == that.port
        && Objects.equals(host, that.host)
        && Objects.equals(address, that.address)
        && network.equals(that.network);
  }

  @Override
  public int hashCode() {
    int far = host != null ? host.hashCode() : Objects.hashCode(address);
    return (far * 31 + network.hashCode()) * 31 + (protocol << 16 | port);
  }

  /** What the rules are asked about: the address, or the network it lies in. */
  IpAddress addressOrNetwork() {
    return address != null ? address : network;
  }
}
