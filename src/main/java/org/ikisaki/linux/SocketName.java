package org.ikisaki.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as the kernel takes them.
 *
 * <pre>
 * struct sockaddr_in                        struct sockaddr_in6
 * +---------------+---------------+         +---------------+---------------+
 * |  family (16)  |  port (BE16)  |         |  family (16)  |  port (BE16)  |
 * +---------------+---------------+         +---------------+---------------+
 * |         address (32)          |         |        flow label (32)        |
 * +-------------------------------+         +-------------------------------+
 * |         padding (64)          |         |         address (128)         |
 * +-------------------------------+         +-------------------------------+
 *                                           |           scope (32)          |
 *                                           +-------------------------------+
 * </pre>
 */
final class SocketName {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  /** As long as the longest. */
  static final int MAX = 28;

  private static final int SOCKADDR_IN = 16;
  private static final int PORT = 2;
  private static final int IPV4 = 4;
  private static final int IPV6 = 8;

  private SocketName() {}

  /** Its capacity is its length. */
  static ByteBuffer of(InetAddress address, int port) {
    byte[] bytes = address.getAddress();
    boolean ipv4 = bytes.length == 4;
    ByteBuffer name = Abi.struct(ipv4 ? SOCKADDR_IN : MAX);
    name.putShort(0, (short) (ipv4 ? AF_INET : AF_INET6));
    name.put(ipv4 ? IPV4 : IPV6, bytes);
    name.order(ByteOrder.BIG_ENDIAN).putShort(PORT, (short) port);
    return name.order(ByteOrder.nativeOrder());
  }

  /** The address in a name of {@code length} bytes; {@code null} where there is none. */
  static @Nullable InetAddress address(ByteBuffer struct, int at, int length) {
    if (length < Short.BYTES) {
      return null;
    }
    int family = struct.getShort(at);
    if (family == AF_INET && length >= SOCKADDR_IN) {
      return address(struct, at + IPV4, new byte[4]);
    }
    return family == AF_INET6 && length >= MAX - Integer.BYTES
        ? address(struct, at + IPV6, new byte[16])
        : null;
  }

  private static InetAddress address(ByteBuffer struct, int at, byte[] bytes) {
    struct.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }
}
