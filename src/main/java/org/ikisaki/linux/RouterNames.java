package org.ikisaki.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reverse look-ups by the system's resolver. (Java's own keep a name only if that leads back to the
 * address, and those of routers seldom do.)
 */
public final class RouterNames {
  private static final int NI_NAMEREQD = 8;
  private static final int NI_MAXHOST = 1_025;

  private RouterNames() {}

  /** What the address is called; may take many seconds. Not to be trusted. */
  public static Optional<String> of(InetAddress address) {
    ByteBuffer name = SocketName.of(address, 0);
    ByteBuffer host = Abi.struct(NI_MAXHOST);
    if (Libc.getnameinfo(name, name.capacity(), host, NI_MAXHOST, null, 0, NI_NAMEREQD) != 0) {
      return Optional.empty();
    }
    int length = 0;
    while (length < NI_MAXHOST && host.get(length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    host.get(0, bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
