package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A DHCPv6 message of a client (RFC 8415, 8): a reusable view that finds what it calls itself.
 *
 * <pre>
 *  msg-type 8 | transaction-id 24 | { option-code 16 | option-len 16 | … }
 *  Client FQDN: flags 8 | domain-name
 * </pre>
 */
public final class Dhcp6Message {
  private static final int HEADER = 4;
  private static final int OPTION_HEADER = 4;

  /** RFC 4704, 4. */
  private static final int CLIENT_FQDN = 39;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int name;
  private int nameLength;

  public boolean wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    nameLength = 0;
    if (length < HEADER || !isClients(buffer.get(offset))) {
      return false;
    }
    int end = offset + length;
    int at = offset + HEADER;
    while (end - at >= OPTION_HEADER) {
      int value = at + OPTION_HEADER;
      int valueLength = buffer.getShort(at + 2) & 0xffff;
      if (valueLength > end - value) {
        return false;
      }
      if ((buffer.getShort(at) & 0xffff) == CLIENT_FQDN && valueLength > 1) {
        name = value + 1;
        nameLength = valueLength - 1;
      }
      at = value + valueLength;
    }
    return at == end;
  }

  /** The name in option 39 as harmless text, or null. */
  public @Nullable String clientFqdn() {
    return HostNames.labels(buffer, name, nameLength);
  }

  /** SOLICIT, REQUEST, CONFIRM, RENEW, REBIND, RELEASE, DECLINE, INFORMATION-REQUEST. */
  private static boolean isClients(int type) {
    return switch (type) {
      case 1, 3, 4, 5, 6, 8, 9, 11 -> true;
      default -> false;
    };
  }
}
