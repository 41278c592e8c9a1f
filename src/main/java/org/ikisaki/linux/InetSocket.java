package org.ikisaki.linux;

import java.io.Closeable;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket for probes: its packets live as many hops as one says, and what routers say of them can
 * be read (ip(7), IP_RECVERR). Never blocks. Confined to one thread.
 */
public final class InetSocket implements Closeable {
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;

  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int SOL_IP = 0;
  private static final int IP_TTL = 2;
  private static final int IP_HDRINCL = 3;
  private static final int IP_RECVERR = 11;
  private static final int IP_RECVERR_RFC4884 = 26;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_RECVERR = 25;
  private static final int IPV6_RECVERR_RFC4884 = 31;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_ERRQUEUE = 0x2000;

  /** Room for the answers of a second at a high rate. */
  private static final int RAW_BUFFER = 4 << 20;

  private final ByteBuffer value = Abi.struct(Integer.BYTES);
  private final int descriptor;
  private final boolean ipv6;
  private boolean closed;

  private InetSocket(int descriptor, boolean ipv6) {
    this.descriptor = descriptor;
    this.ipv6 = ipv6;
  }

  /** For datagrams. Takes no privilege. */
  public static InetSocket udp(boolean ipv6) throws ErrnoException, UnsupportedPlatformException {
    return open(ipv6, SOCK_DGRAM, 0).hearErrors();
  }

  /**
   * For echo requests (icmp(7)): the kernel writes their identifier and checksum.
   *
   * @throws ErrnoException with {@link ErrnoException#isPermission} unless the system lets this
   *     group, by net.ipv4.ping_group_range
   */
  public static InetSocket ping(boolean ipv6) throws ErrnoException, UnsupportedPlatformException {
    return open(ipv6, SOCK_DGRAM, ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP).hearErrors();
  }

  /**
   * For packets of a protocol, without their header over IPv6, which the kernel writes; over IPv4
   * with it. Takes CAP_NET_RAW.
   */
  public static InetSocket raw(boolean ipv6, int protocol)
      throws ErrnoException, UnsupportedPlatformException {
    InetSocket socket = open(ipv6, SOCK_RAW, protocol);
    try {
      if (!ipv6) {
        socket.set(SOL_IP, IP_HDRINCL, 1, "IP_HDRINCL");
      }
      socket.set(SOL_SOCKET, SO_RCVBUF, RAW_BUFFER, "SO_RCVBUF");
      socket.set(SOL_SOCKET, SO_TIMESTAMPNS, 1, "SO_TIMESTAMPNS");
      return socket;
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  private static InetSocket open(boolean ipv6, int type, int protocol)
      throws ErrnoException, UnsupportedPlatformException {
    Abi.check();
    int domain = ipv6 ? SocketName.AF_INET6 : SocketName.AF_INET;
    int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    return new InetSocket(Libc.check(Libc.socket(domain, type | flags, protocol), "socket"), ipv6);
  }

  private InetSocket hearErrors() throws ErrnoException {
    try {
      set(SOL_SOCKET, SO_TIMESTAMPNS, 1, "SO_TIMESTAMPNS");
      set(ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_RECVERR : IP_RECVERR, 1, "IP_RECVERR");
    } catch (ErrnoException e) {
      close();
      throw e;
    }
    // Linux before 5.9 has no such option: labels are then not told.
    value.putInt(0, 1);
    int unused =
        Libc.setsockopt(
            descriptor,
            ipv6 ? SOL_IPV6 : SOL_IP,
            ipv6 ? IPV6_RECVERR_RFC4884 : IP_RECVERR_RFC4884,
            value,
            Integer.BYTES);
    return this;
  }

  int descriptor() {
    return descriptor;
  }

  /** Sends there, and hears nobody else, from now on. */
  public void connect(InetAddress address, int port) throws ErrnoException {
    ByteBuffer name = SocketName.of(address, port);
    Libc.check(Libc.connect(descriptor, name, name.capacity()), "connect");
  }

  /** From where it sends: known once it is connected. */
  public InetAddress localAddress() throws ErrnoException {
    ByteBuffer name = Abi.struct(SocketName.MAX);
    value.putInt(0, SocketName.MAX);
    Libc.check(Libc.getsockname(descriptor, name, value), "getsockname");
    InetAddress address = SocketName.address(name, 0, value.getInt(0));
    if (address == null) {
      throw new IllegalStateException("a socket of IP has an address");
    }
    return address;
  }

  /** Has what is sent from now on live that many hops, 1 to 255. */
  public void setHops(int hops) throws ErrnoException {
    set(ipv6 ? SOL_IPV6 : SOL_IP, ipv6 ? IPV6_UNICAST_HOPS : IP_TTL, hops, "IP_TTL");
  }

  /**
   * Sends what is in a direct buffer before its limit.
   *
   * @param to {@code null} if the socket is connected
   */
  public void send(ByteBuffer bytes, @Nullable InetAddress to) throws ErrnoException {
    ByteBuffer name = to == null ? null : SocketName.of(to, 0);
    long sent =
        Libc.sendto(
            descriptor,
            bytes,
            bytes.limit(),
            MSG_DONTWAIT,
            name,
            name == null ? 0 : name.capacity());
    if (sent < 0) {
      throw Libc.failure("sendto");
    }
  }

  /** Takes what came next; false if there is nothing, or only an error. */
  public boolean receive(Message into) {
    return receive(into, MSG_DONTWAIT);
  }

  /** Takes the next error that befell what was sent; false if there is none. */
  public boolean receiveError(Message into) {
    return receive(into, MSG_DONTWAIT | MSG_ERRQUEUE);
  }

  private boolean receive(Message into, int flags) {
    long length = Libc.recvmsg(descriptor, into.prepare(), flags);
    if (length < 0) {
      return false;
    }
    into.take(length);
    return true;
  }

  private void set(int level, int option, int number, String name) throws ErrnoException {
    value.putInt(0, number);
    Libc.check(
        Libc.setsockopt(descriptor, level, option, value, Integer.BYTES),
        "setsockopt(" + name + ")");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(descriptor);
    }
  }
}
