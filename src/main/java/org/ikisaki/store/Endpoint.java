package org.ikisaki.store;

import java.util.Objects;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.NameSource;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The far end of traffic, as history keeps it.
 *
 * <p>Host (or address while there is none), network, protocol and port are its identity; place and
 * evidence are what was known of it when it was first seen.
 *
 * @param host canonical host name, or null while unnamed
 * @param address the remote address of an unnamed endpoint, else null
 * @param network the /24 or /48 that the remote address lies in
 * @param protocol IP protocol number
 * @param port server port
 * @param evidence where the host name was learned, null while unnamed
 * @param confidence how sure that name is, null while unnamed
 * @param local whether it is in the local network, as far as was known when it was first seen
 */
public record Endpoint(
    @Nullable String host,
    @Nullable IpAddress address,
    IpAddress network,
    int protocol,
    int port,
    Place place,
    @Nullable NameSource evidence,
    @Nullable Confidence confidence,
    boolean local) {
  /** Stands for all that a bound left out; it is never renamed. */
  public static final Endpoint OTHER =
      new Endpoint("(other)", null, IpAddress.ofIpv4(0), 0, 0, Place.UNKNOWN, null, null, false);

  public Endpoint {
    if ((host == null) == (address == null)) {
      throw new IllegalArgumentException(
          "an endpoint has a host or an address: " + host + ", " + address);
    }
  }

  /** One of which nobody said how sure its name is; local if its address says so. */
  public Endpoint(
      @Nullable String host,
      @Nullable IpAddress address,
      IpAddress network,
      int protocol,
      int port,
      Place place,
      @Nullable NameSource evidence) {
    this(
        host,
        address,
        network,
        protocol,
        port,
        place,
        evidence,
        null,
        (address == null ? network : address).isLocal());
  }

  /** Whether it has a name of its own: what a hidden handshake shows is a provider's. */
  public boolean isNamed() {
    return evidence != null && evidence != NameSource.ECH_OUTER;
  }

  /** Of the identity alone: rows are summed by endpoint, and the rest seldom tells two apart. */
  @Override
  public int hashCode() {
    int far = host != null ? host.hashCode() : Objects.hashCode(address);
    return (far * 31 + network.hashCode()) * 31 + (protocol << 16 | port);
  }

  /** All but the confidence: rows that differ by nothing else are summed as one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that
        && protocol == that.protocol
        && port == that.port
        && evidence == that.evidence
        && local == that.local
        && Objects.equals(host, that.host)
        && Objects.equals(address, that.address)
        && network.equals(that.network)
        && place.equals(that.place);
  }
}
