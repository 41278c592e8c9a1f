package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP message (RFC 2131, 2; RFC 2132): a reusable view that finds what a client says of itself,
 * and what a server says of the network.
 *
 * <pre>
 *  op 8 | htype 8 | hlen 8 | hops 8 | xid 32 | secs 16 | flags 16
 *   | ciaddr 32 | yiaddr 32 | siaddr 32 | giaddr 32 | chaddr 16 bytes
 *   | sname 64 bytes | file 128 bytes | magic cookie 32 | { code 8 | length 8 | … }
 * </pre>
 */
public final class DhcpMessage {
  private static final int BOOTREQUEST = 1;
  private static final int BOOTREPLY = 2;
  private static final int HTYPE = 1;
  private static final int ETHERNET = 1;
  private static final int HLEN = 2;
  private static final int CHADDR = 28;
  private static final int SNAME = 44;
  private static final int FILE = 108;
  private static final int MAGIC = 236;
  private static final int OPTIONS = 240;
  private static final int MAGIC_COOKIE = 0x6382_5363;
  private static final int PAD = 0;
  private static final int ROUTER = 3;
  private static final int DNS_SERVER = 6;
  private static final int HOST_NAME = 12;
  private static final int OVERLOAD = 52;
  private static final int OVERLOAD_FILE = 1;
  private static final int OVERLOAD_SNAME = 2;
  private static final int SERVER_IDENTIFIER = 54;
  private static final int PARAMETER_LIST = 55;
  private static final int VENDOR_CLASS = 60;
  private static final int CLIENT_FQDN = 81;
  private static final int FQDN_NAME = 3;
  private static final int FQDN_ENCODED = 0x04;
  private static final int END = 255;

  /** Clients ask for a dozen or two. */
  private static final int MAX_PARAMETERS = 64;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int offset;
  private int hostName;
  private int clientFqdn;
  private int parameterList;
  private int vendorClass;
  private int router;
  private int dnsServer;
  private int serverIdentifier;
  private int overload;

  /** Points this view at the message of a client. */
  public boolean wrap(ByteBuffer buffer, int offset, int length) {
    return wrap(buffer, offset, length, BOOTREQUEST);
  }

  /** Points this view at the message of a server. */
  public boolean wrapReply(ByteBuffer buffer, int offset, int length) {
    return wrap(buffer, offset, length, BOOTREPLY);
  }

  private boolean wrap(ByteBuffer buffer, int offset, int length, int operation) {
    this.buffer = buffer;
    this.offset = offset;
    hostName = 0;
    clientFqdn = 0;
    parameterList = 0;
    vendorClass = 0;
    router = 0;
    dnsServer = 0;
    serverIdentifier = 0;
    overload = 0;
    if (length < OPTIONS
        || buffer.get(offset) != operation
        || buffer.get(offset + HTYPE) != ETHERNET
        || buffer.get(offset + HLEN) != 6
        || buffer.getInt(offset + MAGIC) != MAGIC_COOKIE) {
      return false;
    }
    readOptions(offset + OPTIONS, offset + length);
    int overloaded = overload;
    if ((overloaded & OVERLOAD_FILE) != 0) {
      readOptions(offset + FILE, offset + MAGIC);
    }
    if ((overloaded & OVERLOAD_SNAME) != 0) {
      readOptions(offset + SNAME, offset + FILE);
    }
    return true;
  }

  /** The client's MAC address. */
  public long chaddr() {
    return buffer.getLong(offset + CHADDR) >>> 16;
  }

  /** Option 12 (RFC 2132, 3.14) as harmless text, or null. */
  public @Nullable String hostName() {
    return hostName == 0 ? null : text(hostName + 2, length(hostName));
  }

  /** The name in option 81 (RFC 4702, 2) as harmless text, or null. */
  public @Nullable String clientFqdn() {
    int length = clientFqdn == 0 ? 0 : length(clientFqdn);
    if (length <= FQDN_NAME) {
      return null;
    }
    int name = clientFqdn + 2 + FQDN_NAME;
    boolean encoded = (buffer.get(clientFqdn + 2) & FQDN_ENCODED) != 0;
    return encoded
        ? HostNames.labels(buffer, name, length - FQDN_NAME)
        : text(name, length - FQDN_NAME);
  }

  /** Option 55 (RFC 2132, 9.8), the options that the client asks for, as {@code 1,3,6}; or null. */
  public @Nullable String parameterList() {
    int length = parameterList == 0 ? 0 : Math.min(length(parameterList), MAX_PARAMETERS);
    if (length == 0) {
      return null;
    }
    StringBuilder list = new StringBuilder(length * 4);
    for (int i = 0; i < length; i++) {
      list.append(i == 0 ? "" : ",").append(buffer.get(parameterList + 2 + i) & 0xff);
    }
    return list.toString();
  }

  /** Option 60 (RFC 2132, 9.13) as harmless text, or null. */
  public @Nullable String vendorClass() {
    return vendorClass == 0 ? null : PlainText.read(buffer, vendorClass + 2, length(vendorClass));
  }

  /** The first address of option 3 (RFC 2132, 3.5), or null. */
  public @Nullable IpAddress router() {
    return address(router);
  }

  /** The first address of option 6 (RFC 2132, 3.8), or null. */
  public @Nullable IpAddress dnsServer() {
    return address(dnsServer);
  }

  /** Option 54 (RFC 2132, 9.7), the server's address, or null. */
  public @Nullable IpAddress serverIdentifier() {
    return address(serverIdentifier);
  }

  private @Nullable IpAddress address(int option) {
    return option == 0 || length(option) < 4 ? null : IpAddress.ofIpv4(buffer.getInt(option + 2));
  }

  private void readOptions(int from, int end) {
    int at = from;
    while (at < end) {
      int code = buffer.get(at) & 0xff;
      if (code == PAD) {
        at++;
        continue;
      }
      if (code == END || at + 1 >= end || at + 2 + length(at) > end) {
        return;
      }
      switch (code) {
        case HOST_NAME -> hostName = at;
        case CLIENT_FQDN -> clientFqdn = at;
        case PARAMETER_LIST -> parameterList = at;
        case VENDOR_CLASS -> vendorClass = at;
        case ROUTER -> router = at;
        case DNS_SERVER -> dnsServer = at;
        case SERVER_IDENTIFIER -> serverIdentifier = at;
        case OVERLOAD -> overload = length(at) == 1 ? buffer.get(at + 2) : 0;
        default -> {
          // None of our business.
        }
      }
      at += 2 + length(at);
    }
  }

  private int length(int option) {
    return buffer.get(option + 1) & 0xff;
  }

  private @Nullable String text(int at, int length) {
    int end = at + length;
    while (end > at && (buffer.get(end - 1) == 0 || buffer.get(end - 1) == '.')) {
      end--;
    }
    return end == at ? null : HostNames.label(buffer, at, end - at);
  }
}
