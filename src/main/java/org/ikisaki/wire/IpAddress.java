package org.ikisaki.wire;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as two words, {@code high} the first eight bytes. IPv4 is held in its
 * IPv4-mapped form (RFC 4291, 2.5.5.2), so one word pair and one comparison serve both.
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
  /** {@code ::}, the address of nobody. */
  public static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

  private static final long IPV4_MAPPED = 0x0000_ffff_0000_0000L;

  public static IpAddress ofIpv4(int address) {
    return new IpAddress(0, ipv4Low(address));
  }

  /** The {@code low} word of an IPv4 address; its {@code high} word is 0. */
  public static long ipv4Low(int address) {
    return IPV4_MAPPED | (address & 0xffff_ffffL);
  }

  public static boolean isIpv4(long high, long low) {
    return high == 0 && (low & 0xffff_ffff_0000_0000L) == IPV4_MAPPED;
  }

  /**
   * Reads a literal; never asks a resolver.
   *
   * @throws IllegalArgumentException if {@code text} is no IP literal
   */
  public static IpAddress parse(String text) {
    return of(InetAddresses.forString(text));
  }

  public static IpAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == 4
        ? ofIpv4(buffer.getInt(0))
        : new IpAddress(buffer.getLong(0), buffer.getLong(8));
  }

  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  /**
   * Whether it can't be elsewhere: private, link-local, loopback, unspecified and group addresses,
   * and the broadcast address. Shared address space (RFC 6598) is the provider's.
   */
  public boolean isLocal() {
    return isIpv4() ? isLocalIpv4((int) low) : isLocalIpv6(high, low);
  }

  private static boolean isLocalIpv4(int ip) {
    int first = ip >>> 24;
    return first == 10
        || first == 127
        || first == 0
        || (first & 0xf0) == 0xe0
        || (ip >>> 20) == 0xac1
        || (ip >>> 16) == 0xc0a8
        || (ip >>> 16) == 0xa9fe
        || ip == -1;
  }

  private static boolean isLocalIpv6(long high, long low) {
    int top = (int) (high >>> 48);
    return (top & 0xfe00) == 0xfc00
        || (top & 0xffc0) == 0xfe80
        || (top & 0xff00) == 0xff00
        || (high == 0 && (low == 0 || low == 1));
  }

  /** The address with all but its first {@code prefixLength} bits cleared (0–32 or 0–128). */
  public IpAddress network(int prefixLength) {
    int bits = isIpv4() ? prefixLength + 96 : prefixLength;
    long h = bits >= 64 ? high : bits == 0 ? 0 : high & (-1L << (64 - bits));
    long l = bits >= 128 ? low : bits <= 64 ? 0 : low & (-1L << (128 - bits));
    return new IpAddress(h, l);
  }

  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(toBytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  /** Four bytes for IPv4, sixteen for IPv6. */
  public byte[] toBytes() {
    return isIpv4()
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  // Those that a record has by itself are slow, and every flow's name is looked up by address.
  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** Dotted decimal, or the canonical text form of RFC 5952. */
  @Override
  public String toString() {
    return InetAddresses.toAddrString(toInetAddress());
  }
}
