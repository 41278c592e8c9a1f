package org.ikisaki.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A packet socket (packet(7)) that hears nothing until it is bound. Confined to the capture thread,
 * but for {@link #wake}.
 */
public final class PacketSocket implements Closeable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int ETH_P_ALL = 0x0003;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_ATTACH_FILTER = 26;

  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int PACKET_HDRLEN = 11;
  private static final int PACKET_FANOUT = 18;
  private static final int PACKET_IGNORE_OUTGOING = 23;

  /** Fan-out by a hash of addresses and ports, the same both ways. */
  private static final int PACKET_FANOUT_HASH = 0;

  private static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
  private static final int FANOUT_TYPE_SHIFT = 16;
  private static final int FANOUT_ID = 0xffff;

  private static final int PACKET_MR_PROMISC = 1;
  private static final int PACKET_MREQ = 16;
  private static final int PACKET_MREQ_TYPE = 4;

  /*
   * struct sockaddr_ll
   * +---------------+---------------+-------------------------------+
   * |  family (16)  |protocol (BE16)|      interface index (32)     |
   * +---------------+-------+-------+-------------------------------+
   * |  hatype (16)  |pkttype| halen |       address (64)            |
   * +---------------+-------+-------+-------------------------------+
   */
  private static final int SOCKADDR_LL = 20;
  private static final int PROTOCOL = 2;
  private static final int INTERFACE_INDEX = 4;
  private static final int HARDWARE_TYPE = 8;

  private static final int FPROG = 16;
  private static final int FPROG_FILTER = 8;

  private static final int STATISTICS = 12;
  private static final int STATISTICS_DROPS = 4;

  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int IFREQ = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int IFF_UP = 1;

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;

  private final ByteBuffer address = Abi.struct(SOCKADDR_LL);
  private final ByteBuffer statistics = Abi.struct(STATISTICS);
  private final ByteBuffer length = Abi.struct(Integer.BYTES);
  private final int descriptor;
  private final Waiter waiter;
  private boolean closed;

  private PacketSocket(int descriptor) throws ErrnoException {
    this.descriptor = descriptor;
    waiter = new Waiter(descriptor);
  }

  /** One whose frames begin with their link header. */
  public static PacketSocket ofFrames() throws ErrnoException, UnsupportedPlatformException {
    return open(SOCK_RAW);
  }

  /** One whose frames begin with their network header: the kernel takes the link header away. */
  public static PacketSocket ofPackets() throws ErrnoException, UnsupportedPlatformException {
    return open(SOCK_DGRAM);
  }

  private static PacketSocket open(int type) throws ErrnoException, UnsupportedPlatformException {
    Abi.check();
    int descriptor = Libc.check(Libc.socket(AF_PACKET, type | SOCK_CLOEXEC, 0), "socket");
    try {
      return new PacketSocket(descriptor);
    } catch (ErrnoException | RuntimeException | Error e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** The number of the interface of that name, or 0 if there is none. */
  public static int interfaceIndex(String name) throws UnsupportedPlatformException {
    Abi.check();
    return Libc.if_nametoindex(name);
  }

  /** Ties the socket to an interface, without hearing yet. */
  public void attach(int interfaceIndex) throws ErrnoException {
    bind(interfaceIndex, 0);
  }

  /** Hears every frame of an interface from now on; if that is down, from when it is up. */
  public void listen(int interfaceIndex) throws ErrnoException {
    bind(interfaceIndex, ETH_P_ALL);
  }

  /** The number of the interface that the socket is tied to, -1 if that is gone. */
  public int interfaceIndex() throws ErrnoException {
    name();
    return address.getInt(INTERFACE_INDEX);
  }

  /** The ARPHRD number of the interface that the socket is tied to (linux/if_arp.h). */
  public int hardwareType() throws ErrnoException {
    name();
    return address.getShort(HARDWARE_TYPE) & 0xffff;
  }

  /** Whether the interface of that name is there, and up. */
  public boolean isUp(String name) {
    ByteBuffer request = Abi.struct(IFREQ);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    request.put(0, bytes, 0, Math.min(bytes.length, IFREQ_FLAGS - 1));
    return Libc.ioctl(descriptor, SIOCGIFFLAGS, request) == 0
        && (request.getShort(IFREQ_FLAGS) & IFF_UP) != 0;
  }

  /** Makes the interface hear what is for others, for as long as this socket lives. */
  public void setPromiscuous(int interfaceIndex) throws ErrnoException {
    ByteBuffer request = Abi.struct(PACKET_MREQ);
    request.putInt(0, interfaceIndex).putShort(PACKET_MREQ_TYPE, (short) PACKET_MR_PROMISC);
    set(SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, "PACKET_ADD_MEMBERSHIP");
  }

  /**
   * Founds a group of listening sockets that share an interface's frames, each connection's with
   * one of them.
   *
   * @return its number, for {@link #joinFanout}
   */
  public int foundFanout() throws ErrnoException {
    fanout(PACKET_FANOUT_FLAG_UNIQUEID << FANOUT_TYPE_SHIFT);
    ByteBuffer group = Abi.intValue(0);
    length.putInt(0, Integer.BYTES);
    Libc.check(
        Libc.getsockopt(descriptor, SOL_PACKET, PACKET_FANOUT, group, length),
        "getsockopt(PACKET_FANOUT)");
    return group.getInt(0) & FANOUT_ID;
  }

  /** Joins such a group, or founds it under a number that it had before. */
  public void joinFanout(int group) throws ErrnoException {
    fanout(group | PACKET_FANOUT_HASH << FANOUT_TYPE_SHIFT);
  }

  private void fanout(int groupAndType) throws ErrnoException {
    set(SOL_PACKET, PACKET_FANOUT, Abi.intValue(groupAndType), "PACKET_FANOUT");
  }

  /** Hears only what comes in: on the loopback interface, the same frame goes out first. */
  public void ignoreOutgoing() throws ErrnoException {
    set(SOL_PACKET, PACKET_IGNORE_OUTGOING, Abi.intValue(1), "PACKET_IGNORE_OUTGOING");
  }

  /** Lets a program say how many bytes to keep of each frame, 0 for none. */
  public void filter(List<BpfInstruction> program) throws ErrnoException {
    ByteBuffer instructions = Abi.struct(program.size() * BpfInstruction.SIZE);
    for (int i = 0; i < program.size(); i++) {
      program.get(i).putAt(instructions, i * BpfInstruction.SIZE);
    }
    ByteBuffer head = Abi.struct(FPROG).putShort(0, (short) program.size());
    head.putLong(FPROG_FILTER, Pointer.nativeValue(Native.getDirectBufferPointer(instructions)));
    try {
      set(SOL_SOCKET, SO_ATTACH_FILTER, head, "SO_ATTACH_FILTER");
    } finally {
      Reference.reachabilityFence(instructions);
    }
  }

  /**
   * Gets a ring of blocks that the kernel fills; unmapped by its own {@link RxRing#close}.
   *
   * @param blockSize a multiple of the page size
   * @param retireMillis how long the kernel may keep a block that has frames but room for more
   */
  public RxRing map(int blockSize, int blocks, int retireMillis)
      throws ErrnoException, UnsupportedPlatformException {
    ByteBuffer headerLength = Abi.intValue(RxRing.VERSION_3);
    length.putInt(0, Integer.BYTES);
    Libc.check(
        Libc.getsockopt(descriptor, SOL_PACKET, PACKET_HDRLEN, headerLength, length),
        "getsockopt(PACKET_HDRLEN)");
    RxRing.checkHeaderLength(headerLength.getInt(0));
    set(SOL_PACKET, PACKET_VERSION, Abi.intValue(RxRing.VERSION_3), "PACKET_VERSION");
    ByteBuffer request = RxRing.request(blockSize, blocks, retireMillis);
    set(SOL_PACKET, PACKET_RX_RING, request, "PACKET_RX_RING");
    long size = (long) blockSize * blocks;
    Pointer memory = Libc.mmap(0, size, PROT_READ_WRITE, MAP_SHARED, descriptor, 0);
    if (Pointer.nativeValue(memory) == -1) {
      throw Libc.failure("mmap");
    }
    return new RxRing(memory, blockSize, blocks);
  }

  /** How many frames found no room since the last call. */
  public long takeDrops() throws ErrnoException {
    length.putInt(0, STATISTICS);
    Libc.check(
        Libc.getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, statistics, length),
        "getsockopt(PACKET_STATISTICS)");
    return Integer.toUnsignedLong(statistics.getInt(STATISTICS_DROPS));
  }

  /** What befell the socket since the last call, as numbered in errno.h; 0 for nothing. */
  public int takeError() throws ErrnoException {
    ByteBuffer error = Abi.intValue(0);
    length.putInt(0, Integer.BYTES);
    Libc.check(
        Libc.getsockopt(descriptor, SOL_SOCKET, SO_ERROR, error, length), "getsockopt(SO_ERROR)");
    return error.getInt(0);
  }

  /** Waits until a block is full or retired, the socket is in trouble, or {@link #wake}. */
  public Readiness await(int millis) throws ErrnoException {
    return waiter.await(millis);
  }

  /** Ends a wait, and every later one. Callable from any thread, even when all is closed. */
  public void wake() {
    waiter.wake();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      waiter.close();
      Libc.close(descriptor);
    }
  }

  private void bind(int interfaceIndex, int protocol) throws ErrnoException {
    ByteBuffer name = Abi.struct(SOCKADDR_LL).putShort(0, (short) AF_PACKET);
    name.putInt(INTERFACE_INDEX, interfaceIndex);
    name.order(ByteOrder.BIG_ENDIAN).putShort(PROTOCOL, (short) protocol);
    Libc.check(Libc.bind(descriptor, name, SOCKADDR_LL), "bind");
  }

  private void name() throws ErrnoException {
    length.putInt(0, SOCKADDR_LL);
    Libc.check(Libc.getsockname(descriptor, address, length), "getsockname");
  }

  private void set(int level, int option, ByteBuffer value, String name) throws ErrnoException {
    Libc.check(
        Libc.setsockopt(descriptor, level, option, value, value.capacity()),
        "setsockopt(" + name + ")");
  }
}
