package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an ICMP error quotes: the packet that it is about (RFC 792, RFC 4443 3), as a raw socket
 * gets it.
 *
 * @param type of the message
 * @param code of the message
 * @param to where the quoted packet went
 * @param protocol of it
 * @param identification of it (IPv4); 0 over IPv6
 * @param transport index of its transport header, of which eight bytes are there at least
 * @param extensions index of the extensions (RFC 4884), -1 if there are none
 */
record Quotation(
    int type,
    int code,
    IpAddress to,
    int protocol,
    int identification,
    int transport,
    int extensions) {
  private static final int ICMP = 8;
  private static final int IPV4 = 20;
  private static final int IPV6 = 40;
  private static final int ENOUGH = 8;
  private static final int LENGTH = 5;
  private static final int LENGTH6 = 4;

  /** Where older routers put extensions, without saying so (RFC 4884 5.5). */
  private static final int FIXED = 128;

  /**
   * Reads one.
   *
   * @param at where the ICMP message begins
   * @return {@code null} if it is no error, or too short
   */
  static @Nullable Quotation of(ByteBuffer data, int at, boolean ipv6) {
    int quoted = at + ICMP;
    int end = data.limit();
    if (quoted > end - (ipv6 ? IPV6 : IPV4) - ENOUGH) {
      return null;
    }
    int first = data.get(quoted) & 0xff;
    int header = ipv6 ? IPV6 : (first & 0xf) * 4;
    if (first >>> 4 != (ipv6 ? 6 : 4) || header < IPV4 || quoted + header > end - ENOUGH) {
      return null;
    }
    int words = data.get(at + (ipv6 ? LENGTH6 : LENGTH)) & 0xff;
    int length = words == 0 ? FIXED : words * (ipv6 ? Long.BYTES : Integer.BYTES);
    return new Quotation(
        data.get(at) & 0xff,
        data.get(at + 1) & 0xff,
        ipv6
            ? new IpAddress(data.getLong(quoted + 24), data.getLong(quoted + 32))
            : IpAddress.ofIpv4(data.getInt(quoted + 16)),
        data.get(quoted + (ipv6 ? 6 : 9)) & 0xff,
        ipv6 ? 0 : data.getShort(quoted + 4) & 0xffff,
        quoted + header,
        length >= FIXED && quoted + length < end ? quoted + length : -1);
  }
}
