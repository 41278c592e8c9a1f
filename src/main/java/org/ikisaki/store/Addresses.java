package org.ikisaki.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as the database holds them: blobs of four or sixteen bytes. */
final class Addresses {
  private static final int IPV4_BYTES = 4;
  private static final int IPV4_NETWORK_LENGTH = 24;
  private static final int IPV6_NETWORK_LENGTH = 48;

  private Addresses() {}

  static IpAddress read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == IPV4_BYTES
        ? IpAddress.ofIpv4(buffer.getInt())
        : new IpAddress(buffer.getLong(), buffer.getLong());
  }

  static @Nullable IpAddress readNullable(byte @Nullable [] bytes) {
    return bytes == null ? null : read(bytes);
  }

  /** The network of an endpoint that a remote address lies in. */
  static IpAddress network(IpAddress address) {
    return address.network(address.isIpv4() ? IPV4_NETWORK_LENGTH : IPV6_NETWORK_LENGTH);
  }

  /** Such a network as it is written, {@code 192.0.2.0/24}. */
  static String networkText(IpAddress network) {
    return network + "/" + (network.isIpv4() ? IPV4_NETWORK_LENGTH : IPV6_NETWORK_LENGTH);
  }

  /** The address that {@code text} is the literal of, if it is one. */
  static Optional<IpAddress> parse(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException noLiteral) {
      return Optional.empty();
    }
  }
}
